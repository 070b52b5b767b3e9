import "billun/drive/photos-ahead";
import { drawLately } from "billun/drive/lately";
import { foundOnes, nothing, show } from "billun/drive/results";
import { hasCopy, isWhole, search } from "billun/offline/fleet";

/**
 * The search of the first page ([data-find]): drawn from the phone's copy with every key. The server is asked only where
 * there is no copy or nothing was found in it, and without a network its silence is no error.
 */
const form = document.querySelector("form[data-find]");
const lately = document.querySelector("[data-lately]");
const PAUSE = 200;
const text = () => form.elements.q.value.trim();
let latest = 0;
let asking;

form.addEventListener("input", find);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  find();
});
for (const failure of ["htmx:error", "htmx:response:error"]) form.addEventListener(failure, failed);
document.addEventListener("htmx:after:swap", () => document.querySelector("#results").dataset.query !== text() && find());
window.addEventListener("billun:fleet", () => document.querySelector("#results").dataset.drawn && find());
window.addEventListener("pageshow", ({ persisted }) => persisted && drawLately(lately));
resume();
drawLately(lately);

// Whatever takes its time may be overtaken by the next key: then its answer is nobody's any more.
async function find() {
  const [query, turn] = [text(), ++latest];
  clearTimeout(asking);
  history.replaceState(history.state, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  lately.hidden = Boolean(query);
  if (!query) return show("", []);
  const found = await search(query);
  if (turn !== latest) return;
  if (!found.length && navigator.onLine) return askSoon();
  const parts = found.length ? await foundOnes(found, query) : nothing(query, { copy: await hasCopy() });
  if (turn === latest) show(query, parts);
}

function askSoon() {
  asking = setTimeout(() => globalThis.htmx.trigger(form, "ask-server"), PAUSE);
}

// The answer is missing because the network is: the phone says what it knows.
async function failed(event) {
  event.stopPropagation();
  const [query, turn] = [text(), latest];
  const copy = await isWhole();
  if (query && turn === latest) show(query, nothing(query, { copy }));
}

// A page that the phone kept was not drawn for what its address asks.
function resume() {
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  if (document.querySelector("#results").dataset.query === asked.slice(0, 80).trim()) return;
  form.elements.q.value = asked;
  find();
}

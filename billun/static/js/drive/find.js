import "billun/drive/photos-ahead";
import { drawLately } from "billun/drive/lately";
import { newest } from "billun/drive/newest";
import { foundOnes, nothing, show } from "billun/drive/results";
import { isWhole, search } from "billun/offline/fleet";

/**
 * The search of the first page ([data-find]): drawn from the phone's copy with every key. The server is asked only where
 * there is no copy or nothing was found in it, and without a network its silence is no error.
 */
const form = document.querySelector("form[data-find]");
const lately = document.querySelector("[data-lately]");
const PAUSE = 200;
const text = () => form.elements.q.value.trim();
const answer = newest(answerTo, (give) => give());
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

function find() {
  const query = text();
  clearTimeout(asking);
  history.replaceState(history.state, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  lately.hidden = Boolean(query);
  answer(query);
}

// The answer is missing because the network is: the phone says what it knows.
function failed(event) {
  event.stopPropagation();
  answer(text(), { alone: true });
}

async function answerTo(query, { alone = !navigator.onLine } = {}) {
  if (!query) return () => show("", []);
  const found = await search(query);
  if (!found.length && !alone) return askServer;
  const parts = found.length ? await foundOnes(found, query) : nothing(query, { copy: await isWhole() });
  return () => show(query, parts);
}

function askServer() {
  asking = setTimeout(() => globalThis.htmx.trigger(form, "ask-server"), PAUSE);
}

// A page that the phone kept was not drawn for what its address asks.
function resume() {
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  if (document.querySelector("#results").dataset.query === asked.slice(0, 80).trim()) return;
  form.elements.q.value = asked;
  find();
}

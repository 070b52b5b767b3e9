// [data-opens-panel]: on a wide screen the link's page shows in short beside the list, which stays as it is.

const WIDE = matchMedia("(width >= 1100px)");
const panel = document.querySelector("[data-panel]");
let opener = null;

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens-panel]");
  if (link && WIDE.matches && !wantsOwnPage(event)) open(event, link);
  if (event.target.closest("[data-closes-panel]")) close(event);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden && !document.querySelector("dialog[open]")) close(event);
});

document.addEventListener("htmx:after:swap", mark);

async function open(event, link) {
  event.preventDefault();
  if (!mayLeave()) return;
  opener = link.getAttribute("href");
  panel.hidden = false;
  mark();
  await globalThis.htmx.ajax("GET", opener, { source: panel, swap: "innerHTML" });
  // A key may have led into a field of it already.
  if (!panel.contains(document.activeElement)) panel.focus({ preventScroll: true });
}

function close(event) {
  event.preventDefault();
  if (!mayLeave()) return;
  const link = rowLink();
  panel.hidden = true;
  panel.replaceChildren();
  opener = null;
  mark();
  link?.focus();
}

// Words that nobody sent go only when that is said to be right.
function mayLeave() {
  const written = [...panel.querySelectorAll("textarea")].find((field) => field.value.trim());
  if (!written || globalThis.confirm(panel.dataset.unsent)) return true;
  written.focus();
  return false;
}

// The row whose item is shown keeps its mark when the list is fetched anew.
function mark() {
  for (const row of document.querySelectorAll(".is-open")) row.classList.remove("is-open");
  rowLink()?.closest("tr, article").classList.add("is-open");
}

function rowLink() {
  return opener && document.querySelector(`[data-opens-panel][href="${CSS.escape(opener)}"]`);
}

function wantsOwnPage(event) {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
}

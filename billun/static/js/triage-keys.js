// The queue by keys: j and k go from row to row, o opens one beside the list, x ticks it, a acknowledges, d dismisses, s says that it is the same.

import { isOwnKey } from "billun/hotkeys";

const panel = document.querySelector("[data-panel]");
const BY_KEY = { j: () => go(1), ArrowDown: () => go(1), k: () => go(-1), ArrowUp: () => go(-1), o: open, x: tick, a: acknowledge, d: () => begin("dismissal"), s: () => begin("duplicate") };

// The links above and below the row where one was, the nearest first, for when it has left the list; and the step that is begun as soon as the panel is there.
let above = [];
let below = [];
let wanted = null;

document.addEventListener("keydown", (event) => {
  const act = BY_KEY[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || isOwnKey(event) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  act();
});

for (const happening of ["focusin", "click", "htmx:after:swap"]) document.addEventListener(happening, remember);

document.addEventListener("htmx:after:swap", () => {
  if (wanted && panel.childElementCount) begin(wanted);
});

function remember() {
  const rows = links();
  const here = rows.indexOf(current());
  if (here < 0) return;
  above = rows.slice(0, here).map(addressOf).reverse();
  below = rows.slice(here + 1).map(addressOf);
}

function go(by) {
  const next = beside(by);
  if (!next) return;
  next.focus();
  if (!panel.hidden) next.click();
}

function beside(by) {
  const rows = links();
  const here = current();
  if (here) return rows[rows.indexOf(here) + by] ?? here;
  const near = by > 0 ? [...below, ...above] : [...above, ...below];
  const still = near.find((address) => rows.some((link) => addressOf(link) === address));
  return rows.find((link) => addressOf(link) === still) ?? rows[0];
}

function open() {
  current()?.click();
}

function tick() {
  boxOf(current())?.click();
}

function acknowledge() {
  const form = document.querySelector("[data-selection]");
  if (!panel.hidden) return step("acknowledgement")?.click();
  if (!form) return;
  if (!form.querySelector("[data-tick]:checked")) tick();
  if (form.querySelector("[data-tick]:checked")) form.querySelector("[data-acknowledges]").click();
}

// A step with words opens with the cursor in its field; one that is not to be taken does nothing.
function begin(name) {
  wanted = panel.hidden ? name : null;
  if (panel.hidden) return open();
  const found = step(name);
  if (!found?.closest("details")?.open) found?.click();
  found?.closest("details")?.querySelector("textarea")?.focus();
}

function step(name) {
  return panel.querySelector(`[data-step="${name}"]`);
}

function current() {
  const rows = links();
  return rows.find((link) => link.closest("tr").matches(":focus-within")) ?? rows.find((link) => link.closest("tr").matches(".is-open"));
}

function addressOf(link) {
  return link.getAttribute("href");
}

function boxOf(link) {
  return link?.closest("tr").querySelector("[data-tick]");
}

function links() {
  return [...document.querySelectorAll("[data-opens-panel]")];
}

// Charts in the colours of the page: drawn from what the page says, anew when its colours or the page change.

import "chart.js";

const { Chart } = globalThis;
const kinds = [];
const drawn = new Map();

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
document.addEventListener("htmx:after:swap", redraw);

/** Draws a chart in each place that the selector finds; `settings(place, shades)` answers null where there is too little. */
export function keepCharts(selector, settings) {
  kinds.push([selector, settings]);
  redraw();
}

function redraw() {
  for (const chart of drawn.values()) chart.destroy();
  drawn.clear();
  for (const [selector, settings] of kinds) {
    for (const place of document.querySelectorAll(selector)) draw(place, settings);
  }
}

function draw(place, settings) {
  const wanted = settings(place, (name) => colour(place, name));
  place.hidden = !wanted;
  if (!wanted) return;
  const calm = { animation: false, maintainAspectRatio: false };
  drawn.set(place, new Chart(place.querySelector("canvas"), { ...wanted, options: { ...calm, ...wanted.options } }));
}

/** The settings of an axis, its numbers and, where there is one, its unit. */
export function axis(shade, unit, more = {}) {
  return {
    ...more,
    grid: { color: shade("--line"), display: Boolean(unit) },
    border: { color: shade("--line") },
    ticks: { color: shade("--muted"), maxTicksLimit: 6, maxRotation: 0, ...more.ticks },
    title: { display: Boolean(unit), text: unit, color: shade("--ink") },
  };
}

export function number(value) {
  return new Intl.NumberFormat(document.documentElement.lang).format(value);
}

// A canvas knows no light-dark(): the browser says what the token is right now.
function colour(place, name) {
  place.style.color = `var(${name})`;
  const found = getComputedStyle(place).color;
  place.style.color = "";
  return found;
}

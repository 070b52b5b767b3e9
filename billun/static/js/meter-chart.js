// [data-meter-chart="km"]: draws the readings of that meter from the table [data-readings], in the colours of the page.

import "chart.js";

const { Chart } = globalThis;
const dark = matchMedia("(prefers-color-scheme: dark)");
const drawn = new Map();

for (const place of document.querySelectorAll("[data-meter-chart]")) draw(place);
dark.addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });

function redraw() {
  for (const [place, chart] of drawn) {
    chart.destroy();
    draw(place);
  }
}

function draw(place) {
  const data = readings(place.dataset.meterChart);
  if (data.length < 2) return;
  place.hidden = false;
  const [ink, muted, line, accent] = ["--ink", "--muted", "--line", "--accent"].map((name) => colour(place, name));
  const { unit } = place.dataset;
  const ticks = { color: muted, maxTicksLimit: 6, maxRotation: 0 };
  const axis = { grid: { color: line }, border: { color: line } };
  const dataset = { data, borderColor: accent, backgroundColor: accent, borderWidth: 2, pointRadius: 3, pointHoverRadius: 6 };
  const chart = new Chart(place.querySelector("canvas"), {
    type: "line",
    data: { datasets: [dataset] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      plugins: {
        legend: { display: false },
        tooltip: { displayColors: false, callbacks: { title: ([point]) => day(point.parsed.x), label: (point) => `${number(point.parsed.y)} ${unit}` } },
      },
      scales: {
        x: { type: "linear", bounds: "data", ...axis, grid: { display: false }, ticks: { ...ticks, includeBounds: false, callback: day } },
        y: { ...axis, ticks: { ...ticks, callback: number }, title: { display: true, text: unit, color: ink } },
      },
    },
  });
  drawn.set(place, chart);
}

function readings(meter) {
  const rows = [...document.querySelectorAll(`[data-readings] tr[data-meter="${meter}"]`)];
  return rows.map((row) => ({ x: Date.parse(row.dataset.at), y: Number(row.dataset.value) })).sort((one, other) => one.x - other.x);
}

// A canvas knows no light-dark(): the browser says what the token is right now.
function colour(place, name) {
  place.style.color = `var(${name})`;
  const found = getComputedStyle(place).color;
  place.style.color = "";
  return found;
}

function day(moment) {
  const { lang, dataset } = document.documentElement;
  return new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year: "2-digit", timeZone: dataset.timeZone }).format(moment);
}

function number(value) {
  return new Intl.NumberFormat(document.documentElement.lang).format(value);
}

// [data-meter-chart="km"]: draws the readings of that meter from the table [data-readings].

import { axis, keepCharts, number } from "billun/charts";

keepCharts("[data-meter-chart]", (place, shade) => {
  const data = readings(place.dataset.meterChart);
  if (data.length < 2) return null;
  const [{ unit }, accent] = [place.dataset, shade("--accent")];
  const dataset = { data, borderColor: accent, backgroundColor: accent, borderWidth: 2, pointRadius: 3, pointHoverRadius: 6 };
  return {
    type: "line",
    data: { datasets: [dataset] },
    options: {
      interaction: { mode: "nearest", axis: "x", intersect: false },
      plugins: {
        legend: { display: false },
        tooltip: { displayColors: false, callbacks: { title: ([point]) => day(point.parsed.x), label: (point) => `${number(point.parsed.y)} ${unit}` } },
      },
      scales: {
        x: axis(shade, "", { type: "linear", bounds: "data", ticks: { includeBounds: false, callback: day } }),
        y: axis(shade, unit, { ticks: { callback: number } }),
      },
    },
  };
});

function readings(meter) {
  const rows = [...document.querySelectorAll(`[data-readings] tr[data-meter="${meter}"]`)];
  return rows.map((row) => ({ x: Date.parse(row.dataset.at), y: Number(row.dataset.value) })).sort((one, other) => one.x - other.x);
}

function day(moment) {
  const { lang, dataset } = document.documentElement;
  return new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year: "2-digit", timeZone: dataset.timeZone }).format(moment);
}

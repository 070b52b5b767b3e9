// [data-over-time]: bars over time from the table of the same panel, the worst at the bottom; a bar leads to its list.

import { axis, keepCharts, number } from "billun/charts";

// The worst first.
const LEVELS = ["red", "orange", "yellow", "green"];

keepCharts("[data-over-time]", (place, shade) => {
  const rows = [...place.closest("section").querySelectorAll("tr[data-time]")];
  if (!rows.length) return null;
  const datasets = LEVELS.map((level) => ({
    label: place.dataset[`text${level[0].toUpperCase()}${level.slice(1)}`],
    data: rows.map((row) => Number(row.dataset[level])),
    backgroundColor: shade(`--${level}-shape`),
    borderColor: shade("--raised"),
    borderWidth: { top: 1 },
  }));
  return {
    type: "bar",
    data: { labels: rows.map((row) => row.dataset.time), datasets },
    options: {
      interaction: { mode: "index", intersect: false },
      onClick: (_event, [bar]) => bar && rows[bar.index].querySelector("a")?.click(),
      plugins: { legend: { display: false }, tooltip: { filter: ({ raw }) => raw > 0, callbacks: { label: ({ dataset, raw }) => `${dataset.label}: ${number(raw)}` } } },
      scales: {
        x: axis(shade, "", { stacked: true, ticks: { maxTicksLimit: 13, autoSkipPadding: 12 } }),
        y: axis(shade, place.dataset.unit, { stacked: true, ticks: { precision: 0, callback: number } }),
      },
    },
  };
});

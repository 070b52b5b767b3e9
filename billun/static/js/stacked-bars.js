// [data-stacked-bars]: bars over time from the rows tr[data-time] of the same section, one colour a series; a bar leads to its list.

import { axis, keepCharts, number } from "billun/charts";

keepCharts("[data-stacked-bars]", (place, shade) => {
  const rows = [...place.closest("section").querySelectorAll("tr[data-time]")];
  if (!rows.length) return null;
  // The first series stands at the bottom: {key, text, shade}, the number in the row's data-<key>.
  const datasets = JSON.parse(place.dataset.series).map((series) => ({
    label: series.text,
    data: rows.map((row) => Number(row.dataset[series.key])),
    backgroundColor: shade(series.shade),
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

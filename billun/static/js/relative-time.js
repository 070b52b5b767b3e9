// <time datetime data-relative>: "12 min ago", kept fresh; a tap or the title shows the exact time that the server wrote.

const EXACT_AFTER_DAYS = 60;
const { lang, dataset } = document.documentElement;
const words = new Intl.RelativeTimeFormat(lang === "en" ? "en-GB" : lang, { numeric: "auto", style: "short" });

refresh();
setInterval(refresh, 20_000);
document.addEventListener("visibilitychange", refresh);
document.addEventListener("htmx:after:swap", refresh);
document.addEventListener("billun:drawn", refresh);
document.addEventListener("click", (event) => {
  const time = event.target.closest("time[data-relative]");
  if (time && !time.closest("a, button")) turnOver(time);
});

function refresh() {
  if (document.hidden) return;
  for (const time of document.querySelectorAll("time[data-relative]")) show(time);
}

function turnOver(time) {
  time.toggleAttribute("data-exact");
  show(time);
}

function show(time) {
  const text = time.hasAttribute("data-exact") ? time.title : relative(new Date(time.dateTime), time.title);
  if (time.textContent !== text) time.textContent = text;
}

function relative(moment, exact) {
  const minutes = (moment - Date.now()) / 60_000;
  const size = Math.abs(minutes);
  if (size < 1) return dataset.textJustNow;
  if (size < 60) return words.format(Math.trunc(minutes), "minute");
  if (size < 24 * 60) return words.format(Math.trunc(minutes / 60), "hour");
  if (size < EXACT_AFTER_DAYS * 24 * 60) return words.format(Math.trunc(minutes / 60 / 24), "day");
  return exact;
}

// [data-clock]: the hour of the company's time zone, for a screen on a wall.

const { lang, dataset } = document.documentElement;
const words = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", timeZone: dataset.timeZone, hourCycle: "h23" });

tick();

function tick() {
  const now = new Date();
  for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = words.format(now);
  setTimeout(tick, 60_000 - (now % 60_000));
}

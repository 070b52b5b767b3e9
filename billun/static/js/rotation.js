// On a wall nobody scrolls: columns that do not fit turn one screenful further every ten seconds, while no hand is there.

const TURNS_EVERY = 10_000;
const STILL_AFTER = 20_000;
const wall = document.querySelector("[data-wall]");
let stillness;

for (const sign of ["pointermove", "pointerdown", "wheel", "keydown"]) addEventListener(sign, wake, { passive: true });
setInterval(turn, TURNS_EVERY);
wake();

function wake() {
  wall.classList.remove("is-still");
  clearTimeout(stillness);
  stillness = setTimeout(() => wall.classList.add("is-still"), STILL_AFTER);
}

function turn() {
  if (!wall.classList.contains("is-still")) return;
  for (const column of document.querySelectorAll("[data-rotates]")) turnColumn(column);
}

function turnColumn(column) {
  const atEnd = column.scrollTop + column.clientHeight >= column.scrollHeight - 4;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  column.scrollTo({ top: atEnd ? 0 : column.scrollTop + column.clientHeight * 0.85, behavior: calm ? "instant" : "smooth" });
}

// On a wall nobody scrolls: columns that do not fit turn one screenful further every ten seconds, while no hand is there.
// A card that fires `alarm` comes into sight at once, and stays there for a while.

const TURNS_EVERY = 10_000;
const STILL_AFTER = 20_000;
const HELD_FOR = 30_000;
const wall = document.querySelector("[data-wall]");
const heldUntil = new WeakMap();
let stillness;

for (const sign of ["pointermove", "pointerdown", "wheel", "keydown"]) addEventListener(sign, wake, { passive: true });
addEventListener("alarm", ({ target }) => hold(target, target.closest("[data-rotates]")));
setInterval(turn, TURNS_EVERY);
wake();

function wake() {
  wall.classList.remove("is-still");
  clearTimeout(stillness);
  stillness = setTimeout(() => wall.classList.add("is-still"), STILL_AFTER);
}

function hold(card, column) {
  column.scrollTo({ top: card.offsetTop - column.offsetTop });
  heldUntil.set(column, Date.now() + HELD_FOR);
}

function turn() {
  if (!wall.classList.contains("is-still")) return;
  for (const column of document.querySelectorAll("[data-rotates]")) turnColumn(column);
}

function turnColumn(column) {
  if (heldUntil.get(column) > Date.now()) return;
  const atEnd = column.scrollTop + column.clientHeight >= column.scrollHeight - 4;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  column.scrollTo({ top: atEnd ? 0 : column.scrollTop + column.clientHeight * 0.85, behavior: calm ? "instant" : "smooth" });
}

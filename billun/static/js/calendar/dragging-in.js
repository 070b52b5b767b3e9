// A card of the list under the hand: it follows, and the calendar shows where it would lie.

import { plan, takes } from "billun/calendar/planning";
import { later, say, wallOf } from "billun/calendar/wall-clock";

const ENOUGH = 5;
const LONG_PRESS = 400;
const MINUTE = 60_000;

let held = null;

export function letDragIn(board) {
  document.addEventListener("pointerdown", (event) => take(event));
  document.addEventListener("pointermove", (event) => held && move(board, event));
  document.addEventListener("pointerup", () => held && letGo(board));
  document.addEventListener("pointercancel", () => held && putBack(board));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && held?.shadow && putBack(board));
  // A finger that carries a card does not scroll the page.
  document.addEventListener("touchmove", (event) => held?.shadow && event.preventDefault(), { passive: false });
  // The links of the cards are dragged by us, not by the browser.
  document.addEventListener("dragstart", (event) => event.target.closest("[data-plan], .job-event") && event.preventDefault());
  document.addEventListener("click", swallow, { capture: true });
}

function take(event) {
  const card = event.target.closest("[data-plan]");
  if (!card || !event.isPrimary || event.button !== 0) return;
  held = { card, said: { ...card.dataset, body: JSON.parse(card.dataset.plan) }, x: event.clientX, y: event.clientY };
  if (event.pointerType !== "mouse") held.timer = setTimeout(lift, LONG_PRESS);
  held.byTouch = event.pointerType !== "mouse";
}

function move(board, { clientX, clientY }) {
  const far = Math.hypot(clientX - held.x, clientY - held.y) >= ENOUGH;
  if (!held.shadow && far && held.byTouch) return putBack(board);
  if (!held.shadow && far) lift(board);
  if (!held.shadow) return;
  held.shadow.style.translate = `${clientX + 12}px ${clientY + 12}px`;
  held.target = targetAt(board, clientX, clientY);
  mark(board);
}

function lift() {
  const shadow = held.card.cloneNode(true);
  shadow.removeAttribute("data-plan");
  shadow.classList.add("plan-shadow");
  shadow.setAttribute("aria-hidden", "true");
  shadow.style.translate = `${held.x + 12}px ${held.y + 12}px`;
  held.card.classList.add("is-held");
  document.documentElement.classList.add("is-planning");
  document.body.append(shadow);
  held.shadow = shadow;
}

function targetAt(board, x, y) {
  const link = document.elementsFromPoint(x, y).find((one) => one.matches(".job-event"))?.querySelector("[data-job]");
  const job = link && board.jobs.get(link.dataset.job);
  if (job && takes(job, held.said)) return { job };
  const found = board.calendar.dateFromPoint(x, y);
  if (!found) return null;
  const wall = found.allDay || board.view.startsWith("list") ? `${wallOf(found.date).slice(0, 10)}T${board.place.dataset.begins}` : wallOf(found.date);
  return { wall, lane: found.resource?.id };
}

// The hour and the length in words on the card, and the job that would take it in a frame.
function mark(board) {
  for (const one of board.place.querySelectorAll(".is-target")) one.classList.remove("is-target");
  const { target, said, shadow } = held;
  const words = shadow.querySelector("[data-when]");
  words.textContent = target?.wall ? say(target.wall, later(target.wall, Number(said.minutes) * MINUTE)) : (target?.job?.reference ?? "");
  if (target?.job) board.place.querySelector(`[data-job="${target.job.reference}"]`)?.closest("article").classList.add("is-target");
}

function letGo(board) {
  const { target, said, shadow } = held;
  putBack(board);
  if (!shadow) return;
  swallowing = true;
  setTimeout(() => { swallowing = false; });
  if (target) plan(board, said, target);
}

function putBack(board) {
  clearTimeout(held.timer);
  held.shadow?.remove();
  held.card.classList.remove("is-held");
  document.documentElement.classList.remove("is-planning");
  for (const one of board.place.querySelectorAll(".is-target")) one.classList.remove("is-target");
  held = null;
}

// The click that ends a drag opens nothing.
let swallowing = false;

function swallow(event) {
  if (!swallowing) return;
  event.preventDefault();
  event.stopPropagation();
}

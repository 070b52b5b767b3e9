// On a shared tablet: says that somebody is there while a hand is, and goes back to the names when none has been for a while.
import { pageToken } from "billun/offline/page";

const SAYS_EVERY = 60_000;
const LEAVES_AFTER = 14 * 60_000;
const bar = document.querySelector("form[data-tablet]");
let touched = Date.now();
let said = touched;

if (bar) {
  for (const sign of ["pointerdown", "keydown", "wheel", "input"]) addEventListener(sign, touch, { passive: true });
  document.addEventListener("visibilitychange", leaveWhenIdle);
  setInterval(leaveWhenIdle, 10_000);
}

function touch() {
  touched = Date.now();
  if (touched - said < SAYS_EVERY) return;
  said = touched;
  fetch("/tablet/presence", { method: "POST", headers: { "X-CSRFToken": pageToken() } }).catch(() => {});
}

// It ends the sign-in before it would run out, so that the next one comes back to the same page.
function leaveWhenIdle() {
  if (Date.now() - touched < LEAVES_AFTER) return;
  const next = Object.assign(document.createElement("input"), { type: "hidden", name: "next", value: location.pathname + location.search });
  bar.append(next);
  bar.submit();
}

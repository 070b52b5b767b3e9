// Everything done in the calendar can be undone for a while: by the button of its notice, or with z, the newest first.

import { tell } from "billun/flash";

const MOST = 20;
const LASTS = 10 * 60_000;
let done = [];
let notice = null;

/** Says what was done; `act` takes it back. */
export function offerUndo(text, act) {
  const step = { act, until: Date.now() + LASTS };
  done = [...lasting(), step].slice(-MOST);
  const button = document.querySelector("[data-undo]").content.firstElementChild.cloneNode(true);
  button.addEventListener("click", () => undo(step));
  notice?.remove();
  notice = tell(text, "success", button);
}

export function undoLast() {
  done = lasting();
  if (done.length) undo(done.at(-1));
}

function lasting() {
  return done.filter(({ until }) => until > Date.now());
}

async function undo(step) {
  done = lasting();
  notice?.remove();
  if (!done.includes(step)) return;
  done = done.filter((one) => one !== step);
  await step.act();
}

// Everything done in the calendar can be undone: by the button of its notice, or with z, the newest first.

import { tell } from "billun/flash";

const MOST = 20;
const done = [];
let notice = null;

/** Says what was done; `act` takes it back. */
export function offerUndo(text, act) {
  done.push(act);
  if (done.length > MOST) done.shift();
  const button = document.querySelector("[data-undo]").content.firstElementChild.cloneNode(true);
  button.addEventListener("click", () => undo(act));
  notice?.remove();
  notice = tell(text, "success", button);
}

export function undoLast() {
  if (done.length) undo(done.at(-1));
}

async function undo(act) {
  const place = done.indexOf(act);
  if (place < 0) return;
  done.splice(place, 1);
  notice?.remove();
  await act();
}

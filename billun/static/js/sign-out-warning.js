import { allDrafts } from "billun/offline/drafts";
import { outbox } from "billun/offline/outbox";
import { worded } from "billun/offline/wording";

/** Asks before somebody leaves who has something unsent or begun; calls `leave` at once where there is nothing. */
export async function warnOfUnsent(leave) {
  const dialog = document.getElementById("sign-out-unsent");
  delete dialog.dataset.sending;
  if (!(await show(dialog))) return leave();
  dialog.onclick = ({ target }) => {
    const choice = target.closest("[data-act]")?.dataset.act;
    if (choice === "leave") leave();
    if (choice === "send") sendFirst(dialog, leave);
  };
  if (!dialog.open) dialog.showModal();
}

// The outbox never gives up by itself: what it meets on its way is told as it comes.
function sendFirst(dialog, leave) {
  const draw = async () => dialog.open && !(await show(dialog)) && leave();
  if (dialog.dataset.sending === undefined) {
    dialog.dataset.sending = "";
    window.addEventListener("billun:unsent", draw);
    dialog.addEventListener("close", () => window.removeEventListener("billun:unsent", draw), { once: true });
  }
  outbox.flush();
  draw();
}

/** Draws what is left; resolves to how much of it there is. */
async function show(dialog) {
  const { reports, photosSent, photosTotal, state } = await outbox.summary();
  const drafts = (await allDrafts()).length;
  const counts = { reports, photos: photosTotal - photosSent, drafts };
  for (const part of dialog.querySelectorAll("[data-count]")) tell(part, counts);
  dialog.querySelector('[data-act="send"]').hidden = !reports;
  const said = dialog.querySelector("[data-said]");
  said.textContent = reports && "sending" in dialog.dataset ? worded(said, SAID[state] ?? "stuck") : "";
  return reports + drafts;
}

const SAID = { offline: "offline", sending: "sending" };

function tell(part, counts) {
  const count = counts[part.dataset.count];
  part.hidden = !count;
  part.textContent = worded(part, "left", { ...counts, count });
}

import { fill } from "billun/offline/cards";
import { forgetAll } from "billun/offline/forgetting";

/** Signing out: warns of what is unsent, and leaves nothing of the person on the device but that. Without scripts it is a form. */
document.addEventListener("submit", (event) => {
  if (!event.target.querySelector("[data-sign-out]")) return;
  event.preventDefault();
  ask(event.target).catch(() => leave(event.target));
});

async function ask(form) {
  const { outbox } = await import("billun/offline/outbox");
  const dialog = document.getElementById("sign-out-unsent");
  const unsent = await show(outbox, dialog);
  if (!unsent) return leave(form);
  dialog.onclick = async ({ target }) => {
    const choice = target.closest("[data-act]")?.dataset.act;
    if (choice === "leave") leave(form);
    if (choice !== "send") return;
    await outbox.flush();
    if (!(await show(outbox, dialog))) leave(form);
  };
  if (!dialog.open) dialog.showModal();
}

async function show(outbox, dialog) {
  const { reports, photosSent, photosTotal } = await outbox.summary();
  const photos = photosTotal - photosSent;
  const [one, many, ofPhotos] = ["one", "many", "photos"].map((name) => dialog.querySelector(`[data-${name}]`));
  Object.assign(one, { hidden: reports !== 1 });
  Object.assign(many, { hidden: reports < 2 });
  Object.assign(ofPhotos, { hidden: !photos });
  fill(many, { reports });
  fill(ofPhotos, { photos });
  return reports;
}

// The sign-in page does it once more, should this have been cut short.
async function leave(form) {
  localStorage.setItem("billun-signed-out", "yes");
  await forgetAll();
  if (navigator.onLine) form.submit();
  else location.assign("/offline");
}

// Signed out without a network: the session is ended as soon as a page of it opens again.
if (localStorage.getItem("billun-signed-out") && document.documentElement.dataset.membership) {
  document.querySelector("form:has([data-sign-out])")?.submit();
}

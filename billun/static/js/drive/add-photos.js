import { canFingerprint } from "billun/drive/fingerprint";
import { sendLaterShots } from "billun/drive/later-shots";
import { openOutbox } from "billun/drive/open-outbox";
import { Photos } from "billun/drive/photos";
import { Sending } from "billun/drive/sending";
import { warnWhileUnsent } from "billun/drive/unsent";

/** Photos for a report that was sent before ([data-add-photos]): each goes as soon as it is taken. */
for (const form of document.querySelectorAll("form[data-add-photos]")) {
  if (canFingerprint()) start(form);
}

function start(form) {
  const photos = new Photos(form);
  const outbox = openOutbox(form);
  const report = { id: form.dataset.addPhotos, reference: form.dataset.reference, accepted: true, photos: [] };
  const block = form.querySelector("[data-sending]");
  new Sending(block, outbox, { onMend: (photo) => photos.again(photo) });
  form.querySelector("[data-plain-send]").hidden = true;
  form.querySelector("[data-open-camera]").hidden = false;
  outbox.addEventListener("change", () => (block.hidden = report.photos.length === 0));
  sendLaterShots(photos.shots, report, outbox);
  document.addEventListener("click", (event) => takeAgain(event, photos));
  warnWhileUnsent(() => report.photos.some(({ state }) => state !== "sent"));
}

// The link asks for the page with a place for that shot; where the camera can be had it opens at once.
function takeAgain(event, photos) {
  const link = event.target.closest("[data-take-again]");
  if (!link || !photos.camera) return;
  event.preventDefault();
  photos.again({ guide: link.dataset.takeAgain || null });
}

import { canFingerprint } from "billun/drive/fingerprint";
import { sendLaterShots } from "billun/drive/later-shots";
import { Photos } from "billun/drive/photos";
import { Sending } from "billun/drive/sending";
import { outbox } from "billun/offline/outbox";

/** Photos for a report that was sent before ([data-add-photos]): each goes as soon as it is taken. */
for (const form of document.querySelectorAll("form[data-add-photos]")) addPhotosTo(form);

/** Attaches to a form whose data say which report it is. */
export function addPhotosTo(form) {
  if (!canFingerprint()) return;
  const photos = new Photos(form);
  const sending = new Sending(form.querySelector("[data-sending]"), outbox, { onMend: (photo) => photos.again(photo) });
  form.querySelector("[data-plain-send]").hidden = true;
  form.querySelector("[data-open-camera]").hidden = false;
  sendLaterShots(photos.shots, anomalyOf(form), outbox, {
    onKept: (entry) => sending.follow(entry),
    onFull: () => sending.tellFull(),
  });
  document.addEventListener("click", (event) => takeAgain(event, photos));
  goOn(form.dataset.addPhotos, sending);
}

function anomalyOf({ dataset: { addPhotos: id, reference, label = "", urgent } }) {
  return { id, reference, label: label || reference, urgent: urgent !== undefined };
}

// Photos of this report that were taken before and wait still.
async function goOn(anomaly, sending) {
  const present = (await outbox.entries()).find((entry) => entry.kind === "photos" && entry.anomaly === anomaly);
  if (present) sending.follow(present);
}

// The link asks for the page with a place for that shot; where the camera can be had it opens at once.
function takeAgain(event, photos) {
  const link = event.target.closest("[data-take-again]");
  if (!link || !photos.camera) return;
  event.preventDefault();
  photos.again({ guide: link.dataset.takeAgain || null });
}

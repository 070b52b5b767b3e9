import { uuidv7 } from "uuidv7";
import { fingerprint } from "billun/drive/fingerprint";
import { reduce } from "billun/drive/reduce";
import { StorageFull } from "billun/offline/database";
import { outbox } from "billun/offline/outbox";

/** Opens the phone's own camera for a photo that was refused, and puts what it takes in its place. */
export function takeAgain(page, entryId, photo) {
  const input = page.querySelector("[data-again]");
  input.onchange = () => replace(page, entryId, photo, input);
  input.click();
}

async function replace(page, entryId, { id, guide }, input) {
  const [file] = input.files;
  input.value = "";
  page.querySelectorAll("[data-storage-full], [data-unreadable]").forEach((words) => (words.hidden = true));
  if (file) await shotOf(file, guide).then((shot) => outbox.replacePhoto(entryId, id, shot)).catch((problem) => tell(page, problem));
}

async function shotOf(file, guide) {
  const takenAt = new Date();
  const blob = await reduce(file);
  return { id: uuidv7(), guide, blob, sha256: await fingerprint(blob), takenAt };
}

// The photo that was refused stays until there is another one.
function tell(page, problem) {
  page.querySelector(problem instanceof StorageFull ? "[data-storage-full]" : "[data-unreadable]").hidden = false;
}

import { Pictures } from "billun/drive/pictures";
import { drawDrafts } from "billun/drive/unsent-drafts";
import { UnsentEntry, fillForeign } from "billun/drive/unsent-entry";
import { keepChoices } from "billun/drive/unsent-choices";
import { isOwn } from "billun/offline/entries";
import { outbox } from "billun/offline/outbox";

/** The page of what waits on this phone ([data-unsent]): draws each entry and follows it until it has gone. */
for (const page of document.querySelectorAll("[data-unsent]")) start(page);

function start(page) {
  const pictures = new Pictures();
  const shown = new Map();
  let drawing = Promise.resolve();
  const draw = () => (drawing = drawing.then(() => drawAll(page, shown, pictures)));
  outbox.addEventListener("change", draw);
  window.addEventListener("billun:unsent", ({ detail }) => (page.querySelector("[data-unkept]").hidden = detail.kept));
  window.addEventListener("pagehide", () => pictures.release());
  page.querySelector("[data-try-now]").addEventListener("click", () => outbox.flush());
  keepChoices(page);
  drawDrafts(page);
  draw();
}

async function drawAll(page, shown, pictures) {
  const entries = await outbox.entries();
  const own = entries.filter(isOwn);
  const others = entries.filter((entry) => !isOwn(entry));
  page.querySelector("[data-own]").hidden = !own.length;
  page.querySelector("[data-foreign]").hidden = !others.length;
  page.querySelector("[data-nothing]").hidden = entries.length > 0;
  await drawOwn(page, own, shown, pictures);
  page.querySelector("[data-foreign-entries]").replaceChildren(...(await Promise.all(others.map((entry) => fillForeign(page, entry)))));
}

async function drawOwn(page, entries, shown, pictures) {
  const list = page.querySelector("[data-entries]");
  for (const [id, row] of shown) {
    if (!entries.some((entry) => entry.id === id)) shown.delete(id), row.element.remove();
  }
  pictures.release((id) => entries.some(({ photos }) => photos.some((photo) => photo.id === id)));
  for (const [place, entry] of entries.entries()) {
    if (!shown.has(entry.id)) shown.set(entry.id, new UnsentEntry(page, entry.id, pictures));
    const { element } = shown.get(entry.id);
    if (list.children[place] !== element) list.insertBefore(element, list.children[place] ?? null);
    await shown.get(entry.id).draw(entry);
  }
}

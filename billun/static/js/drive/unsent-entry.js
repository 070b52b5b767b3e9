import { fillEmergency } from "billun/drive/emergency";
import { wordsOf } from "billun/drive/entry-words";
import { isAboutGone, mendAddress } from "billun/drive/mend";
import { takeAgain } from "billun/drive/take-again";
import { drawPhoto } from "billun/drive/photo-row";
import { waitingAddress } from "billun/drive/resuming";
import { isSure } from "billun/drive/sure";
import { outbox } from "billun/offline/outbox";
import { clock, worded } from "billun/offline/wording";

/** One entry of the page of what waits: what it is, what keeps it, its photos, and what can be done about them. */
export class UnsentEntry {
  constructor(page, id, pictures) {
    Object.assign(this, { page, id, pictures, element: copied(page, "entry") });
    fillEmergency(this.element);
    this.photos = this.element.querySelector("[data-photos]");
    this.element.querySelector("[data-discard]").addEventListener("click", () => this.#discard());
  }

  async draw(entry) {
    const part = (name) => this.element.querySelector(`[data-${name}]`);
    await fillHead(this.element, entry);
    const state = stateOf(entry);
    this.element.dataset.state = state;
    this.element.querySelectorAll("[data-entry-when]").forEach((one) => one.toggleAttribute("hidden", one.dataset.entryWhen !== state));
    part("urgent").hidden = !entry.urgent || state === "refused";
    part("add-photos-here").href = waitingAddress(entry);
    part("reference").textContent = entry.reference ?? "";
    part("mend-record").href = mendAddress(entry);
    this.#drawWaysOn(entry, part("mend-record"), part("look-anew"));
    part("trouble").textContent = reasonOf(entry, part("trouble"));
    while (this.photos.children.length > entry.photos.length) this.photos.lastElementChild.remove();
    for (const [place, photo] of entry.photos.entries()) await this.#drawPhoto(photo, place);
  }

  // A report stays what it is, whatever it turns out to be about; a word on damage or an item that has gone says nothing.
  #drawWaysOn(entry, mend, anew) {
    const isPast = entry.kind !== "report" && isAboutGone(entry);
    mend.hidden = isPast;
    anew.hidden = !isPast;
    anew.href = `/drive?q=${encodeURIComponent(entry.equipment?.title ?? "")}`;
  }

  async #drawPhoto(photo, place) {
    const row = this.photos.children[place] ?? this.photos.appendChild(copied(this.page, "photo"));
    await drawPhoto(row, photo, this.pictures);
    row.querySelector("[data-mend]").onclick = () => takeAgain(this.page, this.id, photo);
    row.querySelector("[data-leave-out]").onclick = () => this.#leaveOut(photo);
  }

  async #leaveOut(photo) {
    if (await isSure(this.page, "leave-out")) await outbox.dropPhoto(this.id, photo.id);
  }

  async #discard() {
    if (await isSure(this.page, "discard")) await outbox.discard(this.id);
  }
}

/** An entry of somebody else: what it is and who can send it, no more. */
export async function fillForeign(page, entry) {
  const element = copied(page, "foreign");
  const owner = element.querySelector("[data-owner]");
  await fillHead(element, entry);
  owner.textContent = worded(owner, "owner", { owner: entry.owner });
  return element;
}

/** A fresh copy of one of the page's templates. */
export function copied(page, name) {
  return page.querySelector(`[data-${name}-template]`).content.firstElementChild.cloneNode(true);
}

async function fillHead(element, entry) {
  const [title, what, when] = ["title", "what", "when-made"].map((name) => element.querySelector(`[data-${name}]`));
  title.textContent = entry.equipment?.title || worded(title, "unknown");
  when.textContent = clock(new Date(entry.createdAt));
  what.textContent = await wordsOf(entry, what);
}

const stateOf = ({ trouble, accepted }) => trouble?.kind ?? (accepted ? "photos" : "waiting");

function reasonOf(entry, place) {
  const { kind, trouble } = entry;
  if (isAboutGone(entry) && (trouble.status === 404 || kind !== "report")) return worded(place, `gone-${kind.replace("_", "-")}`);
  return Object.values(trouble?.errors ?? {}).flat().join(" ") || (trouble?.detail ?? "");
}

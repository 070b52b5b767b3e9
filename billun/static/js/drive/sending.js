import { mendAddress } from "billun/drive/mend";
import { Pictures } from "billun/drive/pictures";
import { drawPhoto } from "billun/drive/photo-row";

/**
 * The sending screen ([data-sending]): that the report is saved on the phone, one bar a photo, what keeps it from going
 * on, and "All sent" at the end. Follows one entry of the outbox. `onMend(photo)` takes a refused photo again;
 * `onRefused(entry)` hears of a refused record.
 */
export class Sending {
  #before = [];
  #pictures = new Pictures();
  #drawing = Promise.resolve();

  constructor(block, outbox, { onMend, onRefused = () => {} }) {
    Object.assign(this, { block, outbox, onMend, onRefused });
    outbox.addEventListener("change", ({ detail }) => detail.id === this.id && this.#look(detail));
    block.querySelector("[data-try-now]").addEventListener("click", () => outbox.flush());
  }

  /** Shows the entry, as `outbox.add` and `outbox.addPhotos` resolve to it, from here on; what was sent before stays. */
  follow(entry) {
    this.id = entry.id;
    this.block.hidden = false;
    return this.#look({}, entry);
  }

  /** Says that the phone had no room for what was to be kept. */
  tellFull() {
    this.block.hidden = false;
    this.block.querySelector("[data-storage-full]").hidden = false;
  }

  // One after the other, so that an older state is never drawn over a newer one.
  #look(news, known = null) {
    const read = () => this.#read(news, known);
    this.#drawing = this.#drawing.then(read, read);
    return this.#drawing;
  }

  async #read({ id = this.id, reference }, known) {
    if (id !== this.id) return;
    if (known && this.entry && this.entry.id !== id) this.#before.push(...gone(this.entry).photos);
    const last = known ?? this.entry;
    const wasRefused = this.entry?.id === id && isRefused(this.entry);
    this.entry = (await this.outbox.entry(id)) ?? gone(last, reference);
    await this.#draw({ ...this.entry, photos: [...this.#before, ...this.entry.photos] });
    if (isRefused(this.entry) && !wasRefused && this.entry.kind !== "photos") this.onRefused(this.entry);
  }

  async #draw(entry) {
    const sent = entry.photos.filter(({ state }) => state === "sent").length;
    this.block.dataset.state = stateOf(entry);
    for (const part of this.block.querySelectorAll("[data-when]")) {
      part.toggleAttribute("hidden", !part.dataset.when.split(" ").includes(this.block.dataset.state));
    }
    this.#drawRecord(entry);
    this.#drawCount(sent, entry.photos.length);
    this.#rows.slice(entry.photos.length).forEach((row) => row.remove());
    for (const [place, photo] of entry.photos.entries()) await this.#drawPhoto(photo, place);
  }

  #drawRecord(entry) {
    const { accepted, reference = null, trouble } = entry;
    this.reference = reference ?? this.reference;
    this.block.toggleAttribute("data-accepted", Boolean(accepted));
    this.block.querySelector("[data-accepted-only]").hidden = !accepted;
    for (const place of this.block.querySelectorAll("[data-reference]")) place.textContent = this.reference ?? "";
    for (const link of this.block.querySelectorAll("[data-report-link]")) link.href = link.dataset.reportLink + (this.reference ?? "");
    for (const link of this.block.querySelectorAll("[data-mend-record]")) {
      link.href = mendAddress(entry);
      link.hidden = entry.kind === "photos";
    }
    const detail = this.block.querySelector("[data-trouble-detail]");
    detail.textContent = entry.kind === "photos" && trouble ? detail.dataset.textGone : (trouble?.detail ?? "");
  }

  #drawCount(sent, total) {
    const count = this.block.querySelector("[data-sent-count]");
    const words = total ? count.dataset.text.replace("{sent}", sent).replace("{total}", total) : "";
    // Said aloud only when the number moves, not at each per cent of a bar.
    if (count.textContent !== words) count.textContent = words;
  }

  async #drawPhoto(photo, place) {
    const row = this.#row(place);
    await drawPhoto(row, photo, this.#pictures);
    row.querySelector("[data-mend]").onclick = () => this.onMend(photo);
    row.querySelector("[data-leave-out]").onclick = () => this.outbox.dropPhoto(this.id, photo.id);
  }

  get #rows() {
    return [...this.block.querySelectorAll("[data-photo-rows] > li")];
  }

  #row(place) {
    const list = this.block.querySelector("[data-photo-rows]");
    if (!this.#rows[place]) list.append(list.querySelector("template").content.cloneNode(true));
    return this.#rows[place];
  }
}

const isDone = ({ accepted, photos }) => accepted && photos.every(({ state }) => state === "sent");

const isRefused = ({ trouble }) => trouble?.kind === "refused";

const stateOf = (entry) => (isDone(entry) ? "done" : (entry.trouble?.kind ?? (entry.accepted ? "photos" : "record")));

// An entry leaves the outbox when all of it was acknowledged.
function gone(last, reference) {
  const photos = last?.photos.filter(({ state }) => state !== "refused") ?? [];
  return { ...last, accepted: true, trouble: null, reference: reference ?? last?.reference, photos: photos.map((photo) => ({ ...photo, state: "sent" })) };
}

/**
 * The sending screen ([data-sending]): the record and its reference first, one bar a photo, what keeps it from
 * going on, and "All sent" at the end. Draws the state of one report each time the outbox tells of a change.
 */
export class Sending {
  constructor(block, outbox, { onMend }) {
    Object.assign(this, { block, onMend });
    outbox.addEventListener("change", ({ detail }) => this.draw(detail));
    block.querySelector("[data-try-now]").addEventListener("click", () => outbox.patience.wake());
  }

  draw(report) {
    const sent = report.photos.filter(({ state }) => state === "sent").length;
    const done = report.accepted && sent === report.photos.length;
    this.block.dataset.state = done ? "done" : (report.trouble?.kind ?? (report.accepted ? "photos" : "record"));
    for (const part of this.block.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(this.block.dataset.state);
    }
    this.#drawRecord(report);
    this.#drawCount(sent, report.photos.length);
    this.#rows.slice(report.photos.length).forEach((row) => row.remove());
    report.photos.forEach((photo, place) => this.#drawPhoto(photo, place));
  }

  #drawRecord({ accepted, reference, trouble }) {
    this.block.toggleAttribute("data-accepted", Boolean(accepted));
    this.block.querySelector("[data-accepted-only]").hidden = !accepted;
    for (const place of this.block.querySelectorAll("[data-reference]")) place.textContent = reference ?? "";
    for (const link of this.block.querySelectorAll("[data-report-link]")) link.href = link.dataset.reportLink + (reference ?? "");
    this.block.querySelector("[data-trouble-detail]").textContent = trouble?.detail ?? "";
  }

  #drawCount(sent, total) {
    const count = this.block.querySelector("[data-sent-count]");
    const words = total ? count.dataset.text.replace("{sent}", sent).replace("{total}", total) : "";
    // Said aloud only when the number moves, not at each per cent of a bar.
    if (count.textContent !== words) count.textContent = words;
  }

  #drawPhoto(photo, place) {
    const row = this.#row(place);
    row.dataset.state = photo.state;
    row.querySelector("img").src = photo.url;
    row.querySelector("progress").value = photo.share ?? 0;
    row.querySelector("[data-photo-reason]").textContent = photo.reason ?? "";
    row.querySelectorAll("[data-when-photo]").forEach((part) => (part.hidden = part.dataset.whenPhoto !== photo.state));
    row.querySelector("[data-mend]").onclick = () => this.onMend(photo);
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

import { DraftKeeping } from "billun/drive/draft-keeping";
import { Handover } from "billun/drive/handover";
import { Photos } from "billun/drive/photos";
import { aboutOf, recordOf } from "billun/drive/record";
import { resume, waitingHere } from "billun/drive/resuming";
import { reviewAnswers } from "billun/drive/review";

/** One report from the first question until it is handed over, begun anew or gone on with. */
export class Capture {
  constructor(form, steps, position) {
    Object.assign(this, { form, steps, position, photos: new Photos(form), draft: new DraftKeeping(form, "report") });
    reviewAnswers(form, this.photos.shots, position);
    this.#listen();
    this.#followCategory();
  }

  async begin() {
    const { form, steps, draft, photos } = this;
    const waiting = await waitingHere(draft, photos.shots);
    const refused = waiting ? null : await resume(form, steps, draft, photos.shots);
    this.isUrgent = Boolean(waiting?.urgent || refused?.record.photos_later);
    this.handover = new Handover(form, steps, { draft, photos, refused, onSent: (reference) => this.#sent(reference) });
    form.querySelector("[data-after-stop]").hidden = !waiting?.urgent;
    if (waiting) await this.handover.goOn(waiting);
    draft.watch(steps, photos.shots);
    form.toggleAttribute("data-ready", true);
  }

  #listen() {
    this.form.addEventListener("change", ({ target }) => target.name === "category" && this.#followCategory());
    this.form.addEventListener("step:leaving", (event) => this.#keepFour(event));
    this.form.addEventListener("submit", (event) => this.#submitted(event));
    this.form.querySelector("[data-send-now]").addEventListener("click", () => this.#send({ now: true }));
  }

  #followCategory() {
    const chosen = this.form.querySelector('[name="category"]:checked');
    if (chosen?.dataset.guides) this.photos.follow(chosen.dataset.guides.split(" "));
  }

  #keepFour(event) {
    const { name } = event.detail;
    if (name === "photos" && !this.photos.shots.enough && !this.isUrgent) event.preventDefault();
  }

  #submitted(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    this.#send({ now: this.isUrgent });
  }

  async #send({ now }) {
    const { form, photos, position, draft } = this;
    this.isUrgent = now;
    form.querySelector("[data-after-stop]").hidden = !now;
    await this.handover.send(() => {
      const record = recordOf(form, { shots: photos.shots.all, position: position.fix, startedAt: draft.startedAt, now });
      const urgent = record.criticality === "red";
      return { kind: "report", ...aboutOf(form, record), urgent, url: form.dataset.anomaliesUrl + draft.id, method: "PUT", record };
    });
  }

  // Who has seen a red report is what counts now, unless the photos are just being taken.
  #sent(reference) {
    if (this.isUrgent && reference && !this.photos.isOpen) location.replace(this.form.dataset.reportsUrl + reference);
  }
}

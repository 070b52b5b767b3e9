import { uuidv7 } from "uuidv7";
import { sendLaterShots } from "billun/drive/later-shots";
import { showErrors } from "billun/drive/mend";
import { openOutbox } from "billun/drive/open-outbox";
import { Photos } from "billun/drive/photos";
import { recordOf } from "billun/drive/record";
import { reviewAnswers } from "billun/drive/review";
import { Sending } from "billun/drive/sending";
import { warnWhileUnsent } from "billun/drive/unsent";

/** One report from the first question until everything of it has arrived. */
export class Capture {
  #report = { id: uuidv7(), photos: [] };
  #startedAt = new Date();
  #done = false;

  constructor(form, steps, position) {
    Object.assign(this, { form, steps, position, photos: new Photos(form), outbox: openOutbox(form) });
    new Sending(form.querySelector("[data-sending]"), this.outbox, { onMend: (photo) => this.photos.again(photo) });
    this.outbox.addEventListener("change", () => this.#watch());
    sendLaterShots(this.photos.shots, this.#report, this.outbox);
    reviewAnswers(form, this.photos.shots, position);
    this.#listen();
    this.#followCategory();
    warnWhileUnsent(() => this.photos.shots.all.length > 0 && !this.#done);
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
    if (name === "photos" && !this.photos.shots.enough) event.preventDefault();
  }

  #submitted(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    this.#send({ now: false });
  }

  #send({ now }) {
    const shots = this.photos.shots.all;
    const record = recordOf(this.form, { shots, position: this.position.fix, startedAt: this.#startedAt, now });
    const photos = shots.map((shot) => ({ ...shot, state: "waiting" }));
    Object.assign(this.#report, { record, photos, trouble: null });
    this.steps.show("sending", { final: true });
    this.outbox.add(this.#report).then(() => this.#conclude());
  }

  #conclude() {
    const { accepted, photos, reference, trouble } = this.#report;
    if (!accepted) showErrors(this.form, this.steps, trouble);
    // A red report without photos has nothing left to send: who has seen it is what counts now.
    else if (photos.length === 0) location.replace(this.form.dataset.reportsUrl + reference);
  }

  #watch() {
    const { accepted, photos } = this.#report;
    this.#done = accepted && photos.every(({ state }) => state === "sent");
  }
}

import { uuidv7 } from "uuidv7";
import { answersOf } from "billun/drive/answers";
import { warnWhileUnsent } from "billun/drive/unsent";
import { StorageFull, keepsNothing } from "billun/offline/database";
import { discardDraft, draftAt, dropPhoto, keepDraft, keepPhoto, photosOf } from "billun/offline/drafts";

/**
 * Keeps what is answered on the phone after every touch and step, and every photo as soon as it is taken, so that a
 * call, a crash or a dead battery loses nothing. Nothing is kept of a page that was only looked at. On a full phone
 * [data-draft-full] says so, and each change tries again.
 */
export class DraftKeeping {
  #last = Promise.resolve();
  #photos = new Map();
  #begun = false;
  #over = false;
  #isAtRisk = false;

  constructor(form, kind) {
    Object.assign(this, { form, kind, id: uuidv7(), startedAt: new Date() });
    warnWhileUnsent(() => this.#begun && !this.#over && this.#isAtRisk);
  }

  /** Goes on with what was begun on this page: `{answers, step, startedAt, photos}`, or undefined when nothing was. */
  async resume() {
    const kept = await draftAt(location.pathname);
    if (!kept) return undefined;
    const photos = await photosOf(kept.id);
    this.goOnAs(kept.id, new Date(kept.startedAt), photos);
    return { ...kept, photos };
  }

  /** The report has this id and these photos of the phone from now on. */
  goOnAs(id, startedAt, photos) {
    Object.assign(this, { id, startedAt });
    this.#begun = true;
    this.#photos = new Map(photos.map((photo) => [photo.id, photo.guide]));
  }

  /** Keeps every change from now on. */
  watch(steps, shots) {
    Object.assign(this, { steps, shots });
    const touched = () => this.#touched();
    this.form.addEventListener("change", touched);
    this.form.addEventListener("input", () => this.#soon());
    for (const occasion of ["step:shown", "position:changed"]) this.form.addEventListener(occasion, () => this.#begun && this.#save());
    document.addEventListener("visibilitychange", () => this.#begun && this.#save());
    shots?.addEventListener("change", touched);
  }

  /** Resolves when all that was answered lies on the phone, as far as it has room. */
  settled() {
    return this.#last;
  }

  /** What the draft was about is in the outbox now. */
  finish() {
    this.#over = true;
  }

  async discard() {
    this.#over = true;
    await this.#last;
    await discardDraft(this.id);
  }

  #touched() {
    this.#begun = true;
    this.#save();
  }

  // Not with each letter.
  #soon() {
    this.#begun = true;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#save(), 400);
  }

  #save() {
    const work = () => (this.#over ? undefined : this.#keep());
    this.#last = this.#last.then(work).then(() => this.#tell(false), (problem) => this.#failed(problem));
  }

  async #keep() {
    await keepDraft(this.#row());
    await this.#keepPhotos();
    this.#isAtRisk = await keepsNothing();
  }

  async #keepPhotos() {
    const taken = this.shots?.all ?? [];
    for (const shot of taken.filter(({ id, guide }) => this.#photos.get(id) !== guide)) {
      await keepPhoto(this.id, shot);
      this.#photos.set(shot.id, shot.guide);
    }
    for (const id of [...this.#photos.keys()].filter((known) => !taken.some((shot) => shot.id === known))) {
      await dropPhoto(id);
      this.#photos.delete(id);
    }
    // The row says how many photos there are.
    if (taken.length) await keepDraft(this.#row());
  }

  #row() {
    const { id, kind, startedAt } = this;
    const { equipment: item, billunId, title } = this.form.dataset;
    const answers = answersOf(this.form);
    const known = item ? { id: item, billun_id: billunId, title } : null;
    const equipment = known ?? (answers.plate ? { title: answers.plate } : null);
    const step = this.steps.current.dataset.step;
    return { id, kind, path: location.pathname, equipment, answers, step, startedAt: startedAt.toISOString() };
  }

  #failed(problem) {
    if (!(problem instanceof StorageFull)) throw problem;
    this.#isAtRisk = true;
    this.#tell(true);
  }

  #tell(full) {
    for (const place of this.form.querySelectorAll("[data-draft-full]")) place.hidden = !full;
  }
}

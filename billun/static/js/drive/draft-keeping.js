import { uuidv7 } from "uuidv7";
import { answersOf } from "billun/drive/answers";
import { warnWhileUnsent } from "billun/drive/unsent";
import { StorageFull, keepsNothing } from "billun/offline/database";
import { discardDraft, draftAt, dropPhoto, keepDraft, keepPhoto, photosOf, placeOf } from "billun/offline/drafts";
import { keepMending } from "billun/offline/mending";

/**
 * Keeps what is answered on the phone after every touch and step, and every photo as soon as it is taken, so that a
 * call, a crash or a dead battery loses nothing. Nothing is kept of a page that was only looked at. On a full phone
 * [data-draft-full] says so, and each change tries again. Where another tab has sent or thrown away the same draft, what
 * is changed here begins anew, under ids of its own.
 */
export class DraftKeeping {
  #last = Promise.resolve();
  #photos = new Map();
  #begun = false;
  #changed = false;
  #isKept = false;
  #isMending = false;
  #over = false;
  #isAtRisk = false;

  constructor(form, kind) {
    Object.assign(this, { form, kind, id: uuidv7(), startedAt: new Date() });
    warnWhileUnsent(() => this.#begun && !this.#over && this.#isAtRisk);
  }

  /** Goes on with what was begun on this page: `{answers, step, startedAt, photos}`, or undefined when nothing was. */
  async resume() {
    const kept = await draftAt(pathOfPage());
    if (!kept) return undefined;
    const photos = await photosOf(kept.id);
    this.goOnAs(kept.id, new Date(kept.startedAt), photos);
    return { ...kept, photos };
  }

  /** The report has this id and these photos of the phone from now on. */
  goOnAs(id, startedAt, photos) {
    Object.assign(this, { id, startedAt });
    this.#begun = this.#isKept = true;
    this.#photos = new Map(photos.map((photo) => [photo.id, photo.guide]));
  }

  /** From now on this mends what the server refused of the outbox: changes are kept with the entry of this id. */
  mend() {
    this.#isMending = true;
    this.#over = false;
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

  /** Hands over what was answered by `work()`; from then on nothing is kept here, unless that fails. `anew`: under a new id. */
  async handOver(work, { anew = false } = {}) {
    await this.#last;
    this.finish();
    try {
      if (anew || (!this.#isMending && (await this.#isTaken()))) this.#renew();
      return await work();
    } catch (problem) {
      this.#over = false;
      throw problem;
    }
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
    this.#begun = this.#changed = true;
    this.#save();
  }

  // Not with each letter.
  #soon() {
    this.#begun = this.#changed = true;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#save(), 400);
  }

  #save() {
    const work = () => (this.#over ? undefined : this.#keep());
    this.#last = this.#last.then(work).then(() => this.#tell(false), (problem) => this.#failed(problem));
  }

  async #keep() {
    if (this.#isMending) await this.#keepMending();
    else if (await this.#isOurs()) await this.#keepDraft();
    this.#changed = false;
    this.#isAtRisk = await keepsNothing();
  }

  async #keepDraft() {
    await keepDraft(this.#row());
    this.#isKept = true;
    await this.#keepPhotos();
  }

  // The entry announces its photos until it is mended: none of them is deleted before.
  async #keepMending() {
    if ((await placeOf(this.id)) !== "outbox") return;
    const taken = this.shots?.all ?? [];
    await this.#keepNewOnes(taken);
    const photos = taken.map(({ id }) => id);
    await keepMending(this.id, { path: location.pathname, answers: answersOf(this.form), photos });
  }

  // What is only looked at again does not come back.
  async #isOurs() {
    const place = this.#isKept ? await placeOf(this.id) : "drafts";
    if (place === null && this.#changed) return this.#renew(), true;
    return place === "drafts";
  }

  async #isTaken() {
    return (await placeOf(this.id)) !== (this.#isKept ? "drafts" : null);
  }

  #renew() {
    this.id = uuidv7();
    this.#isKept = this.#isMending = false;
    this.#photos = new Map();
    this.shots?.renew();
  }

  async #keepPhotos() {
    const taken = this.shots?.all ?? [];
    await this.#keepNewOnes(taken);
    for (const id of [...this.#photos.keys()].filter((known) => !taken.some((shot) => shot.id === known))) {
      await dropPhoto(id);
      this.#photos.delete(id);
    }
    // The row says how many photos there are.
    if (taken.length) await keepDraft(this.#row());
  }

  async #keepNewOnes(taken) {
    for (const shot of taken.filter(({ id, guide }) => this.#photos.get(id) !== guide)) {
      await keepPhoto(this.id, shot);
      this.#photos.set(shot.id, shot.guide);
    }
  }

  #row() {
    const { id, kind, startedAt } = this;
    const { equipment: item, billunId, title } = this.form.dataset;
    const answers = answersOf(this.form);
    const known = item ? { id: item, billun_id: billunId, title } : null;
    const described = answers.plate ?? answers.item_description;
    const equipment = known ?? (described ? { title: described } : null);
    const step = this.steps.current.dataset.step;
    return { id, kind, path: pathOfPage(), equipment, answers, step, startedAt: startedAt.toISOString() };
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

const WHAT_WAS_LOOKED_FOR = ["q", "item_description"];

// Something else that was looked for in vain is another item.
function pathOfPage() {
  const asked = [...new URLSearchParams(location.search)].filter(([name, value]) => value && WHAT_WAS_LOOKED_FOR.includes(name));
  return asked.length ? `${location.pathname}?${new URLSearchParams(asked)}` : location.pathname;
}

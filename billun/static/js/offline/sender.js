import { waitsForWifi } from "billun/offline/choices";
import { allEntries, bytesOf, change, isOwn } from "billun/offline/entries";
import { Patience } from "billun/offline/patience";
import { isDone, isStuck, settle, trouble } from "billun/offline/settling";

/**
 * Sends what waits, round by round, until nothing is left that time can help: the record first, then photo after
 * photo, each until the server has acknowledged it. A round holds the lock "billun-outbox", so that of several tabs
 * one sends at a time; where a browser has no locks two may, which the ids make harmless. `told(id, news)` hears of
 * every change.
 */
export class Sender {
  #asked = false;
  #running = null;
  #patience = new Patience();

  constructor(post, told) {
    Object.assign(this, { post, told });
  }

  /** Starts unless it runs already. Resolves when nothing is left to be tried again, whoever started it. */
  run() {
    this.#running ??= this.#rounds().finally(() => (this.#running = null));
    return this.#running;
  }

  async #rounds() {
    this.#asked = true;
    while (this.#asked) {
      this.#asked = false;
      const isMore = await alone(() => this.#round()).catch(() => true);
      if (isMore && !this.#asked) await this.#pause();
    }
  }

  /** The same, at once: a pause between two rounds ends, and a round that is at its end is followed by another. */
  runNow() {
    this.#asked = true;
    this.#patience.wake();
    return this.run();
  }

  async #pause() {
    await this.#patience.wait(this.after);
    this.#asked = true;
  }

  // Every parcel is tried once a round, so that one the server chokes on does not hold the others.
  async #round() {
    const tried = new Set();
    this.after = null;
    let parcel;
    while ((parcel = await this.#next(tried))) {
      tried.add(keyOf(parcel));
      const result = await this.#carry(parcel);
      if (await this.#keep(parcel, result)) tried.delete(keyOf(parcel));
      if (await this.#isCutOff(result)) break;
    }
    return isAnythingLeft();
  }

  // Read anew each time: what became urgent meanwhile goes first.
  async #next(tried) {
    for (const entry of (await allEntries()).filter(isOwn)) {
      const parcel = parcelOf(entry, tried);
      if (!parcel) continue;
      if (!parcel.photo || !(await waitsForWifi(entry))) return parcel;
      await this.#holdForWifi(entry);
    }
    return null;
  }

  async #holdForWifi({ id, trouble: present }) {
    if (present?.kind === "waiting-for-wifi") return;
    await change(id, (entry) => (entry.trouble = trouble("waiting-for-wifi")));
    this.told(id);
  }

  async #carry({ entry, photo }) {
    if (!photo) return this.post.record(entry);
    const blob = await bytesOf(photo.id);
    if (!blob) return { kind: "refused" };
    const onProgress = (share) => this.told(entry.id, { photo: photo.id, share });
    onProgress(0);
    return this.post.photo(entry, photo, blob, onProgress);
  }

  async #keep({ entry, photo }, result) {
    let isAgain = false;
    const left = await change(entry.id, (kept) => (isAgain = settle(kept, photo?.id ?? null, result)));
    this.told(entry.id, left && isDone(left) ? { gone: true, reference: left.reference } : {});
    return isAgain;
  }

  // A lost answer may concern one parcel alone; one small question more tells whether Billun is there at all.
  async #isCutOff({ kind, status, after }) {
    if (kind === "signed-out") return true;
    if (kind !== "unreachable") return this.#patience.calm(), false;
    this.after = Math.max(this.after ?? 0, after ?? 0) || null;
    return status === 429 || !(await this.post.isBillunThere());
  }
}

const keyOf = ({ entry, photo }) => (photo ?? entry).id;

function parcelOf(entry, tried) {
  if (!entry.accepted) return isStuck(entry) || tried.has(entry.id) ? null : { entry, photo: null };
  const photo = entry.photos.find(({ id, state }) => state === "waiting" && !tried.has(id));
  return photo ? { entry, photo } : null;
}

async function isAnythingLeft() {
  for (const entry of (await allEntries()).filter(isOwn)) {
    if (!isStuck(entry) && !(entry.accepted && (await waitsForWifi(entry)))) return true;
  }
  return false;
}

const alone = (work) => (navigator.locks ? navigator.locks.request("billun-outbox", work) : work());

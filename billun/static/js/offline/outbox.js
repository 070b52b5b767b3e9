import { uuidv7 } from "uuidv7";
import { keepsNothing } from "billun/offline/database";
import { allEntries, appendPhotos, change, entryWith, isOwn, putEntry, removeEntry } from "billun/offline/entries";
import { mend, replacePhoto, takeOut } from "billun/offline/mending";
import { ownMembership, pageToken } from "billun/offline/page";
import { Post } from "billun/offline/post";
import { Sender } from "billun/offline/sender";
import { Session } from "billun/offline/session";
import { isStuck } from "billun/offline/settling";
import { summaryOf } from "billun/offline/summary";

/**
 * What was reported and is not all acknowledged yet. Fires "change" (detail `{id, photo?, share?, gone?, reference?}`)
 * whatever tab changed it, and `billun:unsent` on the window with the summary. Whatever keeps something rejects with
 * StorageFull when the phone has no room: then nothing was kept.
 */
class Outbox extends EventTarget {
  #channel = new BroadcastChannel("billun-outbox");
  #flying = null;

  constructor() {
    super();
    this.sender = new Sender(new Post(new Session({ token: pageToken(), membership: ownMembership() })), (id, news) => this.#tell({ id, ...news }));
    this.#channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** Keeps the entry, and the blobs of its `photos` that are not on the phone yet; the draft goes in the same moment. */
  async add(given, { draft } = {}) {
    const entry = await putEntry(given, { draft });
    navigator.storage?.persist?.().catch(() => false);
    return this.#changed(entry);
  }

  /** Further photos: for an entry that waits (its id), or for an anomaly `{id, reference, equipment, label, urgent, path}` that was sent; `anomaly` names it where the id is a sighting's. */
  async addPhotos(target, shots) {
    const about = typeof target === "string" ? { id: target } : target;
    const present = (await allEntries()).find((entry) => isOwn(entry) && carriesPhotosOf(entry, about));
    const longer = present && (await appendPhotos(present.id, shots));
    return this.#changed(longer ?? (await putEntry(photosAlone(about, shots))));
  }

  /** Tries at once, in this tab or in the one that is at it. */
  flush() {
    this.#channel.postMessage({ hurry: true });
    return this.sender.runNow();
  }

  async entries() {
    return (await allEntries()).map((entry) => this.#withProgress(entry));
  }

  async entry(id) {
    const found = await entryWith(id);
    return found && this.#withProgress(found);
  }

  async summary() {
    return { ...summaryOf(await allEntries()), kept: !(await keepsNothing()) };
  }

  /** Takes the mended record of an entry that was refused, with what else changed: `{photos: shots, label, urgent}`. */
  async replaceRecord(id, record, changes = {}) {
    return this.#changed(await mend(id, record, changes));
  }

  /** Leaves a photo out. */
  async dropPhoto(id, photoId) {
    return this.#changed(await change(id, (entry, store) => takeOut(entry, photoId, store)), id);
  }

  /** Another shot in the place of a photo that was refused. */
  async replacePhoto(id, photoId, shot) {
    return this.#changed(await replacePhoto(id, photoId, shot));
  }

  /** Deletes an entry that the server has refused; others stay. */
  async discard(id) {
    await removeEntry(id, isStuck);
    return this.#changed(undefined, id);
  }

  #changed(entry, id = entry?.id) {
    this.#tell({ id });
    this.flush();
    return entry;
  }

  #tell(news) {
    this.#channel.postMessage({ news });
    this.#show(news);
  }

  #hear({ hurry, news }) {
    if (hurry) this.sender.runNow();
    if (!news) return;
    this.#show(news);
    // Its tab may be closed before it is done: this one takes over then.
    if (news.share === undefined && !news.gone) this.sender.run();
  }

  #show(news) {
    this.#flying = news.share === undefined ? null : news;
    this.dispatchEvent(new CustomEvent("change", { detail: news }));
    if (news.share === undefined) this.refresh();
  }

  /** Tells the window once more how much waits. */
  async refresh() {
    window.dispatchEvent(new CustomEvent("billun:unsent", { detail: await this.summary() }));
  }

  // Which photo is on its way is known to the pages alone: after a crash it simply waits again.
  #withProgress(entry) {
    if (this.#flying?.id !== entry.id) return entry;
    const { photo: id, share } = this.#flying;
    const photos = entry.photos.map((photo) => (photo.id === id && photo.state === "waiting" ? { ...photo, state: "sending", share } : photo));
    return { ...entry, photos };
  }
}

export const outbox = new Outbox();

const carriesPhotosOf = ({ id, kind, anomaly }, wanted) => id === wanted.id || (kind === "photos" && anomaly === (wanted.anomaly ?? wanted.id));

function photosAlone({ id, anomaly, reference = null, ...known }, photos) {
  return { ...known, id: uuidv7(), kind: "photos", anomaly: anomaly ?? id, reference, accepted: true, photos };
}

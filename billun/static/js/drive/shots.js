import { uuidv7 } from "uuidv7";
import { fingerprint } from "billun/drive/fingerprint";
import { warningOf } from "billun/drive/picture-check";
import { jpegOf, reduced } from "billun/drive/reduce";

/**
 * The photos taken for one report: at most one for each guide, further ones without. A photo is
 * `{id, guide, blob, sha256, takenAt, url, warning}`. Fires "change"; refusals are ShotRefused with their reason.
 */
export class Shots extends EventTarget {
  #taken = [];

  constructor(guides, { minimum, limit }) {
    super();
    Object.assign(this, { guides, minimum, limit });
  }

  /** Another category asks for other shots: a photo whose guide is not among them stays as a further one. */
  follow(guides) {
    this.guides = guides;
    this.#keep(this.#taken.map((shot) => (guides.includes(shot.guide) ? shot : { ...shot, guide: null })));
  }

  /** Takes over photos that were kept on the phone. */
  restore(kept) {
    const guided = ({ guide }) => (this.guides.includes(guide) ? guide : null);
    this.#keep(kept.map((shot) => ({ ...shot, guide: guided(shot), url: URL.createObjectURL(shot.blob), warning: null })));
  }

  get all() {
    const place = (shot) => (shot.guide ? this.guides.indexOf(shot.guide) : this.guides.length);
    return [...this.#taken].sort((one, other) => place(one) - place(other));
  }

  get enough() {
    return this.#taken.length >= this.minimum;
  }

  /** The first guide that has no photo yet, or null. */
  get nextGuide() {
    return this.guides.find((guide) => !this.of(guide)) ?? null;
  }

  of(guide) {
    return this.#taken.find((shot) => shot.guide === guide && guide !== null);
  }

  /** Takes a canvas or a file for the guide (null: a further one), in the place of the photo before or of `instead`. */
  async add(source, guide, { instead = this.of(guide) } = {}) {
    const takenAt = new Date();
    const canvas = await reduced(source).catch(() => refuse("unreadable"));
    const blob = await jpegOf(canvas).catch(() => refuse("unreadable"));
    const sha256 = await fingerprint(blob);
    if (!instead && this.#taken.length >= this.limit) refuse("full");
    if (this.#taken.some((shot) => shot.sha256 === sha256)) refuse("same");
    const shot = { id: uuidv7(), guide, blob, sha256, takenAt, url: URL.createObjectURL(blob), warning: warningOf(canvas) };
    this.#keep([...this.#taken.filter((other) => other.id !== instead?.id), shot]);
    return shot;
  }

  /** Gives every photo a new id, for a report of its own. */
  renew() {
    this.#keep(this.#taken.map((shot) => ({ ...shot, id: uuidv7() })));
  }

  remove(shot) {
    this.#keep(this.#taken.filter((other) => other !== shot));
  }

  #keep(shots) {
    const kept = new Set(shots.map((shot) => shot.url));
    this.#taken.filter((shot) => !kept.has(shot.url)).forEach((shot) => URL.revokeObjectURL(shot.url));
    this.#taken = shots;
    this.dispatchEvent(new Event("change"));
  }
}

export class ShotRefused extends Error {}

function refuse(reason) {
  throw new ShotRefused(reason);
}

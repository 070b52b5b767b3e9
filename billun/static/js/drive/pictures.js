import { bytesOf } from "billun/offline/entries";

/** The photos of the outbox as addresses for <img>, each made once and given back with `release`. */
export class Pictures {
  #urls = new Map();

  /** The address of the photo, or null where its bytes have gone. */
  async of(id) {
    if (!this.#urls.has(id)) {
      const blob = await bytesOf(id);
      if (!this.#urls.has(id) && blob) this.#urls.set(id, URL.createObjectURL(blob));
    }
    return this.#urls.get(id) ?? null;
  }

  release(keep = () => false) {
    for (const [id, url] of this.#urls) {
      if (keep(id)) continue;
      URL.revokeObjectURL(url);
      this.#urls.delete(id);
    }
  }
}

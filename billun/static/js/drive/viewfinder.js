import { Lens } from "billun/drive/lens";
import { openDetector } from "billun/drive/scanner";

// Large enough for the bars of a barcode, small enough for an old phone.
const LONGEST_SIDE = 1280;
const PAUSE = 120;

/** Looks for a code through the camera until one is read or it is told to stop. */
export class Viewfinder {
  #canvas = document.createElement("canvas");
  #looking = false;

  constructor(video, urls) {
    Object.assign(this, { video, urls, lens: new Lens(video) });
    document.addEventListener("visibilitychange", () => document.hidden && this.close());
    window.addEventListener("pagehide", () => this.close());
  }

  get isOpen() {
    return Boolean(this.video.srcObject);
  }

  /** Resolves to the text of the first code; null when it was closed. Rejects where there is no camera or no reader. */
  async read() {
    if (!Lens.present) throw new Error("no camera");
    await this.lens.open();
    const detector = await openDetector(this.urls);
    this.#looking = true;
    while (this.#looking) {
      const text = await this.#glance(detector);
      if (text) return text;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    return null;
  }

  close() {
    this.#looking = false;
    this.lens.close();
  }

  async #glance(detector) {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width) return null;
    const share = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    Object.assign(this.#canvas, { width: Math.round(width * share), height: Math.round(height * share) });
    this.#canvas.getContext("2d", { willReadFrequently: true }).drawImage(this.video, 0, 0, this.#canvas.width, this.#canvas.height);
    const found = await detector.detect(this.#canvas);
    return found.find(({ rawValue }) => rawValue.trim())?.rawValue ?? null;
  }
}

import { Lens } from "billun/drive/lens";

/**
 * The full-screen camera ([data-camera], a dialog): outline and line of help of the shot, shutter, strip of
 * thumbnails. It goes from guide to guide by itself and closes when the last one is taken. A touch on a thumbnail
 * shows it large, where it can be taken again.
 */
export class Camera {
  constructor(dialog, shots, guides, { onRefused }) {
    Object.assign(this, { dialog, shots, guides, onRefused });
    this.lens = new Lens(this.#part("video"));
    this.#on("shutter", () => this.#shoot());
    this.#on("close", () => dialog.close());
    this.#on("torch", (button) => this.#switchTorch(button));
    this.#on("retake", () => this.#aim(this.guide));
    this.#on("keep", () => this.#goOn());
    dialog.addEventListener("close", () => this.lens.close());
    dialog.addEventListener("click", (event) => this.#choose(event.target.closest("[data-slot]")));
    this.#on("leave", () => dialog.close());
  }

  /** Opens at the guide (null: a further photo), or shows what was taken unless it is taken `anew`; rejects when there is no camera to be had. */
  async open(guide, { anew = false } = {}) {
    await this.lens.open();
    this.dialog.showModal();
    this.#part("torch").hidden = !this.lens.hasTorch;
    const shot = this.shots.of(guide);
    if (shot && !anew) this.#look(shot);
    else this.#aim(guide);
  }

  #aim(guide) {
    this.guide = guide;
    this.#part("preview").hidden = true;
    this.#part("shutter").disabled = false;
    this.guides.describe(this.#part("aim"), guide);
    for (const place of this.dialog.querySelectorAll("[data-slot]")) {
      place.setAttribute("aria-current", String(place.dataset.slot === guide));
    }
    this.#part("shutter").focus();
  }

  #look(shot) {
    this.#aim(shot.guide);
    this.#part("shutter").disabled = true;
    this.#part("preview").querySelector("img").src = shot.url;
    this.#part("preview").hidden = false;
    this.#part("retake").focus();
  }

  async #shoot() {
    this.#part("shutter").disabled = true;
    const frame = this.lens.frame();
    navigator.vibrate?.(30);
    await this.shots.add(frame, this.guide).then(() => this.#goOn(), (problem) => this.#refused(problem));
  }

  #goOn() {
    if (this.shots.nextGuide) this.#aim(this.shots.nextGuide);
    else this.dialog.close();
  }

  #refused(problem) {
    this.#aim(this.guide);
    this.onRefused(problem);
  }

  #choose(place) {
    if (!place) return;
    const shot = this.shots.of(place.dataset.slot);
    if (shot) this.#look(shot);
    else this.#aim(place.dataset.slot);
  }

  #switchTorch(button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    return this.lens.torch(on);
  }

  #part(name) {
    return this.dialog.querySelector(`[data-camera-${name}]`);
  }

  #on(name, behaviour) {
    const button = this.#part(name);
    button.addEventListener("click", () => behaviour(button));
  }
}

import { Lens } from "billun/drive/lens";

/**
 * The full-screen camera ([data-camera], a dialog): outline and line of help of the shot, shutter, strip of
 * thumbnails. It goes from guide to guide by itself and closes when the last one is taken; a photo that is very dark or
 * blurred is shown first, to be kept or taken again. So is one whose thumbnail is touched.
 */
export class Camera {
  constructor(dialog, shots, guides, { onRefused }) {
    Object.assign(this, { dialog, shots, guides, onRefused });
    this.lens = new Lens(this.#part("video"));
    this.#on("shutter", () => this.#shoot());
    this.#on("close", () => dialog.close());
    this.#on("torch", (button) => this.#switchTorch(button));
    this.#on("retake", () => this.#aim(this.guide, this.shown));
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

  #aim(guide, instead = undefined) {
    Object.assign(this, { guide, instead });
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
    this.shown = shot;
    this.#part("preview").querySelector("img").src = shot.url;
    this.#warn(shot.warning);
    this.#part("preview").hidden = false;
    this.#part("retake").focus();
  }

  #warn(warning) {
    const words = this.#part("warning");
    words.hidden = !warning;
    words.textContent = warning ? words.dataset[warning] : "";
  }

  async #shoot() {
    this.#part("shutter").disabled = true;
    const frame = this.lens.frame();
    navigator.vibrate?.(30);
    const { guide, instead } = this;
    await this.shots.add(frame, guide, { instead }).then((shot) => this.#taken(shot), (problem) => this.#refused(problem));
  }

  #taken(shot) {
    if (shot.warning) this.#look(shot);
    else this.#goOn();
  }

  #goOn() {
    if (this.shots.nextGuide) this.#aim(this.shots.nextGuide);
    else this.dialog.close();
  }

  #refused(problem) {
    this.#aim(this.guide, this.instead);
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

import { Camera } from "billun/drive/camera";
import { Guides } from "billun/drive/guides";
import { Lens } from "billun/drive/lens";
import { ShotRefused, Shots } from "billun/drive/shots";
import { drawThumbnails } from "billun/drive/thumbnails";

/**
 * The photos' question ([data-photos]). Every place for a photo is the label of a file input, which opens the phone's
 * own camera; where ours can be had it takes the touch instead.
 */
export class Photos {
  constructor(block) {
    this.block = block;
    this.guides = new Guides(block);
    this.shots = new Shots(this.guides.keys, { minimum: Number(block.dataset.minimum), limit: Number(block.dataset.limit) });
    const onRefused = (problem) => this.#say(problem);
    this.camera = Lens.present && new Camera(block.querySelector("[data-camera]"), this.shots, this.guides, { onRefused });
    if (block.dataset.family) this.guides.ofFamily(block.dataset.family, block.dataset.kind);
    block.querySelectorAll("label[data-slot] input").forEach((input) => (input.required = false));
    block.addEventListener("click", (event) => this.#touched(event));
    block.addEventListener("change", ({ target }) => target.matches("[data-slot] input") && this.#addFiles(target).catch(onRefused));
    block.querySelector("[data-camera]").addEventListener("close", () => this.#rescueFocus());
    this.shots.addEventListener("change", () => this.#say(null));
    block.addEventListener("family:chosen", ({ detail }) => this.guides.ofFamily(detail.family, detail.kind));
    drawThumbnails(block, this.shots);
  }

  follow(keys) {
    this.guides.follow(keys);
    this.shots.follow(this.guides.keys);
  }

  /** Whether the camera is open, or photos are being looked at in it. */
  get isOpen() {
    return this.block.querySelector("[data-camera]").open;
  }

  /** Takes a photo anew that the server refused. */
  again(photo) {
    if (photo.guide === null) this.shots.remove(this.shots.all.find(({ id }) => id === photo.id));
    if (this.camera) return this.camera.open(photo.guide, { anew: true }).catch((problem) => this.#withoutCamera(problem));
    this.block.querySelector(`label[data-slot="${photo.guide ?? ""}"] input`)?.click();
  }

  async #touched(event) {
    const place = event.target.closest("[data-slot], [data-open-camera]");
    if (!place || place.closest("dialog") || event.target.matches("input")) return;
    const guide = place.dataset.slot ?? this.shots.nextGuide;
    if (!this.camera) return this.#openFiles(place, guide, event);
    event.preventDefault();
    this.#say(null);
    await this.camera.open(guide || null).catch((problem) => this.#withoutCamera(problem));
  }

  // The browser opens the file picker on a touch alone, and this one is spent: the next touch does it.
  #withoutCamera(problem) {
    this.camera = null;
    this.#say(problem);
  }

  // A label opens its own input; the main button belongs to none and opens that of the next missing photo.
  #openFiles(place, guide, event) {
    if (place.matches("label")) return;
    event.preventDefault();
    this.block.querySelector(`label[data-slot="${guide ?? ""}"] input`)?.click();
  }

  async #addFiles(input) {
    const guide = input.closest("[data-slot]").dataset.slot || null;
    const files = [...input.files];
    input.value = "";
    for (const file of files) await this.shots.add(file, guide);
  }

  // The button that opened the camera goes once all is taken, and the focus with it: the main button takes it over.
  #rescueFocus() {
    if (document.activeElement !== document.body && document.activeElement.checkVisibility()) return;
    const shown = (what) => [...this.block.querySelectorAll(what)].find((part) => part.checkVisibility());
    (shown(".btn-main") ?? shown("[data-heading]"))?.focus();
  }

  /** Says why a photo was not taken, in the words of the page, on the page and in the camera. */
  #say(problem) {
    const places = [...this.block.querySelectorAll("[data-photo-problem]")];
    for (const place of places) {
      place.hidden = !problem;
      place.textContent = problem ? places[0].dataset[wordsFor(problem)] : "";
    }
  }
}

const wordsFor = (problem) =>
  problem instanceof ShotRefused
    ? { same: "textSame", full: "textFull", unreadable: "textUnreadable" }[problem.message]
    : "textNoCamera";

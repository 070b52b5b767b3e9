/**
 * Where: one position fix with its accuracy, asked for when the question is shown, never followed afterwards.
 * It can be removed; the address typed by hand stands beside it. Writes the hidden fields of [data-position] and fires
 * "position:changed" when they change.
 */
// Beyond this radius, in metres, a fix says nothing, and the server refuses it.
const VAGUEST = 100_000;
const PATIENCE = { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 };

export class Position {
  constructor(block) {
    this.block = block;
    block.querySelector("[data-position-find]").addEventListener("click", () => this.find());
    block.querySelector("[data-position-remove]").addEventListener("click", () => this.#remove());
    block.closest("form").addEventListener("form:filled", () => this.fix && this.#show());
    this.#draw(navigator.geolocation && window.isSecureContext ? "none" : "absent");
  }

  /** The fix as the API takes it, or null. */
  get fix() {
    const [latitude, longitude, accuracy_m] = ["latitude", "longitude", "accuracy_m"].map((name) => this.#field(name).value);
    return latitude === "" ? null : { latitude: Number(latitude), longitude: Number(longitude), accuracy_m: Number(accuracy_m) };
  }

  /** Asks the phone once; what was found or removed before stays as it is. */
  findOnce() {
    if (this.block.dataset.state === "none") this.find();
  }

  find() {
    this.#draw("looking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#keep(coords),
      () => this.#draw("failed"),
      PATIENCE,
    );
  }

  #keep({ latitude, longitude, accuracy }) {
    if (this.block.dataset.state !== "looking") return;
    if (accuracy > VAGUEST) return this.#draw("failed");
    const metres = Math.max(1, Math.round(accuracy));
    this.#field("latitude").value = latitude.toFixed(6);
    this.#field("longitude").value = longitude.toFixed(6);
    this.#field("accuracy_m").value = metres;
    this.#show();
    this.#tell();
  }

  #show() {
    const words = this.block.querySelector("[data-position-accuracy]");
    words.textContent = words.dataset.text.replace("{metres}", this.fix.accuracy_m);
    this.#draw("found");
  }

  #remove() {
    ["latitude", "longitude", "accuracy_m"].forEach((name) => (this.#field(name).value = ""));
    this.#draw("removed");
    this.#tell();
  }

  #tell() {
    this.block.dispatchEvent(new CustomEvent("position:changed", { bubbles: true }));
  }

  #draw(state) {
    this.block.dataset.state = state;
    for (const part of this.block.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
  }

  #field(name) {
    return this.block.querySelector(`[name="${name}"]`);
  }
}

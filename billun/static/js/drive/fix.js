/**
 * One position fix for something that must not wait: where the phone may be asked already it is asked as the page
 * opens; else with the touch, and what does not come within two seconds is left out.
 */
const PATIENCE = 2_000;
const WANTED = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 };
// Beyond this radius, in metres, a fix says nothing, and the server refuses it.
const VAGUEST = 100_000;

export class Fix {
  #asked = null;

  constructor() {
    if (!navigator.geolocation || !window.isSecureContext) this.#asked = Promise.resolve(null);
    else navigator.permissions?.query({ name: "geolocation" }).then(({ state }) => state === "granted" && this.#ask(), () => {});
  }

  /** The fix as the API takes it, or null; resolves within two seconds. */
  soon() {
    return Promise.race([this.#ask(), new Promise((resolve) => setTimeout(resolve, PATIENCE, null))]);
  }

  #ask() {
    this.#asked ??= new Promise((resolve) => navigator.geolocation.getCurrentPosition(({ coords }) => resolve(asSent(coords)), () => resolve(null), WANTED));
    return this.#asked;
  }
}

function asSent({ latitude, longitude, accuracy }) {
  if (accuracy > VAGUEST) return null;
  return { latitude: Number(latitude.toFixed(6)), longitude: Number(longitude.toFixed(6)), accuracy_m: Math.max(1, Math.round(accuracy)) };
}

import { deviceHeader } from "billun/offline/device";
import { upload } from "billun/offline/upload";
import { UNREACHABLE, parsed, patiently, told, verdict } from "billun/offline/verdict";

const PHOTOS = "/api/photos/";

/** Carries records and photos to the JSON API with the session of the page; every call ends in a verdict. */
export class Post {
  constructor(session) {
    this.session = session;
  }

  record(entry) {
    return this.#allowed(() => this.#send(entry));
  }

  photo(entry, photo, blob, onProgress) {
    const parts = partsOf(entry, photo, blob);
    return this.#allowed(async () => upload(PHOTOS, photo.id, parts, await this.#headers(), onProgress));
  }

  /** Whether Billun answers at all, whoever is signed in. */
  async isBillunThere() {
    return this.session.refresh().then(() => true, () => false);
  }

  async #headers() {
    return { ...this.session.headers, ...(await deviceHeader(this.session.membership)) };
  }

  async #send(entry) {
    const headers = { ...(await this.#headers()), "Content-Type": "application/json" };
    const body = JSON.stringify(recordOf(entry));
    try {
      const answer = await fetch(entry.url, { method: entry.method, headers, body, redirect: "error", ...patiently() });
      return verdict(answer.status, parsed(await answer.text()), told((name) => answer.headers.get(name)), entry.id);
    } catch {
      return UNREACHABLE;
    }
  }

  // A refused token is renewed once; what is forbidden with a fresh one is refused for good.
  async #allowed(attempt) {
    const first = await attempt();
    if (first.kind !== "forbidden") return first;
    const signedIn = await this.session.refresh().catch(() => null);
    if (signedIn === null) return UNREACHABLE;
    if (!signedIn) return { kind: "signed-out" };
    const second = await attempt();
    return second.kind === "forbidden" ? { ...second, kind: "refused" } : second;
  }
}

/** The moments of a record that may lie in the future where the phone's clock runs ahead. */
export const MOMENTS = ["occurred_at", "seen_at"];

function recordOf(entry) {
  const moments = MOMENTS.filter((name) => entry.record[name]);
  return { ...entry.record, ...Object.fromEntries(moments.map((name) => [name, byServerClock(entry, entry.record[name])])) };
}

// An entry whose phone was found to go wrong carries by how many milliseconds its times have to move.
function byServerClock({ clockShift }, moment) {
  return new Date(new Date(moment).getTime() + (clockShift ?? 0)).toISOString();
}

function partsOf(entry, photo, blob) {
  const place = entry.record?.position;
  return {
    anomaly_id: entry.anomaly ?? entry.id,
    sha256: photo.sha256,
    ...(photo.guide ? { guide: photo.guide } : {}),
    taken_at: byServerClock(entry, photo.takenAt),
    ...(place ? { latitude: place.latitude, longitude: place.longitude, accuracy_m: place.accuracy_m } : {}),
    file: new File([blob], `${photo.id}.jpg`, { type: "image/jpeg" }),
  };
}

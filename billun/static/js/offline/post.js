import { upload } from "billun/offline/upload";
import { UNREACHABLE, parsed, verdict } from "billun/offline/verdict";

/** Carries records and photos to the JSON API with the session of the page; every call ends in a verdict. */
export class Post {
  constructor(session, { anomalies, photos }) {
    Object.assign(this, { session, anomalies, photos });
  }

  record(report) {
    return this.#allowed(() => this.#put(this.anomalies + report.id, recordOf(report)));
  }

  photo(report, photo, onProgress) {
    const parts = partsOf(report, photo);
    return this.#allowed(() => upload(this.photos + photo.id, parts, this.session.headers, onProgress));
  }

  async #put(url, content) {
    const headers = { ...this.session.headers, "Content-Type": "application/json" };
    try {
      const answer = await fetch(url, { method: "PUT", headers, body: JSON.stringify(content) });
      const told = { retryAfter: answer.headers.get("Retry-After"), date: answer.headers.get("Date") };
      return verdict(answer.status, parsed(await answer.text()), told);
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

function recordOf(report) {
  return { ...report.record, occurred_at: byServerClock(report, report.record.occurred_at) };
}

// A report whose phone was found to go wrong carries by how many milliseconds its times have to move.
function byServerClock({ clockShift = 0 }, moment) {
  return new Date(new Date(moment).getTime() + clockShift).toISOString();
}

function partsOf(report, photo) {
  const place = report.record?.position;
  return {
    anomaly_id: report.id,
    sha256: photo.sha256,
    ...(photo.guide ? { guide: photo.guide } : {}),
    taken_at: byServerClock(report, photo.takenAt),
    ...(place ? { latitude: place.latitude, longitude: place.longitude, accuracy_m: place.accuracy_m } : {}),
    file: new File([photo.blob], `${photo.id}.jpg`, { type: "image/jpeg" }),
  };
}

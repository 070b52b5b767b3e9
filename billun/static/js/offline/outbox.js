/**
 * Sends what waits: the record first, then photo after photo, each until the server has acknowledged it. Nothing is
 * dropped after any number of tries. A report is `{id, record, reference, accepted, trouble, clockShift, photos}`, a
 * photo `{…shot, state: "waiting" | "sending" | "sent" | "refused", share, reason}`. Fires "change" with the report.
 */
export class Outbox extends EventTarget {
  #sending = Promise.resolve();

  constructor(store, post, patience) {
    super();
    Object.assign(this, { store, post, patience });
  }

  async add(report) {
    await this.store.save(report);
    return this.flush();
  }

  flush() {
    this.#sending = this.#sending.then(() => this.#sendAll());
    return this.#sending;
  }

  async #sendAll() {
    for (const report of await this.store.all()) await this.#send(report);
  }

  async #send(report) {
    if (!report.accepted) await this.#sendRecord(report);
    if (!report.accepted) return;
    let photo;
    while ((photo = report.photos.find(({ state }) => state === "waiting"))) await this.#sendPhoto(report, photo);
    if (report.photos.every(({ state }) => state === "sent")) await this.store.forget(report);
    this.#tell(report);
  }

  async #sendRecord(report) {
    const result = await this.#insist(report, () => this.post.record(report));
    if (result.kind === "accepted") Object.assign(report, { accepted: true, reference: result.answer.reference });
    else if (clockMended(report, result, "occurred_at")) return this.#sendRecord(report);
    else report.trouble = result;
    await this.#keep(report);
  }

  async #sendPhoto(report, photo) {
    const attempt = () => {
      Object.assign(photo, { state: "sending", share: 0 });
      this.#tell(report);
      return this.post.photo(report, photo, (share) => this.#tell(report, Object.assign(photo, { share })));
    };
    const result = await this.#insist(report, attempt);
    if (result.kind === "accepted") Object.assign(photo, { state: "sent", share: 1 });
    else if (clockMended(report, result, "taken_at")) return this.#sendPhoto(report, photo);
    else Object.assign(photo, { state: "refused", share: 0, reason: reasonOf(result) });
    await this.#keep(report);
  }

  async #insist(report, attempt) {
    for (;;) {
      const result = await attempt();
      const again = result.kind === "unreachable" || result.kind === "signed-out";
      report.trouble = again ? result : null;
      this.#tell(report);
      if (!again) return this.patience.calm(), result;
      await this.patience.wait(result.after);
    }
  }

  async #keep(report) {
    await this.store.save(report);
    this.#tell(report);
  }

  #tell(report) {
    this.dispatchEvent(new CustomEvent("change", { detail: report }));
  }
}

// A phone whose clock runs ahead must not hold its report back: all its times move to the server's clock. Where that
// changes nothing any more, another try would not help either.
const SAME_CLOCK = 60_000;

function clockMended(report, { errors, serverTime }, field) {
  if (!errors?.[field] || !serverTime) return false;
  const shift = new Date(serverTime) - Date.now();
  if (Math.abs(shift - (report.clockShift ?? 0)) < SAME_CLOCK) return false;
  report.clockShift = shift;
  return true;
}

function reasonOf({ detail, errors }) {
  return Object.values(errors ?? {}).flat().join(" ") || detail;
}

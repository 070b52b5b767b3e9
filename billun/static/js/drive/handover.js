import { sendLaterShots } from "billun/drive/later-shots";
import { showErrors } from "billun/drive/mend";
import { Sending } from "billun/drive/sending";
import { StorageFull } from "billun/offline/database";
import { outbox } from "billun/offline/outbox";

/**
 * Hands what was filled in over to the outbox and shows how it fares. What the server refuses goes back to its question,
 * and the next time takes its place under the same id. `onSent(reference)` is called when all has arrived.
 */
export class Handover {
  #busy = false;
  #later = null;

  constructor(form, steps, { draft, photos, refused = null, onSent = () => {} }) {
    Object.assign(this, { form, steps, draft, photos, refused, onSent });
    const onMend = (photo) => photos.again(photo);
    this.sending = new Sending(form.querySelector("[data-sending]"), outbox, { onMend, onRefused: (entry) => this.#refused(entry) });
    outbox.addEventListener("change", ({ detail }) => detail.id === draft.id && detail.gone && this.#sent(detail));
  }

  /** Keeps the entry of the outbox with the photos taken, and shows the sending screen. On a full phone it stays here. */
  async send(parts) {
    if (this.#busy) return;
    this.#busy = true;
    await this.draft.settled();
    try {
      await this.#follow(await this.#kept({ ...parts, id: this.draft.id, path: location.pathname, photos: this.photos.shots.all }));
    } catch (problem) {
      if (!(problem instanceof StorageFull)) throw problem;
      this.#tellFull();
    } finally {
      this.#busy = false;
    }
  }

  async #kept(entry) {
    if (!this.refused) return this.#added(entry);
    const { record, photos, label, urgent } = entry;
    return outbox.replaceRecord(this.refused.id, record, { photos, label, urgent });
  }

  // On a full phone an urgent report goes without the photos that found no room: they are taken again later.
  async #added(entry) {
    const draft = this.draft.id;
    try {
      return await outbox.add(entry, { draft });
    } catch (problem) {
      if (!(problem instanceof StorageFull) || !entry.urgent || !entry.record.photos_later) throw problem;
      return outbox.add({ ...entry, photos: [], record: { ...entry.record, photos: [] } }, { draft });
    }
  }

  async #follow(entry) {
    // Another tab has mended and sent it meanwhile.
    if (!entry) return location.replace("/drive/reports");
    this.draft.finish();
    this.refused = null;
    this.steps.show("sending", { final: true });
    this.#takeLaterShots(entry);
    await this.sending.follow(entry);
  }

  #takeLaterShots({ id, label, urgent, equipment, path }) {
    if (this.#later) return;
    this.#later = { id, label, urgent, equipment, path };
    const onKept = (entry) => this.sending.follow(entry);
    sendLaterShots(this.photos.shots, this.#later, outbox, { onKept, onFull: () => this.sending.tellFull() });
  }

  #refused(entry) {
    this.refused = entry;
    showErrors(this.form, this.steps, entry.trouble);
  }

  #sent({ reference = null }) {
    if (this.#later) this.#later.reference = reference;
    this.onSent(reference);
  }

  #tellFull() {
    for (const place of this.form.querySelectorAll("[data-draft-full]")) place.hidden = false;
    this.form.querySelector("[data-draft-full]").focus();
  }
}

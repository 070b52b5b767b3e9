import { rememberDone } from "billun/drive/combination";
import { sendLaterShots } from "billun/drive/later-shots";
import { isAboutGone, mendAddress, showErrors } from "billun/drive/mend";
import { Sending } from "billun/drive/sending";
import { StorageFull } from "billun/offline/database";
import { outbox } from "billun/offline/outbox";

/**
 * Hands what was filled in over to the outbox and shows how it fares. What the server refuses goes back to its question,
 * and the next time takes its place under the same id. What another tab has sent is followed as if it was sent here. `onSent(reference)` is called when all has arrived.
 */
export class Handover {
  #busy = false;
  #isHanded = false;
  #isGoneOnWith = false;
  #later = null;

  constructor(form, steps, { draft, photos, refused = null, onSent = () => {} }) {
    Object.assign(this, { form, steps, draft, photos, refused, onSent });
    const onMend = (photo) => photos.again(photo);
    this.sending = new Sending(form.querySelector("[data-sending]"), outbox, { onMend, onRefused: (entry) => this.#refused(entry) });
    outbox.addEventListener("change", ({ detail }) => detail.id === draft.id && this.#heard(detail));
  }

  /**
   * Keeps the entry of the outbox that `parts()` tells of, with the photos taken, and shows the sending screen. On a full
   * phone it stays here. Ids are the draft's, and may be new ones by then.
   */
  async send(parts) {
    if (this.#busy) return;
    this.#busy = true;
    const entry = () => ({ ...parts(), id: this.draft.id, path: location.pathname, photos: this.photos.shots.all });
    try {
      await this.follow(await this.draft.handOver(() => this.#kept(entry()), { anew: this.#isIdUsed }));
    } catch (problem) {
      if (!(problem instanceof StorageFull)) throw problem;
      this.#tellFull();
    } finally {
      this.#busy = false;
    }
  }

  async #kept(entry) {
    rememberDone(entry);
    if (!this.refused) return this.#added(entry);
    if (this.#isIdUsed) return this.#replaced(entry);
    const { record, photos, label, urgent, equipment, path } = entry;
    return outbox.replaceRecord(this.refused.id, record, { photos, label, urgent, equipment, path });
  }

  // The server knows the id for something else: no mending would help under that one.
  get #isIdUsed() {
    return !this.#isHanded && this.refused?.trouble?.status === 409 && !isAboutGone(this.refused);
  }

  async #replaced(entry) {
    const added = await this.#added(entry);
    await outbox.discard(this.refused.id);
    return added;
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

  /** Shows how this entry of the outbox fares; further photos go with it. */
  async follow(entry) {
    // Another tab has mended and sent it meanwhile.
    if (!entry) return location.replace("/drive/reports");
    this.draft.finish();
    this.#isHanded = true;
    this.refused = null;
    this.steps.show("sending", { final: true });
    this.#takeLaterShots(entry);
    await this.sending.follow(entry);
  }

  #takeLaterShots({ id, anomaly, label, urgent, equipment, path }) {
    if (this.#later) return;
    this.#later = { id, anomaly, label, urgent, equipment, path };
    const onKept = (entry) => this.sending.follow(entry);
    sendLaterShots(this.photos.shots, this.#later, outbox, { onKept, onFull: () => this.sending.tellFull() });
  }

  /** Goes on with an entry that was handed over before, and whose answers are not in the form. */
  async goOn(entry) {
    this.#isGoneOnWith = true;
    await this.follow(entry);
  }

  #refused(entry) {
    if (this.#isGoneOnWith) return location.replace(mendAddress(entry));
    this.refused = entry;
    this.draft.mend();
    showErrors(this.form, this.steps, entry);
  }

  async #heard(news) {
    if (!this.#isHanded && !this.#busy && !this.refused) await this.#followOther(news);
    if (news.gone) this.#sent(news);
  }

  async #followOther({ id, reference = null }) {
    const entry = (await outbox.entry(id)) ?? { id, photos: [], reference, path: location.pathname };
    this.form.querySelector("[data-elsewhere]").hidden = false;
    await this.follow(entry);
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

import { uuidv7 } from "uuidv7";
import { answersOf } from "billun/drive/answers";
import { rememberDone } from "billun/drive/combination";
import { moment, drawn } from "billun/drive/draw";
import { Fix } from "billun/drive/fix";
import { numberIn, numberWords } from "billun/drive/meter-number";
import { database, StorageFull } from "billun/offline/database";
import { keepMending } from "billun/offline/mending";
import { outbox } from "billun/offline/outbox";
import { ownMembership } from "billun/offline/page";
import { worded } from "billun/offline/wording";
import { tell } from "billun/flash";

/**
 * "Nothing to report" ([data-walk-around]): one touch hands time, place and perhaps a meter reading to the outbox. An
 * entry that the server refused is filled in again by `mend`, and goes under its own id.
 */
export class WalkAround {
  #fix = new Fix();
  #refused = null;

  constructor(form, item, { onKept = () => {} } = {}) {
    Object.assign(this, { form, item, onKept, section: form.closest(".walk-around") });
    this.#offerMeters();
    this.#showLast();
    form.addEventListener("input", () => this.#showUnderstood());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  /** Fills the form from the refused entry, with what was wrong beside its fields. */
  mend(entry) {
    this.#refused = entry;
    const { meter, value, reason, confirmed } = entry.mending?.answers ?? entry.record;
    const { elements } = this.form;
    if (meter) elements.meter.value = meter;
    elements.value.value = value ?? "";
    elements.reason.value = reason ?? "";
    elements.confirmed.checked = Boolean(confirmed);
    this.form.querySelector("[data-meters]").open = true;
    const errors = entry.trouble?.errors ?? {};
    this.form.querySelector("[data-when-asked]").hidden = !errors.reason && !errors.confirmed;
    Object.entries(errors).forEach(([field, messages]) => this.#complain(field, [messages].flat().join(" ")));
    if (!Object.keys(errors).length) this.#complain("anything", entry.trouble?.detail ?? "");
    this.#showUnderstood();
    this.form.addEventListener("change", () => keepMending(entry.id, { answers: answersOf(this.form) }).catch(() => {}));
  }

  #offerMeters() {
    const meters = this.item.meters;
    if (!meters) return;
    this.form.querySelector("[data-meters]").hidden = meters.length === 0;
    for (const choice of this.form.querySelectorAll("[data-meter]")) choice.hidden = !meters.includes(choice.dataset.meter);
    if (meters.length) this.form.elements.meter.value = meters[0];
  }

  // What will be sent, where the language of the page may write numbers otherwise than its reader does.
  #showUnderstood() {
    const { meter, value } = this.form.elements;
    const number = numberIn(value.value);
    const place = this.form.querySelector("[data-understood]");
    place.textContent = number === null ? "" : worded(place, meter.value, { number: numberWords(number) });
  }

  async #send() {
    if (this.form.dataset.answered) return;
    const reading = this.#reading();
    if (!reading) return;
    this.form.dataset.answered = "sending";
    await this.#hand(reading).then(() => this.#note(), (problem) => this.#fail(problem));
  }

  // What the meter shows, nothing at all where nothing is written, null where that is no number.
  #reading() {
    const { meter, value, reason, confirmed } = this.form.elements;
    if (!value.value.trim()) return {};
    const number = numberIn(value.value);
    if (number === null || !meter?.value) return this.#complain("value", this.#place("value").dataset.textNumber), null;
    return { meter: meter.value, value: number, ...(reason.value.trim() ? { reason: reason.value.trim() } : {}), ...(confirmed.checked ? { confirmed: true } : {}) };
  }

  async #hand(reading) {
    if (this.#refused) return this.#handAgain(reading);
    const { id: equipment_id, billun_id, title } = this.item;
    this.at = new Date().toISOString();
    const id = uuidv7();
    const position = await this.#fix.soon();
    const record = { id, equipment_id, occurred_at: this.at, ...(position ? { position } : {}), ...reading };
    const path = `/drive/equipment/${billun_id}/walk-around`;
    const equipment = { id: equipment_id, billun_id, title };
    await outbox.add({ id, kind: "walk_around", equipment, label: this.form.dataset.label, url: "/api/walk-arounds", method: "POST", record, path });
    await rememberDone({ equipment: this.item });
    await keepLast(equipment_id, this.at).catch(() => {});
  }

  // The server refuses an id with another content once it has kept the first one; a refused one it never kept.
  async #handAgain(reading) {
    const { id, equipment_id, occurred_at, position } = this.#refused.record;
    this.at = occurred_at;
    await outbox.replaceRecord(this.#refused.id, { id, equipment_id, occurred_at, ...(position ? { position } : {}), ...reading });
  }

  #note() {
    this.form.dataset.answered = "walked";
    this.form.querySelectorAll("[data-error-for]").forEach((place) => (place.hidden = true));
    const words = this.form.querySelector("[data-noted] [data-text]");
    words.textContent = words.dataset.text;
    this.#tellLast(this.at);
    this.onKept();
  }

  #fail(problem) {
    delete this.form.dataset.answered;
    if (!(problem instanceof StorageFull)) throw problem;
    tell(document.querySelector("[data-text-full]").dataset.textFull, "error");
  }

  // What this phone knows may be newer than what the page was drawn with.
  async #showLast() {
    const { membership, ...known } = await lastOnes();
    const mine = membership === ownMembership() && known[this.item.id];
    const shown = this.section.querySelector("[data-walk-words] time")?.dateTime;
    if (mine && (!shown || new Date(shown) < new Date(mine))) this.#tellLast(mine);
  }

  #tellLast(at) {
    const words = this.section.querySelector("[data-walk-words]");
    const [before, after] = words.dataset.textOwn.split("{time}");
    words.replaceChildren(before, moment(at), after);
    this.section.querySelector("[data-walk-last]").hidden = false;
    drawn();
  }

  #complain(field, words) {
    const place = this.#place(field) ?? this.#place("anything");
    place.textContent = words;
    place.hidden = !words;
    this.form.querySelector("[data-meters]").open ||= place.closest("[data-meters]") !== null;
  }

  #place(field) {
    return [...this.form.querySelectorAll("[data-error-for]")].find((one) => one.dataset.errorFor.split(" ").includes(field));
  }
}

const MOST_REMEMBERED = 20;

async function lastOnes() {
  return (await (await database()).get("meta", "walkArounds")) ?? {};
}

async function keepLast(equipmentId, at) {
  const { membership, ...known } = await lastOnes();
  const own = membership === ownMembership() ? known : {};
  const newest = Object.entries({ ...own, [equipmentId]: at }).sort(([, one], [, other]) => (one < other ? 1 : -1));
  const kept = Object.fromEntries(newest.slice(0, MOST_REMEMBERED));
  await (await database()).put("meta", { ...kept, membership: ownMembership() }, "walkArounds");
}

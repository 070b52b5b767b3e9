import { kindOf, plateOf } from "billun/drive/draw";
import { newest } from "billun/drive/newest";
import { byId, carriers, search } from "billun/offline/fleet";

const MOST = 4;

/**
 * Items of the phone's copy for what is typed as plate or number of one that is in no list: choices in [data-offered],
 * the only one that carries exactly this taken at once. Fires "item:chosen" on the form with the item, or with null.
 */
export function offerItems(form) {
  const place = form.querySelector("[data-offered]");
  const fields = ["plate", "plate_country"].map((name) => form.elements[name]).filter(Boolean);
  if (!place) return;
  const look = newest(() => fitting(fields), (found) => offer(form, place, found));
  const [plate, country] = fields;
  plate.addEventListener("input", look);
  country?.addEventListener("input", () => chosen(form) || look());
  form.addEventListener("form:filled", ({ detail }) => goOnWith(form, place, detail.equipment));
  form.addEventListener("change", ({ target }) => target.name === "equipment" && tell(form));
  if (plate.value) look();
}

/** A choice of this item, as templates/drive/_stop_which.html draws it. */
export async function choiceOf(item) {
  const { id, billun_id, title, family, plate, plate_country } = item;
  const choice = Object.assign(document.createElement("label"), { className: "choice" });
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "equipment", value: id });
  Object.assign(radio.dataset, { label: title, equipment: id, billunId: billun_id, title, family });
  if (plate) Object.assign(radio.dataset, { plate, plateCountry: plate_country ?? "" });
  choice.append(radio, plateOf(item), Object.assign(document.createElement("span"), { textContent: await kindOf(item) }));
  return choice;
}

// Two countries may give the same plate: then it is offered and not taken.
async function fitting([plate, country]) {
  const text = plate.value.trim();
  const [items, exact] = await Promise.all([text ? search(text, MOST) : [], carriers(text)]);
  const isMeant = exact.length === 1 && (!country || [country.value, ""].includes(exact[0].plate_country ?? ""));
  return { found: await Promise.all(items.map(choiceOf)), meant: isMeant ? exact[0].id : "" };
}

function offer(form, place, { found, meant }) {
  const isElsewhere = (choice) => choices(form, choice.querySelector("input").value).some((one) => !place.contains(one));
  place.replaceChildren(...found.filter((choice) => !isElsewhere(choice)));
  choose(form, meant);
}

async function goOnWith(form, place, id) {
  const item = id && !choices(form, id).length && (await byId(id));
  if (item) place.replaceChildren(await choiceOf(item));
  choose(form, id ?? "");
}

function choose(form, id) {
  const choice = choices(form, id)[0] ?? choices(form, "")[0];
  if (choice) choice.checked = true;
  tell(form);
}

async function tell(form) {
  const id = chosen(form);
  const item = id ? await byId(id) : null;
  if (id === chosen(form)) form.dispatchEvent(new CustomEvent("item:chosen", { detail: item ?? null }));
}

const chosen = (form) => form.querySelector('[name="equipment"]:checked')?.value;

const choices = (form, id) => [...form.querySelectorAll(`[name="equipment"][value="${id}"]`)];

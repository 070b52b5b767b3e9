import { kindOf, plateOf } from "billun/drive/draw";
import { fillEmergency } from "billun/drive/emergency";
import { byBillunId } from "billun/offline/fleet";

/**
 * The page that the phone kept stands in for that of any item when there is no network: the address names the item, and
 * the phone's copy of the fleet knows the rest. Resolves to the item, or null where the page has its item already or is
 * about none. One that is not in the copy is described by what the address says.
 */
export async function becomeItemOfPath(form) {
  const billunId = billunIdOf(location.pathname);
  if (form.dataset.equipment) return null;
  if (!billunId) return fillKnown(form), null;
  delete form.dataset.longestSide;
  leadTo(billunId);
  await fillEmergency(form);
  const item = await byBillunId(billunId);
  if (item) await become(form, item);
  else describe(form, billunId);
  return item ?? null;
}

function billunIdOf(path) {
  const [, name] = path.match(/^\/drive\/equipment\/([^/]+)\//) ?? [];
  return name && decodeURIComponent(name).toUpperCase();
}

async function become(form, item) {
  const { id, billun_id, title, family, kind = "", plate, plate_country } = item;
  Object.assign(form.dataset, { equipment: id, billunId: billun_id, title, family, kind });
  if (plate) Object.assign(form.dataset, { plate, plateCountry: plate_country ?? "" });
  form.querySelectorAll('[data-step="item"], [data-which]').forEach((question) => question.remove());
  const words = Object.assign(document.createElement("span"), { textContent: await kindOf(item) });
  for (const head of form.querySelectorAll("[data-item-head]")) {
    head.replaceChildren(plateOf(item), words.cloneNode(true));
    head.hidden = false;
  }
}

function describe(form, billunId) {
  const description = form.querySelector('[name="item_description"]');
  if (description) description.value = billunId;
}

// What was searched or scanned in vain; a page that the phone kept was not drawn for it.
function fillKnown(form) {
  const known = new URLSearchParams(location.search);
  for (const [asked, name] of [["q", "plate"], ["item_description", "item_description"]]) {
    const field = form.querySelector(`[name="${name}"]`);
    if (known.has(asked) && field) field.value ||= known.get(asked).slice(0, field.maxLength);
  }
}

function leadTo(billunId) {
  const back = document.querySelector(".drive-head a.btn");
  if (back) back.href = `/drive/equipment/${billunId}`;
  for (const stop of document.querySelectorAll("[data-stop-link]")) stop.href = `/drive/equipment/${billunId}/stop`;
}

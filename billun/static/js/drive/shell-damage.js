import { criticalityOf, drawn, fill, moment, titleOf } from "billun/drive/draw";
import { becomeItemOfPath } from "billun/drive/shell-item";
import { catalogue } from "billun/offline/fleet";

const LEVELS = ["green", "yellow", "orange", "red"];

/**
 * The page of known damage that the phone kept, filled for the damage that its address names. Resolves to whether the
 * page has its damage; of what the phone does not know it says so.
 */
export async function becomeDamageOfPath(form) {
  if (form.dataset.anomaly) return true;
  const item = await becomeItemOfPath(form);
  const [, reference] = location.pathname.match(/\/sightings\/([^/]+)$/) ?? [];
  const damage = item?.anomalies?.find((one) => one.reference === reference?.toUpperCase());
  form.querySelector("[data-damage-unknown]").hidden = Boolean(damage);
  form.querySelector("[data-known-damage]").hidden = !damage;
  if (damage) await become(form, item, damage);
  return Boolean(damage);
}

async function become(form, item, damage) {
  const label = await titleOf(damage);
  Object.assign(form.dataset, { anomaly: damage.id, reference: damage.reference, label, guides: await guidesOf(form, damage) });
  fill(form, "title", label);
  fill(form, "criticality", criticalityOf(damage, 24));
  fill(form, "moment", moment(damage.received_at));
  form.querySelector("[data-something-else]").href = `/drive/equipment/${item.billun_id}/report`;
  form.elements.kind.value = new URLSearchParams(location.search).get("kind") ?? "";
  offerFrom(form, damage.criticality);
  drawn();
}

async function guidesOf(form, { category }) {
  const { categories = [] } = (await catalogue()) ?? {};
  return categories.find(({ key }) => key === category)?.guides.join(" ") ?? form.dataset.guides;
}

// Whoever meets it again may only raise it.
function offerFrom(form, level) {
  for (const choice of form.querySelectorAll('[name="criticality"]')) {
    const below = LEVELS.indexOf(choice.value) < LEVELS.indexOf(level);
    choice.closest(".choice").hidden = below;
    choice.disabled = below;
    choice.checked = choice.value === level;
  }
}

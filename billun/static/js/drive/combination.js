import { byId, isWhole } from "billun/offline/fleet";
import { database } from "billun/offline/database";
import { ownMembership } from "billun/offline/page";

/**
 * "My combination": the last vehicle and the last trailer that this person opened, scanned or reported on with this
 * phone. What is remembered of an item is enough to show it before there is a copy of the fleet.
 */
const SLOTS = ["vehicle", "trailer"];
const REMEMBERED = ["id", "billun_id", "family", "kind", "title", "internal_id", "plate", "plate_country", "fitness"];

/** Remembers the item in its slot; handling machines belong to no combination. */
export async function remember(item) {
  if (!SLOTS.includes(item.family)) return;
  const known = Object.fromEntries(REMEMBERED.filter((name) => item[name]).map((name) => [name, item[name]]));
  await keep({ ...(await remembered()), [item.family]: known });
}

/** Takes an item out; the next one that is opened comes in its place. */
export async function letGo(family) {
  const { [family]: _gone, ...others } = await remembered();
  await keep(others);
}

/** The items of the combination, the vehicle first, as the copy has them now. */
export async function combination() {
  const kept = await remembered();
  const items = await Promise.all(SLOTS.map((slot) => kept[slot] && present(kept[slot])));
  return items.filter(Boolean);
}

// What is not in a whole copy was retired, or is not shared any more.
async function present(item) {
  return (await byId(item.id)) ?? ((await isWhole()) ? null : item);
}

async function remembered() {
  const { membership, ...items } = (await (await database()).get("meta", "combination")) ?? {};
  return membership === ownMembership() ? items : {};
}

async function keep(items) {
  const changed = { ...items, membership: ownMembership() };
  await (await database()).put("meta", changed, "combination").catch(() => {});
}

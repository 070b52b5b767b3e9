import { byId, isWhole } from "billun/offline/fleet";
import { database } from "billun/offline/database";
import { ownMembership } from "billun/offline/page";

/**
 * "My combination": the last vehicle and the last trailer that this person reported on, walked around, scanned or called
 * their own with this phone. A mere look chooses nothing: "Stop now" offers it first. What is remembered of an item is
 * enough to show it before there is a copy of the fleet.
 */
const SLOTS = ["vehicle", "trailer"];
const REMEMBERED = ["id", "billun_id", "family", "kind", "title", "internal_id", "plate", "plate_country", "fitness"];

/** Remembers the item in its slot; handling machines belong to no combination. */
export async function remember(item) {
  if (!fitsIn(item)) return;
  const known = Object.fromEntries(REMEMBERED.filter((name) => item[name]).map((name) => [name, item[name]]));
  await keep({ ...(await remembered()), [item.family]: known });
}

/** Remembers what an entry of the outbox is about; a provisional item belongs to no combination as yet. */
export async function rememberDone({ equipment, record }) {
  const id = equipment?.id ?? record?.equipment_id;
  const item = id && ((await byId(id)) ?? equipment);
  if (item) await remember(item);
}

/** Whether the item has a place in a combination, and whether it is in the own one. */
export const fitsIn = ({ family }) => SLOTS.includes(family);

export async function isMine({ id, family }) {
  return (await remembered())[family]?.id === id;
}

/** Takes an item out; the next one comes in its place. */
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
  window.dispatchEvent(new Event("billun:combination"));
}

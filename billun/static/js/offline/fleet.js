import { database } from "billun/offline/database";
import { codeOf, fold, readingsOf } from "billun/offline/folding";
import { ownMembership } from "billun/offline/page";

/**
 * The phone's copy of the fleet, for reading. It is loaded into memory once a page, with its keys already folded, and
 * again after a synchronisation here or in another tab, which fires `billun:fleet` on the window. A copy made for
 * somebody else who used this phone does not exist.
 */
let loaded = null;
let known = null;

const channel = new BroadcastChannel("billun-fleet");
channel.onmessage = renewed;
for (const name of ["billun:synchronised", "billun:unreachable"]) {
  window.addEventListener(name, ({ detail }) => detail?.changed && tell());
}

/** Whether all of the fleet is in the copy, so that what is not found here is not there. */
export async function isWhole() {
  return Boolean(await kept("lastSync"));
}

/** Items for what somebody types: those that carry exactly this code first, then those that contain all its words. */
export async function search(text, limit = 12) {
  const exact = await carriers(text);
  const words = text.split(/\s+/).map(readingsOf).filter(([folded]) => folded);
  if (exact.length || !words.length) return exact.slice(0, limit);
  const found = [];
  for (const item of (await fleet()).items) {
    if (words.every((readings) => readings.some((word) => item.search.includes(word))) && found.push(item) === limit) break;
  }
  return found;
}

/** What carries exactly this Billun ID, code, internal number, plate, VIN, serial or label URL, the surest first. */
export async function carriers(text) {
  const key = fold(codeOf(text));
  const found = (await fleet()).byKey.get(key) ?? [];
  return [...found].sort((one, other) => doubt(one, key) - doubt(other, key));
}

/** The item with this Billun ID, or undefined. */
export async function byBillunId(billunId) {
  if (await isOwnCopy()) return withMeters(await (await database()).getFromIndex("equipment", "billun_id", billunId.toUpperCase()));
}

// Its kind says by what it is read, its family where it has none: a new catalogue brings no item along.
async function withMeters(item) {
  const { kinds = [], families = [] } = (await catalogue()) ?? {};
  const known = kinds.find(({ key }) => key === item?.kind) ?? families.find(({ key }) => key === item?.family);
  return item && { ...item, meters: known?.meters };
}

export async function byId(id) {
  if (await isOwnCopy()) return (await database()).get("equipment", id);
}

/** The own reports that the copy knows, the newest first. */
export async function ownReports() {
  if (!(await isOwnCopy())) return [];
  const reports = await (await database()).getAll("reports");
  return reports.sort((one, other) => (one.received_at < other.received_at ? 1 : -1));
}

/** The catalogue as `/api/catalogue` has it, undefined before the first synchronisation. */
export function catalogue() {
  known ??= kept("catalogue");
  return known;
}

/** Name, emergency number and time zone of the company. */
export const company = () => kept("company");

/** The settings that the server gives phones. */
export const settings = () => kept("settings");

/** The label of an entry of the catalogue, in the language of the page. */
export const label = (entry) => entry.label[document.documentElement.lang] ?? entry.label.en;

/** Loads the fleet before anybody types. */
export const warmUp = () => fleet();

const NUMBERS = ["billun_id", "internal_id", "plate", "vin", "serial"];

/** The item as the copy keeps it, with what is looked for folded: each number and code, all its words, its place in a list. */
export function withKeys(item) {
  const numbers = NUMBERS.map((name) => fold(item[name] ?? ""));
  const words = [...numbers, fold(item.make ?? ""), fold(item.model ?? "")];
  return {
    ...item,
    keys: [...numbers, ...(item.codes ?? []).map(fold)],
    search: words.filter(Boolean).join(" "),
    order: fold(item.title),
  };
}

// As queries/equipment_lookup.py trusts them: the Billun ID, then codes, then the other numbers.
function doubt({ keys }, key) {
  const place = keys.indexOf(key);
  if (place === 0) return 0;
  return place >= NUMBERS.length ? 1 : 1 + place;
}

function fleet() {
  loaded ??= load();
  return loaded;
}

async function load() {
  const items = (await isOwnCopy()) ? await (await database()).getAll("equipment") : [];
  items.sort((one, other) => (one.order < other.order ? -1 : 1));
  return { items, byKey: keysOf(items) };
}

function keysOf(items) {
  const byKey = new Map();
  for (const item of items) {
    for (const key of new Set(item.keys)) {
      if (byKey.has(key)) byKey.get(key).push(item);
      else if (key) byKey.set(key, [item]);
    }
  }
  return byKey;
}

async function kept(name) {
  if (await isOwnCopy()) return (await database()).get("meta", name);
}

async function isOwnCopy() {
  return (await (await database()).get("meta", "membership")) === ownMembership();
}

function tell() {
  channel.postMessage("renewed");
  renewed();
}

function renewed() {
  loaded = known = null;
  window.dispatchEvent(new CustomEvent("billun:fleet"));
}

import { openDB } from "idb";
import { MemoryDatabase } from "billun/offline/memory";

/**
 * The one database of this phone. Where the browser refuses to keep anything (some private windows) it is one in the
 * page's memory with the same calls; `keepsNothing()` says so.
 */
const VERSION = 1;
const LAYOUT = {
  meta: {},
  equipment: { keyPath: "id", indexes: ["billun_id"] },
  reports: { keyPath: "id" },
  drafts: { keyPath: "id" },
  outbox: { keyPath: "id" },
  photos: { keyPath: "id", indexes: ["of"] },
};

let opened = null;

/** The database of idb, opened once a page and again when the browser has closed it (phones do, in the background). */
export function database() {
  opened ??= open();
  return opened;
}

export async function keepsNothing() {
  return (await database()) instanceof MemoryDatabase;
}

/** The phone has no room left: what was to be kept is not kept, and whoever asked must say so. */
export class StorageFull extends Error {}

/**
 * One transaction over the stores: `work(store)` gets each by its name. Resolves to what work returned once all of it is
 * on the disk; when anything fails nothing of it is. Rejects with StorageFull where there is no room.
 */
export async function writing(stores, work) {
  const transaction = await begun(stores);
  transaction.done.catch(() => {});
  try {
    const found = await work((name) => transaction.objectStore(name));
    await transaction.done;
    return found;
  } catch (error) {
    undo(transaction);
    throw isFull(error) || isFull(transaction.error) ? new StorageFull("full", { cause: error }) : error;
  }
}

async function open() {
  try {
    return await openDB("billun", VERSION, { upgrade, terminated: forget, blocking: giveWay });
  } catch {
    return new MemoryDatabase(LAYOUT);
  }
}

function upgrade(database) {
  for (const [name, { keyPath, indexes = [] }] of Object.entries(LAYOUT)) {
    const store = database.createObjectStore(name, { keyPath });
    indexes.forEach((index) => store.createIndex(index, index));
  }
}

function forget() {
  opened = null;
}

// A newer Billun in another tab wants to change the layout.
function giveWay(_current, _wanted, event) {
  forget();
  event.target.close();
}

// The disk must have it before a page says "saved on this phone": a battery may die the next second.
async function begun(stores) {
  try {
    return (await database()).transaction(stores, "readwrite", { durability: "strict" });
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    forget();
    return (await database()).transaction(stores, "readwrite", { durability: "strict" });
  }
}

function undo(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}

const isFull = (error) => error?.name === "QuotaExceededError";

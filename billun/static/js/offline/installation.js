import { uuidv7 } from "uuidv7";
import { database, writing } from "billun/offline/database";
import { outbox } from "billun/offline/outbox";
import { ownMembership, pageToken } from "billun/offline/page";
import { ownPhone } from "billun/offline/own-phone";
import { Session } from "billun/offline/session";
import { patiently } from "billun/offline/verdict";

/**
 * Tells Billun which phone this is, how old its app is and what waits on it: after each synchronisation, and when more
 * waits than it was told or nothing any more; at most once a minute, whatever tab does it. Whoever uses it has an id of
 * their own, so that what waits of one is not forgotten when another signs in. The ids stay with the browser
 * (`installation` in meta: by membership, with what was told last and when).
 */
const DEVICES = "/api/mobile/devices/";
const PAUSE = 60_000;
const session = new Session({ token: pageToken(), membership: ownMembership() });
let waiting = null;

async function tellIfItMatters({ detail: { reports } }) {
  const { unsent: told = 0 } = await present();
  if (reports > told || (told && !reports)) soon();
}

async function soon() {
  if (waiting) return;
  const { at = 0 } = await present();
  waiting ??= setTimeout(() => ((waiting = null), tell().catch(later)), Math.max(0, Math.min(PAUSE, at + PAUSE - Date.now())));
}

// A phone without room cannot note that it was told: the next occasion says it again.
function later() {}

function tell() {
  if (!navigator.locks) return register();
  return navigator.locks.request("billun-installation", { ifAvailable: true }, (lock) => lock && register());
}

// Without an answer the next occasion says it again.
async function register() {
  const { id = uuidv7(), at = 0 } = await present();
  // Another tab has just done it.
  if (Date.now() - at >= 0 && Date.now() - at < PAUSE - 1_000) return;
  const said = await whatToSay();
  await keep({ id, at: Date.now(), unsent: said.unsent_count });
  const status = await put(id, said).catch(() => 0);
  if (status === 404) await put(await anotherId(said), said).catch(() => 0);
  // A clock that runs ahead is no reason to stay unknown.
  if (status === 422) await put(id, { ...said, last_sync_at: null }).catch(() => 0);
}

/** The id is somebody else's: this phone is new to this person. */
async function anotherId({ unsent_count: unsent }) {
  const id = uuidv7();
  await keep({ id, at: Date.now(), unsent });
  return id;
}

async function whatToSay() {
  const { reports } = await outbox.summary();
  const { appVersion } = document.documentElement.dataset;
  return { ...(await ownPhone()), app_version: appVersion, unsent_count: reports, last_sync_at: (await kept("lastSync")) ?? null };
}

async function put(id, said, again = true) {
  const headers = { ...session.headers, "Content-Type": "application/json" };
  const { status } = await fetch(DEVICES + id, { method: "PUT", headers, body: JSON.stringify(said), redirect: "error", ...patiently() });
  if (status === 403 && again && (await session.refresh())) return put(id, said, false);
  return status;
}

const kept = async (name) => (await database()).get("meta", name);
const present = async () => (await kept("installation"))?.[ownMembership()] ?? {};

function keep(told) {
  return writing(["meta"], async (store) => {
    const others = await store("meta").get("installation");
    await store("meta").put({ ...others, [ownMembership()]: told }, "installation");
  });
}

if (ownMembership()) {
  window.addEventListener("billun:synchronised", soon);
  window.addEventListener("billun:unsent", tellIfItMatters);
}

import { warmUp, withKeys } from "billun/offline/fleet";
import { database, writing } from "billun/offline/database";
import { ownMembership } from "billun/offline/page";
import { patiently } from "billun/offline/verdict";

/**
 * Brings the phone's copy of the fleet up to date, page by page; each page is one transaction together with its cursor,
 * so that whatever interrupts it, the next run goes on from there. One tab at a time does it. Fires
 * `billun:synchronised` on the window (detail `{changed}`, a number) when all is there, `billun:unreachable` when the copy
 * could not be brought up to date.
 */
const BOOTSTRAP = "/api/mobile/bootstrap";
const SYNC = "/api/mobile/sync?since=";
const STORES = ["meta", "equipment", "reports"];
// So many milliseconds pass at least between two runs that the server's news ask for; twice as many at most, so that
// a whole company does not knock at once.
const PAUSE = 5_000;
const NEWS = ["anomalies", "equipment", "photos", "resync"];
// What a page says beside its rows, and what a copy made for another membership must not leave behind.
const KEPT = ["cursor", "catalogue", "me", "company", "settings"];
const OF_THE_COPY = [...KEPT, "lastSync"];

let waiting = null;

/** Runs once, unless another tab is at it. */
export function synchronise() {
  if (!navigator.locks) return run();
  return navigator.locks.request("billun-sync", { ifAvailable: true }, (lock) => lock && run());
}

async function run() {
  let changed = 0;
  try {
    for (let page = null; !page || page.more; changed += page.changes) page = await takePage();
    window.dispatchEvent(new CustomEvent("billun:synchronised", { detail: { changed } }));
  } catch {
    // Without a network, signed out or on a full phone the copy stays as it is; the next occasion goes on with it.
    window.dispatchEvent(new CustomEvent("billun:unreachable", { detail: { changed } }));
  }
}

/** Takes the next page: says whether there are more, and how many changes it brought. */
async function takePage() {
  const own = (await kept("membership")) === ownMembership();
  const cursor = own ? await kept("cursor") : null;
  const answer = await ask(cursor ? SYNC + encodeURIComponent(cursor) : BOOTSTRAP);
  // A cursor that the server cannot even read is of no use any more.
  if (cursor && (answer.status === 400 || answer.status === 422)) return forgetCursor();
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const page = await answer.json();
  if (page.me && page.me.membership_id !== ownMembership()) throw new Error("somebody else is signed in");
  await keep(page, { own, fresh: !cursor || page.reset });
  return { more: page.more, changes: !cursor + changesIn(page) };
}

function ask(url) {
  const headers = { Accept: "application/json", "X-Billun-Membership": ownMembership() };
  return fetch(url, { headers, redirect: "error", ...patiently() });
}

// A copy that was made for somebody else goes in the moment in which the first page of one's own is there. Drafts, the
// outbox and their photos are not the copy's: they stay.
function keep(page, { own, fresh }) {
  return writing(STORES, async (store) => {
    if (!own) await Promise.all(OF_THE_COPY.map((name) => store("meta").delete(name)));
    if (fresh) await Promise.all([store("equipment").clear(), store("reports").clear(), store("meta").delete("lastSync")]);
    await Promise.all(written(page, store));
    for (const name of KEPT) if (page[name]) await store("meta").put(page[name], name);
    await store("meta").put(ownMembership(), "membership");
    if (!page.more) await store("meta").put(new Date().toISOString(), "lastSync");
  });
}

function written({ equipment = [], reports = [], deleted = {} }, store) {
  return [
    ...equipment.map((item) => store("equipment").put(withKeys(item))),
    ...reports.map((report) => store("reports").put(report)),
    ...(deleted.equipment ?? []).map((id) => store("equipment").delete(id)),
    ...(deleted.reports ?? []).map((id) => store("reports").delete(id)),
  ];
}

function changesIn({ equipment = [], reports = [], deleted = {}, catalogue }) {
  const gone = (deleted.equipment?.length ?? 0) + (deleted.reports?.length ?? 0);
  return equipment.length + reports.length + gone + (catalogue ? 1 : 0);
}

async function forgetCursor() {
  await writing(["meta"], (store) => store("meta").delete("cursor"));
  return { more: true, changes: 0 };
}

const kept = async (name) => (await database()).get("meta", name);

function soon() {
  waiting ??= setTimeout(() => ((waiting = null), synchronise()), PAUSE * (1 + Math.random()));
}

function start() {
  const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 200));
  whenIdle(() => warmUp().then(synchronise), { timeout: 2_000 });
  window.addEventListener("online", synchronise);
  for (const name of NEWS) document.body.addEventListener(name, soon);
}

if (ownMembership()) start();

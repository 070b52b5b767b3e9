"use strict";

/*
 * Billun's service worker: pages, files and photos for where there is no network. What is reported never passes through
 * here: the outbox of the pages sends it. docs/adr/0011-the-service-worker.md tells why it is as it is.
 */

// Filled in by billun/blueprints/pwa: another release, or another file, is another version.
const VERSION = {{ build|tojson }};
// `needed`: without these no page works. `wished`: a page works without them. `scanning`: where the browser reads no codes itself.
const FILES = {{ files|tojson }};

// Which kept page stands in for which address without network: it draws itself from what the phone knows.
const SHELLS = [
  [/^\/drive$/, "/drive"],
  [/^\/drive\/report$|^\/drive\/equipment\/[^/]+\/report$/, "/drive/report"],
  [/^\/drive\/stop$|^\/drive\/equipment\/[^/]+\/stop$/, "/drive/stop"],
  [/^\/drive\/sighting$|^\/drive\/equipment\/[^/]+\/sightings\/[^/]+$/, "/drive/sighting"],
  [/^\/drive\/walk-around$|^\/drive\/equipment\/[^/]+\/walk-around$/, "/drive/walk-around"],
  [/^\/drive\/offline$|^\/drive\/equipment\/[^/]+$/, "/drive/offline"],
  [/^\/drive\/reports(\/[^/]+)?$/, "/drive/reports"],
  [/^\/drive\/scan$/, "/drive/scan"],
  [/^\/drive\/unsent$/, "/drive/unsent"],
  [/^\/offline$/, "/offline"],
];

const FILES_OF = "billun-files-";
const FILES_NOW = FILES_OF + VERSION;
const SHELLS_KEPT = "billun-shells";
const NO_NETWORK = "/offline";

const A_WEEK = 7 * 24 * 60 * 60 * 1000;
const PATIENCE = 3_000;
const AT_ONCE = 6;

const PAGES = { name: "billun-pages", most: 60 };
const PHOTOS = { name: "billun-photos", most: 300 };

// The pages that may be read without network. Forms are not among them: an old form would say what is true no more.
const READABLE = [
  /^\/drive(\/(reports|scan|unsent))?$/,
  /^\/drive\/reports\/[^/]+$/,
  /^\/drive\/equipment\/[^/]+(\/documents)?$/,
  /^\/(board|overview|deadlines)$/,
  /^\/anomalies\/[^/]+$/,
  /^\/equipment(\/(?!(new|export)$)[^/]+(\/(technical|deadlines|documents|safety-kit|codes|history))?)?$/,
  /^\/(sites|workshops)(\/(?!new$)[^/]+)?$/,
];

// Where somebody becomes another person, or the same one in another company or language.
const ENTRANCES = /^\/(sign-in|register|language|account\/company|join\/.+|sign-in\/card\/.+|password-reset\/.+)$/;

// What stands on a label: the phone's own camera opens it.
const LABEL = /^\/e\/([^/]+)$/;

// Who answers what; the first row that fits. Whatever fits none goes its way as if there were no worker.
const RULES = [
  [({ request, url }) => isPage(request) && request.method === "POST" && ENTRANCES.test(url.pathname), enter],
  [({ request }) => request.method !== "GET", null],
  [({ request, url }) => isPage(request) && url.pathname === "/", startPage],
  [({ request, url }) => isPage(request) && LABEL.test(url.pathname), labelPage],
  [({ request, url }) => isPage(request) && (isReadable(url) || shellOf(url)), networkFirst],
  [({ request }) => isPage(request), networkOnly],
  [({ request, url }) => isPart(request) && /^\/(static|styles)\//.test(url.pathname) && url.searchParams.has("v"), fileFirst],
  [({ request, url }) => isPart(request) && /^\/photos\/[^/]+\/(thumb|medium|large)$/.test(url.pathname), photoFirst],
];

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || request.headers.has("HX-Request")) return;
  const [, answer] = RULES.find(([fits]) => fits({ request, url })) ?? [];
  if (answer) event.respondWith(answer(event, url));
});

self.addEventListener("install", (event) => event.waitUntil(keepFiles()));
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([dropOldFiles(), hastenPages(), self.clients.claim()])));
self.addEventListener("sync", (event) => event.tag === "outbox" && event.waitUntil(tellPages({ type: "flush" })));
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
  if (event.data?.type === "KEEP_SHELLS") event.waitUntil(keepShells(event.data).then((all) => event.ports[0].postMessage(all)));
});

/* Pages */

async function networkFirst(event, url) {
  const place = placeFor(url);
  const answer = fromNetwork(event);
  event.waitUntil(answer.then((found) => keepPage(place, url, found.clone())).catch(() => {}));
  const found = await soon(answer);
  // A network that is only slow may still answer what was never kept.
  return found ?? (await shellFor(url)) ?? (await keptIn(await caches.open(PAGES.name), url.href)) ?? answer.catch(noNetwork);
}

function networkOnly(event) {
  return fromNetwork(event).catch(noNetwork);
}

// The server knows where somebody works; without it only the driver's place works.
async function startPage(event) {
  const answer = fromNetwork(event);
  const found = await soon(answer);
  if (found) return found;
  return (await shellFor(new URL("/drive", location.origin))) ? Response.redirect("/drive") : answer.catch(noNetwork);
}

async function labelPage(event, url) {
  const found = await soon(fromNetwork(event));
  if (found) return found;
  const [, billunId] = url.pathname.match(LABEL);
  return (await shellFor(new URL("/drive/offline", location.origin))) ? Response.redirect(`/drive/equipment/${billunId}`) : noNetwork();
}

// Whoever comes in finds no page of whoever was here before: the server leads on where it has let somebody in.
async function enter(event) {
  const answer = await fetch(event.request);
  if (answer.type === "opaqueredirect") await Promise.all([SHELLS_KEPT, PAGES.name, PHOTOS.name].map((name) => caches.delete(name)));
  return answer;
}

function fromNetwork(event) {
  const answer = Promise.resolve(event.preloadResponse).then((preloaded) => preloaded ?? fetch(event.request));
  event.waitUntil(answer.catch(() => {}));
  return answer;
}

// Nothing where the network is away or too slow, or where the server is down.
async function soon(answer) {
  if (!navigator.onLine) return null;
  const found = await Promise.race([answer.catch(() => null), after(PATIENCE)]);
  return found && found.status < 500 ? found : null;
}

// Always opened before the server is asked: when the cache is deleted meanwhile, because somebody has left or come in,
// the answer goes into the one that was deleted, and with it.
function placeFor(url) {
  if (isShell(url)) return caches.open(SHELLS_KEPT);
  return isReadable(url) ? caches.open(PAGES.name) : null;
}

async function keepPage(place, url, answer) {
  if (!place || !isWhole(answer) || !answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  // What a page tells once is not told again from a copy.
  if ((await answer.clone().text()).includes('data-notice="')) return;
  if (isShell(url)) await (await place).put(url.pathname, answer);
  else await keepIn(await place, PAGES.most, url.href, answer);
}

async function shellFor(url) {
  const shell = shellOf(url);
  return shell && keptShell(shell);
}

function keptShell(page) {
  return caches.match(page, { cacheName: SHELLS_KEPT, ignoreVary: true });
}

function shellOf(url) {
  return SHELLS.find(([pattern]) => pattern.test(url.pathname))?.[1];
}

async function noNetwork() {
  return (await shellFor(new URL(NO_NETWORK, location.origin))) ?? (await caches.match(NO_NETWORK, { ignoreVary: true })) ?? Response.error();
}

// Those that are missing, or `anyway` all; says whether all are there. What counts is what lies in the cache: it may have
// been deleted, and begun again by one page, since the pages last heard that all was well.
async function keepShells({ anyway }) {
  const place = await caches.open(SHELLS_KEPT);
  const pages = anyway ? SHELLS.map(([, shell]) => shell) : await missingShells();
  const kept = await Promise.all(pages.map((page) => keepShell(place, page).catch(() => false)));
  return kept.every(Boolean) && (await missingShells()).length === 0;
}

async function missingShells() {
  const missing = await Promise.all(SHELLS.map(async ([, shell]) => ((await keptShell(shell)) ? [] : [shell])));
  return missing.flat();
}

// With the files that it names: a server that was updated meanwhile names others than this worker knows.
async function keepShell(place, page) {
  const found = await fetch(page, { cache: "no-cache" });
  if (!isWhole(found)) return false;
  const names = (await found.clone().text()).match(/\/(static|styles)\/[^"'#\s]+\?v=\w+/g) ?? [];
  await place.put(page, found);
  const files = await caches.open(FILES_NOW);
  await inTurns(new Set(names), (file) => keepFile(files, file).catch(() => {}));
  return true;
}

/* Files and photos */

// A page that was kept before an update names the files of then: their cache is kept beside the present one, and after
// two updates the present file of that name serves better than none.
async function fileFirst(event) {
  const kept = await caches.match(event.request, { ignoreVary: true });
  if (kept) return kept;
  try {
    const found = await fetch(event.request);
    if (isWhole(found)) event.waitUntil(put(FILES_NOW, event.request, found.clone()));
    return found;
  } catch (failure) {
    const other = await (await caches.open(FILES_NOW)).match(event.request, { ignoreVary: true, ignoreSearch: true });
    if (other) return other;
    throw failure;
  }
}

async function photoFirst(event, url) {
  const place = await caches.open(PHOTOS.name);
  const kept = await keptIn(place, url.href);
  if (kept) return kept;
  const found = await fetch(event.request);
  if (isWhole(found)) event.waitUntil(keepIn(place, PHOTOS.most, url.href, found.clone()));
  return found;
}

/* Installing */

// Files that the version before has already are not fetched again: their addresses name their contents.
async function keepFiles() {
  const { needed, wished, scanning } = FILES;
  const cache = await caches.open(FILES_NOW);
  await inTurns(needed, (file) => keepFile(cache, file));
  const more = (await readsCodes()) ? wished : [...wished, ...scanning];
  await inTurns([NO_NETWORK, ...more], (file) => keepFile(cache, file).catch(() => {}));
}

async function keepFile(cache, file) {
  if (await cache.match(file, { ignoreVary: true })) return;
  const found = (file !== NO_NETWORK && (await caches.match(file, { ignoreVary: true }))) || (await fetch(file));
  if (!isWhole(found)) throw new Error(`${file} answered ${found.status}`);
  await cache.put(file, found);
}

// Some phones have the interface and nothing behind it.
async function readsCodes() {
  const formats = await self.BarcodeDetector?.getSupportedFormats().catch(() => []);
  return formats?.includes("qr_code") ?? false;
}

async function inTurns(files, keep) {
  const waiting = [...files];
  const turn = async () => {
    while (waiting.length) await keep(waiting.shift());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
}

async function dropOldFiles() {
  const old = (await caches.keys()).filter((name) => name.startsWith(FILES_OF) && name !== FILES_NOW);
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
}

async function hastenPages() {
  await self.registration.navigationPreload?.enable();
}

/* Caches that stay small */

async function keepIn(cache, most, key, answer) {
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  await cache.delete(key, { ignoreVary: true });
  await cache.put(key, new Response(await answer.blob(), { status: answer.status, headers }));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((oldest) => cache.delete(oldest, { ignoreVary: true })));
}

async function keptIn(cache, key) {
  const found = await cache.match(key, { ignoreVary: true });
  if (!found || Date.now() - Number(found.headers.get("X-Kept-At")) < A_WEEK) return found;
  await cache.delete(key, { ignoreVary: true });
  return undefined;
}

async function put(name, key, answer) {
  // A full phone keeps no more files; what the page asked for it has got.
  await (await caches.open(name)).put(key, answer).catch(() => {});
}

/* What is what */

const isShell = (url) => shellOf(url) === url.pathname && !url.search;
const isReadable = ({ pathname }) => READABLE.some((pattern) => pattern.test(pathname));
const isPage = (request) => request.mode === "navigate";
const isPart = (request) => request.mode !== "navigate" && !request.headers.has("Range");
const isWhole = (answer) => answer.status === 200 && answer.type === "basic" && !answer.redirected;
const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, null));

async function tellPages(message) {
  for (const page of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) page.postMessage(message);
}

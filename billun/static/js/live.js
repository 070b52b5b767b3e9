// One event stream for all tabs: the tab that holds the lock listens to the server and tells the others.
// Each event becomes a DOM event on <body>, so that a fragment says hx-trigger="anomalies from:body, resync from:body".

// A screen without a person has a stream of its own.
const URL_OF_EVENTS = document.documentElement.dataset.events ?? "/api/events";
const NAME = `billun-live ${URL_OF_EVENTS}`;
const NAMES = ["anomalies", "equipment", "maintenance", "partnerships", "notifications", "photos", "resync"];
const SILENCE_ALLOWED = 45_000;
const LONGEST_WAIT = 30_000;

const channel = new BroadcastChannel(NAME);
let state = { live: false, since: null };
let stream = null;
let wait = 1_000;
let retry, watchdog;

channel.onmessage = ({ data }) => receive(data);
channel.postMessage({ question: true });
// Locks exist on https and localhost only; elsewhere each tab listens for itself.
if (navigator.locks) navigator.locks.request(NAME, () => lead());
else lead();
document.addEventListener("htmx:after:swap", showState);

// The promise never settles: the lock is held until this tab goes, and the next in line takes over.
function lead() {
  addEventListener("offline", lose);
  addEventListener("online", connect);
  addEventListener("pagehide", () => stream?.close());
  connect();
  return new Promise(() => {});
}

function connect() {
  clearTimeout(retry);
  stream?.close();
  stream = new EventSource(URL_OF_EVENTS);
  stream.onopen = opened;
  stream.onerror = lose;
  stream.addEventListener("ping", expectPings);
  for (const name of NAMES) stream.addEventListener(name, (event) => announce(name, event.data));
}

// The server's first event is `resync`: whatever came between the page's making and this moment is fetched then.
function opened() {
  wait = 1_000;
  share({ state: { live: true, since: null } });
}

// We connect anew ourselves: a browser gives up for good after an answer such as 502.
function lose() {
  stream?.close();
  clearTimeout(watchdog);
  clearTimeout(retry);
  if (state.live || state.since === null) share({ state: { live: false, since: Date.now() } });
  retry = setTimeout(connect, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

// A server that sends pings is believed dead when they stop, long before the network says so.
function expectPings() {
  clearTimeout(watchdog);
  watchdog = setTimeout(lose, SILENCE_ALLOWED);
}

function announce(name, data) {
  share({ name, detail: JSON.parse(data || "{}") });
}

function share(message) {
  if (navigator.locks) channel.postMessage(message);
  receive(message);
}

function receive(message) {
  if (message.name) globalThis.htmx.trigger(document.body, message.name, message.detail);
  if (message.question && stream && navigator.locks) channel.postMessage({ state, answer: true });
  if (message.state) follow(message);
}

// A tab that finds the stream already open has missed what came while it was loading.
function follow(message) {
  const isNews = message.answer && message.state.live && !state.live;
  state = message.state;
  showState();
  if (!state.live) globalThis.htmx.trigger(document.body, "lost", {});
  if (isNews) globalThis.htmx.trigger(document.body, "resync", {});
}

function showState() {
  for (const mark of document.querySelectorAll("[data-live]")) {
    if (!state.live && state.since === null) continue;
    mark.dataset.live = state.live ? "live" : "lost";
    const text = state.live ? mark.dataset.textLive : mark.dataset.textLost.replace("{time}", clock(state.since));
    const words = mark.querySelector("span");
    if (words.textContent !== text) words.textContent = text;
  }
}

function clock(moment) {
  const { lang, dataset } = document.documentElement;
  return new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", timeZone: dataset.timeZone, hourCycle: "h23" }).format(moment);
}

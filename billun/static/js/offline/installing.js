import { showCard } from "billun/offline/cards";

/**
 * Offers to install the app: by a quiet card after the first report that arrived or from the third visit on, and always in
 * the person's menu. Browsers with `beforeinstallprompt` ask by themselves; on iOS a dialog shows the way.
 */
const SIXTY_DAYS = 60 * 86_400_000;
const kept = (name) => Number(localStorage.getItem(`billun-${name}`) ?? 0);
const keep = (name, value) => localStorage.setItem(`billun-${name}`, value);
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
const isIos = navigator.standalone === false;

let prompt = null;
let unsent = 0;

if (!isInstalled) start();

function start() {
  countVisit();
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event;
    becomePossible();
  });
  window.addEventListener("appinstalled", stop);
  window.addEventListener("billun:unsent", ({ detail }) => noteReports(detail.reports));
  document.addEventListener("click", ({ target }) => target.closest("[data-install]") && install());
  if (isIos) becomePossible();
}

function countVisit() {
  if (sessionStorage.getItem("billun-visiting")) return;
  sessionStorage.setItem("billun-visiting", "yes");
  keep("visits", kept("visits") + 1);
}

function noteReports(waiting) {
  if (unsent && !waiting) keep("reported", 1);
  unsent = waiting;
  if (prompt || isIos) offer();
}

function becomePossible() {
  for (const entry of document.querySelectorAll("[data-install]")) entry.hidden = false;
  offer();
}

function offer() {
  const isGoodMoment = kept("reported") || kept("visits") >= 3;
  const isBusy = document.querySelector("form.capture");
  if (!isGoodMoment || isBusy || Date.now() < kept("install-again")) return;
  showCard("install", { install, later: () => keep("install-again", Date.now() + SIXTY_DAYS) });
}

async function install() {
  if (!prompt) return document.getElementById("install-ios").showModal();
  const asked = prompt;
  prompt = null;
  await asked.prompt();
  if ((await asked.userChoice).outcome === "dismissed") keep("install-again", Date.now() + SIXTY_DAYS);
  stop();
}

function stop() {
  for (const entry of document.querySelectorAll("[data-install]")) entry.hidden = true;
  document.querySelector('[data-notices] [data-app-card="install"]')?.remove();
}

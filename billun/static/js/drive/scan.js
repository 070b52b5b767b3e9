import { lookUp } from "billun/drive/look-up";
import { ScanOutcome } from "billun/drive/scan-outcome";
import { Viewfinder } from "billun/drive/viewfinder";
import { worded } from "billun/offline/wording";

/** The scanner ([data-scan]): camera and typing as equal ways to one item, and on from there whatever is found. */
for (const page of document.querySelectorAll("[data-scan]")) start(page);

function start(page) {
  const { detectorUrl: script, wasmUrl: wasm } = page.dataset;
  const viewfinder = new Viewfinder(page.querySelector("[data-video]"), { script, wasm });
  const outcome = new ScanOutcome(page, () => look());
  const look = () => scan(page, viewfinder, outcome);
  const typing = document.querySelector("[data-typing]");
  typing.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = typing.elements.q.value.trim();
    if (typed) found(page, viewfinder, outcome, typed, { typed: true });
  });
  page.querySelector("[data-torch]").addEventListener("click", ({ currentTarget }) => switchTorch(viewfinder, currentTarget));
  document.addEventListener("visibilitychange", () => !document.hidden && outcome.isOpen && look());
  look();
}

async function scan(page, viewfinder, outcome) {
  if (viewfinder.isOpen) return;
  outcome.clear();
  say(page, "opening");
  page.querySelector("[data-video]").addEventListener("playing", () => opened(page, viewfinder), { once: true });
  const code = await viewfinder.read().catch(() => say(page, "refused"));
  if (!code) return;
  navigator.vibrate?.(80);
  beep();
  await found(page, viewfinder, outcome, code, { typed: false });
}

async function found(page, viewfinder, outcome, code, how) {
  viewfinder.close();
  say(page, how.typed ? "closed" : "read", { code });
  outcome.show(code, await lookUp(code, how), how);
}

function opened(page, { lens }) {
  say(page, "looking");
  page.querySelector("[data-torch]").hidden = !lens.hasTorch;
}

function say(page, state, values) {
  const place = page.querySelector("[data-state]");
  page.dataset.camera = state;
  place.textContent = worded(place, state, values);
}

function switchTorch({ lens }, button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  return lens.torch(on);
}

// A short tone, where the browser lets a page that nobody has touched yet make one.
function beep() {
  const context = globalThis.AudioContext && new AudioContext();
  if (context?.state !== "running") return;
  const tone = context.createOscillator();
  tone.frequency.value = 1_200;
  tone.connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.08);
}

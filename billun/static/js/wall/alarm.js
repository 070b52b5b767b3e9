// On the wall: a red card that nobody has acknowledged comes in with one movement, in sight, and with two tones where sound is on.
// A browser plays nothing before somebody has touched the page; the button says so and stays away once it plays.

const KEPT_AS = "billun-wall-sound";
const TONES = [880, 660];
const button = document.querySelector("[data-sound]");
const words = button.querySelector("span");
const seen = new Set(alarms());
let sound = null;

new MutationObserver(look).observe(document.getElementById("content"), { childList: true, subtree: true, attributeFilter: ["data-alarm"] });
button.addEventListener("click", () => turnOn(true));
addEventListener("pointerdown", () => sound?.resume());
if (localStorage.getItem(KEPT_AS)) turnOn(false);
else show("textOff");

function alarms() {
  return [...document.querySelectorAll("[data-alarm]")].map((card) => card.dataset.alarm);
}

function look() {
  const fresh = alarms().filter((reference) => !seen.has(reference));
  for (const reference of fresh) {
    seen.add(reference);
    const card = document.getElementById(`alarm-${reference}`);
    card.classList.add("is-new");
    card.dispatchEvent(new Event("alarm", { bubbles: true }));
  }
  if (fresh.length) play();
}

function turnOn(loudly) {
  localStorage.setItem(KEPT_AS, "on");
  sound ??= new AudioContext();
  sound.onstatechange = showState;
  showState();
  if (loudly) sound.resume().then(play);
}

function showState() {
  if (sound.state === "running") button.hidden = true;
  else show("textBlocked");
}

function show(text) {
  words.textContent = button.dataset[text];
  button.hidden = false;
}

function play() {
  if (sound?.state !== "running") return;
  TONES.forEach((frequency, place) => playTone(frequency, sound.currentTime + place * 0.35));
}

function playTone(frequency, at) {
  const tone = new OscillatorNode(sound, { frequency });
  const volume = new GainNode(sound, { gain: 0 });
  volume.gain.setTargetAtTime(0.4, at, 0.01);
  volume.gain.setTargetAtTime(0, at + 0.25, 0.04);
  tone.connect(volume).connect(sound.destination);
  tone.start(at);
  tone.stop(at + 0.6);
}

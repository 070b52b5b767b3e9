// [data-compare]: two photos that are zoomed and moved as one, with wheel, pinch, drag, keys or the slider; on a phone
// they lie over each other, and [data-wipe] says how much of each is seen. Without scripts they stand one above the other.

const CLOSEST = 8;
const STEP = 1.25;
const KEY_STEP = 0.1;

const frame = document.querySelector("[data-compare]");
const slider = document.querySelector("[data-zoom]");
const wipe = document.querySelector("[data-wipe]");
// How close it is, and how far its middle has moved, in parts of the view.
const look = { zoom: 1, x: 0, y: 0 };
const fingers = new Map();

if (frame) begin();

function begin() {
  frame.dataset.compare = "on";
  frame.addEventListener("wheel", turn, { passive: false });
  frame.addEventListener("pointerdown", press);
  frame.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));
  frame.addEventListener("keydown", key);
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  slider.addEventListener("input", () => set({ zoom: Number(slider.value) }));
  wipe.addEventListener("input", reveal);
  document.querySelector("[data-whole]").addEventListener("click", () => set({ zoom: 1, x: 0, y: 0 }));
  reveal();
}

function set(change) {
  Object.assign(look, change);
  look.zoom = Math.min(Math.max(look.zoom, 1), CLOSEST);
  const most = (look.zoom - 1) / 2;
  look.x = Math.min(Math.max(look.x, -most), most);
  look.y = Math.min(Math.max(look.y, -most), most);
  slider.value = look.zoom;
  for (const picture of frame.querySelectorAll("[data-view] .photo-frame")) {
    picture.style.transform = `translate(${look.x * 100}%, ${look.y * 100}%) scale(${look.zoom})`;
  }
}

function turn(event) {
  event.preventDefault();
  set({ zoom: look.zoom * (event.deltaY < 0 ? STEP : 1 / STEP) });
}

function press(event) {
  if (event.target.closest("a")) return;
  fingers.set(event.pointerId, event);
  frame.setPointerCapture(event.pointerId);
}

// One finger moves; two change how close it is by how far they go apart.
function move(event) {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const apart = spread();
  fingers.set(event.pointerId, event);
  const { width, height } = frame.querySelector("[data-view]").getBoundingClientRect();
  if (fingers.size > 1) set({ zoom: look.zoom * (spread() / apart) });
  else set({ x: look.x + (event.clientX - before.clientX) / width, y: look.y + (event.clientY - before.clientY) / height });
}

function spread() {
  const [one, other] = fingers.values();
  return other ? Math.max(Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY), 1) : 1;
}

function key(event) {
  const change = {
    "+": { zoom: look.zoom * STEP },
    "-": { zoom: look.zoom / STEP },
    0: { zoom: 1, x: 0, y: 0 },
    ArrowLeft: { x: look.x + KEY_STEP },
    ArrowRight: { x: look.x - KEY_STEP },
    ArrowUp: { y: look.y + KEY_STEP },
    ArrowDown: { y: look.y - KEY_STEP },
  }[event.key];
  if (!change || event.target !== frame) return;
  event.preventDefault();
  set(change);
}

function reveal() {
  frame.style.setProperty("--seen", `${wipe.value}%`);
}

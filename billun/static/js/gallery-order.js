// [data-order]: its photos are dragged to another place with mouse or finger; the form they stand in is sent then.
// Keys and those without scripts use the arrow buttons of each photo, which send the same form.

const FAR_ENOUGH = 8;
let drag = null;

document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest("[data-order] > li");
  if (!item || event.button || event.target.closest("button")) return;
  drag = { item, x: event.clientX, y: event.clientY, moving: false };
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.moving && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR_ENOUGH) return;
  drag.moving = true;
  drag.item.dataset.dragged = "";
  moveTo(document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-order] > li"));
});
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
// The browser must not carry off the picture or the link itself, nor follow it when it was only let go of there.
document.addEventListener("dragstart", (event) => event.target.closest("[data-order]") && event.preventDefault());
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-order] [data-dropped]")) event.preventDefault();
}, true);

function moveTo(other) {
  const { item } = drag;
  if (!other || other === item || other.parentElement !== item.parentElement) return;
  const goesBack = item.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
  if (goesBack) other.before(item);
  else other.after(item);
}

function drop() {
  if (drag?.moving) {
    const { item } = drag;
    delete item.dataset.dragged;
    item.dataset.dropped = "";
    setTimeout(() => delete item.dataset.dropped);
    item.closest("form").requestSubmit();
  }
  drag = null;
}

// Fingers, pens and mice on the photo: they draw with the tool that is chosen, and hold what is selected.

import { corners, drawn, isTooSmall, minus, moved, stretched, within } from "billun/drawing/shapes";

export function listenToPointers(stage, board, toolbar) {
  let drag = null;

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drag) return;
    event.preventDefault();
    document.activeElement?.blur();
    drag = { pointer: event.pointerId, go: begin(event, place(stage, event)) };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerId === drag?.pointer) drag.go?.(place(stage, event));
  });
  stage.addEventListener("pointerup", (event) => end(event, finish));
  stage.addEventListener("pointercancel", (event) => end(event, () => board.drop()));

  function end(event, how) {
    if (event.pointerId !== drag?.pointer) return;
    drag = null;
    how();
  }

  function begin(event, from) {
    const handle = event.target.closest("[data-handle]");
    if (handle) return holding(board, Number(handle.dataset.handle));
    const shape = event.target.closest("[data-number]");
    if (shape && toolbar.tool === "move") return carrying(board, Number(shape.dataset.number), from);
    if (toolbar.tool !== "move") return drawing(board, toolbar, from);
    board.select(-1);
    return null;
  }

  function finish() {
    if (board.current && isTooSmall(board.current)) board.drop();
    else board.keep();
    if (board.current?.kind === "text" && !board.current.text) toolbar.askForWords();
    else stage.querySelector(`[data-number="${board.selected}"]`)?.focus();
  }
}

// Words have one point: to hold it is to carry them.
function holding(board, number) {
  const shape = board.current;
  return (to) => board.replace(stretched(shape, number, to));
}

function carrying(board, number, from) {
  board.select(number);
  const shape = board.current;
  return (to) => board.replace(moved(shape, minus(to, from)));
}

function drawing(board, toolbar, from) {
  const start = within(from);
  board.add(drawn(toolbar.tool, start, start, toolbar.colour));
  const held = corners(board.current).length - 1;
  return (to) => board.replace(held ? drawn(toolbar.tool, start, within(to), toolbar.colour) : stretched(board.current, 0, to));
}

/** Where on the photo an event happened, in its proportions. */
function place(stage, { clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(stage.getScreenCTM().inverse());
  const { width, height } = stage.viewBox.baseVal;
  return [x / width, y / height];
}

// The keyboard: arrows move the shape that has the focus, with Shift its other end; Delete removes it; Ctrl+Z goes back.

import { corners, moved, stretched } from "billun/drawing/shapes";

const STEP = 0.01;
const STEPS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function listenToKeys(stage, board) {
  stage.addEventListener("focusin", ({ target }) => {
    const shape = target.closest("[data-number]");
    if (shape) board.select(Number(shape.dataset.number));
  });
  stage.addEventListener("keydown", (event) => {
    if (!board.current || event.ctrlKey || event.metaKey) return;
    if (STEPS[event.key]) step(event, board);
    if (event.key === "Delete" || event.key === "Backspace") removeAndGoOn(event, stage, board);
    if (event.key === "Escape") board.select(-1);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.closest("input, textarea")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) board.redo();
    else board.undo();
  });
}

function step(event, board) {
  event.preventDefault();
  const by = STEPS[event.key];
  const end = corners(board.current).at(-1);
  const other = end.map((part, axis) => part + by[axis]);
  board.replace(event.shiftKey ? stretched(board.current, corners(board.current).length - 1, other) : moved(board.current, by));
  board.keep();
}

function removeAndGoOn(event, stage, board) {
  event.preventDefault();
  board.remove();
  (stage.querySelector("[data-number]") ?? stage).focus();
}

// [data-drawing]: draws on a copy of a photo, with a finger, a mouse or the keyboard.

import { Board } from "billun/drawing/board";
import { listenToKeys } from "billun/drawing/keys";
import { paint } from "billun/drawing/paint";
import { listenToPointers } from "billun/drawing/pointing";
import { saveFrom } from "billun/drawing/saving";
import { Toolbar } from "billun/drawing/toolbar";

const page = document.querySelector("[data-drawing]");
const stage = page.querySelector("[data-stage]");
const board = new Board();
const toolbar = new Toolbar(page, board);
const { textArrow: arrow, textCircle: circle, textText: text, textBlur: blur } = page.dataset;

board.addEventListener("change", () => paint(stage, board, toolbar.inks, { arrow, circle, text, blur }));
listenToPointers(stage, board, toolbar);
listenToKeys(stage, board);
saveFrom(page, board);
page.classList.add("is-working");

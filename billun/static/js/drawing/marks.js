// The shapes as SVG, as the server will draw them (adapters/drawing_out.py has the same proportions).

const SVG = "http://www.w3.org/2000/svg";
const LINE = 1 / 160;
const EDGE = 1 / 90;
const LETTERS = 1 / 24;
const ARROW_HEAD = 1 / 26;
export const EMPTY = "…";

export const MARKS = {
  arrow: (sheet, shape) => lined(sheet, shape, "path", { d: arrow(sheet, shape) }),
  circle: (sheet, shape) => lined(sheet, shape, "ellipse", oval(sheet, shape)),
  blur: (sheet, shape) => [element("rect", { ...box(sheet, shape), class: "drawing-veil" })],
  text: (sheet, shape) => [words(sheet, shape)],
};

// A wide line that nobody sees lets a glove hit it.
function lined({ longest, inks }, { colour }, name, form) {
  const stroke = (ink, width) => element(name, { ...form, class: "drawing-line", stroke: ink, "stroke-width": longest * width });
  const { ink, edge } = inks[colour];
  return [element(name, { ...form, class: "drawing-reach" }), stroke(edge, EDGE), stroke(ink, LINE)];
}

function arrow({ width, height, longest }, { from, to }) {
  const [x, y, tipX, tipY] = [from[0] * width, from[1] * height, to[0] * width, to[1] * height];
  const back = Math.atan2(y - tipY, x - tipX);
  const head = Math.min(longest * ARROW_HEAD, Math.hypot(x - tipX, y - tipY));
  const barb = (turn) => `${tipX + head * Math.cos(back + turn)} ${tipY + head * Math.sin(back + turn)}`;
  return `M${x} ${y}L${tipX} ${tipY}M${barb(-Math.PI / 6)}L${tipX} ${tipY}L${barb(Math.PI / 6)}`;
}

const oval = ({ width, height }, { centre, radii }) =>
  ({ cx: centre[0] * width, cy: centre[1] * height, rx: radii[0] * width, ry: radii[1] * height });

function box({ width, height }, { from, to }) {
  const [left, right] = [from[0], to[0]].sort((one, other) => one - other);
  const [top, bottom] = [from[1], to[1]].sort((one, other) => one - other);
  return { x: left * width, y: top * height, width: (right - left) * width, height: (bottom - top) * height };
}

export const veil = (sheet, shape) => element("rect", box(sheet, shape));

function words({ width, height, longest, inks }, { at, text, colour }) {
  const { ink, edge } = inks[colour];
  const form = { x: at[0] * width, y: at[1] * height, fill: ink, stroke: edge, "stroke-width": longest * (EDGE - LINE) };
  const shown = element("text", { ...form, class: "drawing-words", "font-size": longest * LETTERS });
  shown.textContent = text || EMPTY;
  return shown;
}

export const element = (name, attributes) => set(document.createElementNS(SVG, name), attributes);

export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// Shows the shapes over the photo, each with a name and, where it is selected, with the points by which it is held.

import { EMPTY, MARKS, element, set, veil } from "billun/drawing/marks";
import { corners } from "billun/drawing/shapes";

export function paint(stage, { shapes, selected }, inks, names) {
  const { width, height } = stage.viewBox.baseVal;
  const sheet = { width, height, longest: Math.max(width, height), inks };
  const veils = shapes.filter(({ kind }) => kind === "blur").map((shape) => veil(sheet, shape));
  stage.querySelector("[data-veils]").replaceChildren(...veils);
  const groups = placesFor(stage.querySelector("[data-shapes]"), shapes.length);
  for (const [number, shape] of shapes.entries()) {
    const isSelected = number === selected;
    const label = [`${names[shape.kind]} ${number + 1}`, ...(shape.kind === "text" ? [shape.text || EMPTY] : [])].join(" ");
    set(groups[number], { "aria-label": label, "aria-pressed": isSelected, "data-number": number });
    groups[number].replaceChildren(...MARKS[shape.kind](sheet, shape), ...(isSelected ? handles(sheet, shape) : []));
  }
}

// The groups stay, so that the one that has the focus keeps it.
function placesFor(group, count) {
  while (group.children.length > count) group.lastElementChild.remove();
  while (group.children.length < count) group.append(element("g", { class: "drawing-shape", role: "button", tabindex: 0 }));
  return group.children;
}

function handles({ width, height, longest }, shape) {
  return corners(shape).flatMap(([x, y], number) => {
    const place = { cx: x * width, cy: y * height, "data-handle": number };
    return [
      element("circle", { ...place, r: longest / 90, class: "drawing-handle" }),
      element("circle", { ...place, r: longest / 24, class: "drawing-handle-reach" }),
    ];
  });
}

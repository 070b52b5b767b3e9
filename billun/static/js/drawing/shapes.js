// Shapes as the API takes them, in proportions of the photo: 0 to 1 from its upper left corner.

/** What a finger draws from one point to another; words begin where it first touched. */
export function drawn(kind, from, to, colour) {
  const shape = { blur: { kind }, text: { kind, text: "", colour } }[kind] ?? { kind, colour };
  return withCorners(shape, [from, to]);
}

/** The points by which a shape is held: two opposite ones, of words the beginning alone. */
export function corners({ kind, from, to, centre, radii, at }) {
  if (kind === "text") return [at];
  return kind === "circle" ? [minus(centre, radii), plus(centre, radii)] : [from, to];
}

/** The same shape between other points. */
export function withCorners(shape, [one, other]) {
  if (shape.kind === "text") return { ...shape, at: one };
  if (shape.kind !== "circle") return { ...shape, from: one, to: other };
  return { ...shape, centre: plus(one, other).map(half), radii: minus(other, one).map(Math.abs).map(half) };
}

/** The shape moved by so much, and kept within the photo. */
export function moved(shape, by) {
  const held = corners(shape);
  const allowed = by.map((step, axis) => {
    const along = held.map((corner) => corner[axis]);
    return Math.min(Math.max(step, -Math.min(...along)), 1 - Math.max(...along));
  });
  return withCorners(shape, held.map((corner) => plus(corner, allowed)));
}

/** The shape with one of its points elsewhere. */
export function stretched(shape, number, to) {
  return withCorners(shape, corners(shape).map((corner, place) => (place === number ? within(to) : corner)));
}

/** Whether it was a slip of the finger: the server refuses it, too. */
export function isTooSmall(shape) {
  if (shape.kind === "text") return false;
  const [across, down] = minus(...corners(shape)).map(Math.abs);
  return (shape.kind === "arrow" ? Math.max(across, down) : Math.min(across, down)) < 0.012;
}

export const within = (point) => point.map((part) => Math.min(1, Math.max(0, part)));
export const minus = (one, other) => one.map((part, axis) => part - other[axis]);
const plus = (one, other) => one.map((part, axis) => part + other[axis]);
const half = (length) => length / 2;

// Marks that would lie on each other, found by a grid: one pass, however many there are.

const APART = 44;

// Groups of `items`; the first of each, in their order, is its middle, and no two middles are nearer than a mark is wide.
// `pointOf` says where an item is drawn, in pixels.
export function nearTogether(items, pointOf) {
  const cells = new Map();
  const groups = [];
  for (const item of items) {
    const point = pointOf(item);
    const column = Math.floor(point.x / APART);
    const row = Math.floor(point.y / APART);
    const found = around(cells, column, row).find((group) => Math.hypot(group.point.x - point.x, group.point.y - point.y) < APART);
    if (found) found.members.push(item);
    else {
      const group = { point, members: [item] };
      groups.push(group.members);
      const cell = `${column}:${row}`;
      cells.set(cell, [...(cells.get(cell) ?? []), group]);
    }
  }
  return groups;
}

function around(cells, column, row) {
  const steps = [-1, 0, 1];
  return steps.flatMap((right) => steps.flatMap((down) => cells.get(`${column + right}:${row + down}`) ?? []));
}

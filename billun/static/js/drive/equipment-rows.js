import { fitnessOf, kindOf, piece, plateOf } from "billun/drive/draw";

/** Lines that lead to items, as templates/drive/_equipment.html draws them. */
export function equipmentRows(items) {
  return Promise.all(items.map(equipmentRow));
}

async function equipmentRow(item) {
  const row = piece("equipment-row", {
    plate: plateOf(item),
    kind: await kindOf(item),
    number: item.plate ? item.internal_id : null,
    fitness: fitnessOf(item),
  });
  row.querySelector("a").href = `/drive/equipment/${item.billun_id}`;
  return row;
}

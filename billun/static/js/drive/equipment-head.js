import { kindOf, piece, plateOf } from "billun/drive/draw";

/** Which item this is, as templates/drive/_equipment.html draws it. */
export async function headOf(item) {
  return piece("equipment-head", {
    plate: plateOf(item, "large"),
    kind: await kindOf(item),
    model: [item.make, item.model].filter(Boolean).join(" "),
    "billun-id": billunId(item.billun_id),
    number: item.plate ? item.internal_id : null,
    company: item.company_name,
  });
}

function billunId(value) {
  const element = piece("billun-id");
  element.querySelector(".billun-id-prefix").textContent = value.slice(0, -6);
  element.querySelector("strong").textContent = value.slice(-6);
  return element;
}

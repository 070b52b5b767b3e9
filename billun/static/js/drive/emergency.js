import { company } from "billun/offline/fleet";

/** Writes the emergency number into what calls it ([data-emergency]): it may have changed since the page was kept. */
export async function fillEmergency(root) {
  const { emergency_phone: phone } = (await company()) ?? {};
  for (const call of phone ? root.querySelectorAll("[data-emergency]") : []) {
    call.href = `tel:${phone}`;
    call.hidden = false;
  }
}

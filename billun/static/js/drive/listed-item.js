import { kindOf, plateOf } from "billun/drive/draw";
import { chooseFamily } from "billun/drive/family";

/** Where the one that is "not in the list" turns out to be in it, what only an unknown one is asked is left out. */
export function followItem(form, spots) {
  const head = form.querySelector("[data-item-head]");
  const unlisted = [...head.childNodes];
  form.addEventListener("item:chosen", async ({ detail: item }) => {
    for (const part of form.querySelectorAll("[data-unlisted]")) {
      part.hidden = part.disabled = Boolean(item);
    }
    form.querySelector("[data-offer]").hidden = !form.querySelector("[data-offered] *");
    head.replaceChildren(...(item ? [plateOf(item), await words(item)] : unlisted));
    const family = item?.family ?? form.elements.family.value;
    if (family) await chooseFamily(form, spots, { ...item, family });
  });
}

const words = async (item) => Object.assign(document.createElement("span"), { textContent: await kindOf(item) });

import { catalogue, label } from "billun/offline/fleet";

/**
 * What depends on the family of an item that the server did not know when it drew the page: the categories worth
 * offering, the drawings of the shots, and the drawing for "Where on it?", which comes from the phone's catalogue.
 */
export function followFamily(form, spots) {
  form.addEventListener("change", ({ target }) => target.name === "family" && chooseFamily(form, spots, { family: target.value }));
}

export async function chooseFamily(form, spots, { family, kind }) {
  for (const category of form.querySelectorAll("[data-families]")) {
    category.hidden = !category.dataset.families.split(" ").includes(family);
  }
  form.dispatchEvent(new CustomEvent("family:chosen", { detail: { family, kind } }));
  const outline = outlineFor((await catalogue())?.outlines ?? [], { family, kind });
  const address = outline && pictureOf(form, outline.picture);
  if (address) spots.draw(address, outline.spots.map((spot) => ({ ...spot, label: label(spot) })));
}

function outlineFor(outlines, { family, kind }) {
  return outlines.find(({ kinds }) => kinds?.includes(kind)) ?? outlines.find(({ families }) => families?.includes(family));
}

const pictureOf = (form, picture) => form.querySelector(`[data-outline-picture="${picture}"]`)?.dataset.address;

/**
 * Shows what the server refused beside the fields concerned and goes to the first question among them.
 * A field that no question carries is told at the last one. What is not there any more is told in the page's words.
 */
export function showErrors(form, steps, entry) {
  form.querySelectorAll("[data-error-for]").forEach((place) => write(place, ""));
  offerAnother(form, entry);
  const { errors, detail } = wordsOf(form, entry);
  const places = Object.entries(errors).map(([field, messages]) => {
    const place = placeFor(form, field);
    write(place, [place.textContent, ...[messages].flat()].join(" ").trim());
    return place;
  });
  if (!places.length) places.push(write(placeFor(form, ""), detail));
  steps.show(places[0].closest("[data-step]").dataset.step);
  places[0].focus();
}

/** Whether it was refused because what it speaks of is not there for this person any more. */
export function isAboutGone({ accepted, trouble }) {
  return !accepted && trouble?.kind === "refused" && (trouble.status === 404 || "equipment_id" in (trouble.errors ?? {}));
}

/** The page where a refused entry is mended; for a report whose item has gone, the one that asks which one it is. */
export function mendAddress(entry) {
  const { id, kind, path = "" } = entry;
  const page = kind === "report" && isAboutGone(entry) ? path.replace(/^\/drive\/equipment\/[^/]+/, "/drive") : path;
  return `${page}?mend=${id}`;
}

function wordsOf(form, entry) {
  const { errors = {}, detail = "", status } = entry.trouble ?? {};
  if (!isAboutGone(entry) || status !== 404) return { errors, detail };
  return { errors: { equipment_id: [form.dataset.textGone] }, detail };
}

// The page of one item does not ask which one it is.
function offerAnother(form, entry) {
  for (const link of form.querySelectorAll("[data-another-item]")) {
    link.hidden = !(isAboutGone(entry) && form.dataset.equipment);
    link.href = mendAddress(entry);
  }
}

// `photos.2.sha256` and `position.latitude` belong to the questions "photos" and "position".
function placeFor(form, field) {
  const places = [...form.querySelectorAll("[data-error-for]")];
  const named = (name) => places.find((place) => place.dataset.errorFor.split(" ").includes(name));
  return named(field) ?? named(field.split(".")[0]) ?? named("anything");
}

function write(place, message) {
  place.textContent = message;
  place.hidden = !message;
  place.toggleAttribute("data-wrong", Boolean(message));
  return place;
}

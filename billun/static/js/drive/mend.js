/**
 * Shows what the server refused beside the fields concerned and goes to the first question among them.
 * A field that no question carries is told at the last one.
 */
export function showErrors(form, steps, { errors, detail }) {
  form.querySelectorAll("[data-error-for]").forEach((place) => write(place, ""));
  const places = Object.entries(errors).map(([field, messages]) => {
    const place = placeFor(form, field);
    write(place, [place.textContent, ...[messages].flat()].join(" ").trim());
    return place;
  });
  if (!places.length) places.push(write(placeFor(form, ""), detail));
  steps.show(places[0].closest("[data-step]").dataset.step);
  places[0].focus();
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

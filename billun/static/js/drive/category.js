/**
 * What is damaged: the part's own question follows as a screen of its own, with only the choices of the chosen
 * category. Without this module every category simply carries its parts below it.
 */
export function askCategory(form, steps) {
  const part = form.querySelector('[data-step="part"]');
  part.querySelector("[data-parts]").append(...form.querySelectorAll("[data-parts-of]"));
  form.addEventListener("change", (event) => {
    if (event.target.name === "category") offerParts(form, part, event.target.value);
  });
  form.addEventListener("click", (event) => goOnAfterTouch(event, steps));
  offerParts(form, part, form.elements.category.value);
}

function offerParts(form, part, category) {
  const choices = [...part.querySelectorAll("[data-parts-of]")];
  const offered = choices.find((group) => group.dataset.partsOf === category);
  choices.forEach((group) => {
    group.hidden = group !== offered;
    group.disabled = group !== offered;
  });
  part.toggleAttribute("data-skip", !offered);
  for (const place of form.querySelectorAll("[data-chosen-category]")) place.textContent = labelOf(form, category);
}

function labelOf(form, category) {
  return form.querySelector(`[name="category"][value="${category}"]`)?.dataset.label ?? "";
}

// Arrow keys walk through radio buttons and click each of them: only a finger or a mouse (detail > 0) means "go on".
function goOnAfterTouch(event, steps) {
  const choice = event.target.closest('input[type="radio"][data-go-on]');
  if (choice && event.detail === 0 && event.pointerType === "") return;
  if (choice && !choice.closest("[data-step]").hidden) setTimeout(() => steps.next(), 120);
}

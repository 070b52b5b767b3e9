/** The last look before sending: each [data-review] repeats what was answered, in the page's own words. */
export function reviewAnswers(form, shots, position) {
  form.addEventListener("step:shown", ({ detail }) => {
    if (detail.name !== "check") return;
    for (const place of form.querySelectorAll("[data-review]")) {
      const words = answer(form, place.dataset.review, { shots, position });
      place.textContent = words || place.dataset.nothing || "";
    }
  });
}

function answer(form, name, { shots, position }) {
  if (name === "photos") return String(shots?.all.length ?? 0);
  if (name === "where") return [accuracy(form, position), form.elements.address.value.trim()].filter(Boolean).join(" · ");
  const fields = [...form.querySelectorAll(`[name="${name}"]`)].filter((field) => !field.matches(":disabled"));
  const chosen = fields.find((field) => field.checked);
  return chosen ? chosen.dataset.label : (fields.find((field) => field.type !== "radio")?.value.trim() ?? "");
}

const accuracy = (form, position) => (position?.fix ? form.querySelector("[data-position-accuracy]").textContent : "");

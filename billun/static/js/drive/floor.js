/**
 * The part sets a floor to the criticality: choices below it cannot be taken, and say why in words.
 * The driver may always raise it.
 */
const LEVELS = ["green", "yellow", "orange", "red"];

export function keepFloor(form) {
  form.addEventListener("change", (event) => {
    if (["category", "sub_category"].includes(event.target.name)) raiseTo(form, floorOf(form));
  });
  raiseTo(form, floorOf(form));
}

function floorOf(form) {
  const part = form.querySelector('[name="sub_category"]:checked:not(:disabled)');
  return LEVELS.indexOf(part && !part.matches(":disabled") ? part.dataset.floor : "green");
}

function raiseTo(form, floor) {
  for (const choice of form.querySelectorAll('[name="criticality"]')) {
    const below = LEVELS.indexOf(choice.value) < floor;
    choice.disabled = below;
    choice.checked &&= !below;
    explain(form, choice, below);
  }
}

function explain(form, choice, below) {
  const reason = document.getElementById(choice.dataset.reason);
  if (!reason) return;
  reason.hidden = !below;
  reason.textContent = below ? reason.dataset.text.replace("{part}", partOf(form)) : "";
}

const partOf = (form) => form.querySelector('[name="sub_category"]:checked')?.dataset.label ?? "";

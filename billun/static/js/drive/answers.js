/** What was answered so far, `{name: value}`, and back again: into a form that was opened anew, or from a record. */

const NO_ANSWERS = new Set(["csrf_token", "id", "photos"]);

export function answersOf(form) {
  const given = [...new FormData(form)].filter(([name, value]) => !NO_ANSWERS.has(name) && typeof value === "string" && value !== "");
  return Object.fromEntries(given);
}

/** Answers question after question as a person would, so that what depends on an answer follows it. Fires "form:filled". */
export function fillIn(form, given) {
  // What was not chosen from a list of items was "Another one".
  const answers = { equipment: "", ...given };
  for (const field of [...form.elements]) {
    if (NO_ANSWERS.has(field.name) || !(field.name in answers) || field.matches(":disabled")) continue;
    if (field.type !== "radio") field.value = answers[field.name];
    else field.checked = field.value === answers[field.name];
    if (field.type !== "radio" || field.checked) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.dispatchEvent(new CustomEvent("form:filled", { detail: answers }));
}

/** The answers that a record of the outbox was made of. */
export function answersIn({ equipment_id, provisional = {}, position, photos, ...record }) {
  const { description: item_description, ...item } = provisional;
  const given = { equipment: equipment_id, ...item, item_description, ...position, ...record };
  const known = Object.entries(given).filter(([, value]) => ["string", "number"].includes(typeof value));
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

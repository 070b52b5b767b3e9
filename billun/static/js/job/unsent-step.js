// [data-unsent-steps]: words that are typed into a step outlast that somebody else moves the job. The block stays as it
// is while the rest of the page is fetched anew, and says so with its [data-overtaken] where it asks for other things now.

let source = null;

globalThis.htmx.registerExtension("unsent-step", {
  htmx_before_swap: (_element, { ctx }) => {
    source = ctx.sourceElement;
  },
  htmx_before_morph_node: (steps, { newNode }) => {
    if (!steps.matches?.("[data-unsent-steps]") || steps.contains(source) || !holdsWords(steps)) return true;
    if (asked(steps) !== asked(newNode)) steps.querySelector("[data-overtaken]").hidden = false;
    return false;
  },
});

function holdsWords(steps) {
  const isTyped = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  // What was refused came back filled in.
  return [...steps.querySelectorAll("input, textarea")].some(isTyped) || steps.querySelector("details .form-trouble, details .field-error");
}

/** What its forms ask for, from which status. */
function asked(steps) {
  const fields = [...steps.querySelectorAll("[name]:not([name=confirmed], [name=csrf_token])")];
  return fields.map(({ name, value }) => (name === "seen" ? value : name)).join();
}

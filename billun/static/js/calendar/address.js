// What the calendar shows stands in the address: view, day, lanes and filters, so that it can be passed on and comes back.

const form = document.querySelector("[data-calendar-filters]");

/** A choice of the address: view, date, lane, workshop_id, site_id. */
export function chosen(name) {
  return form.elements[name]?.value ?? "";
}

export function choose(name, value) {
  form.elements[name].value = value;
  const said = [...new FormData(form)].filter(([, one]) => one);
  history.replaceState(history.state, "", `${form.action}?${new URLSearchParams(said)}`);
}

/** Calls `changed` when somebody takes another workshop. */
export function watchWorkshop(changed) {
  form.elements.workshop_id?.addEventListener("change", changed);
}

// The library calls its calendar a table, without the rows and cells that this would need: to who listens it is a list of links.

/** Takes the roles away, also from what is drawn later. */
export function withoutRoles(place) {
  new MutationObserver(() => strip(place)).observe(place, { childList: true, subtree: true });
  strip(place);
}

function strip(place) {
  for (const one of place.querySelectorAll("[role]:not([role=button])")) one.removeAttribute("role");
  // What scrolls must be reached by the keys that scroll it.
  for (const scroller of place.querySelectorAll(".ec-main:not([tabindex])")) scroller.tabIndex = 0;
  // The days of the agenda stand right under the title of the calendar.
  for (const day of place.querySelectorAll("h4:not([aria-level])")) day.setAttribute("aria-level", "3");
  for (const name of ["aria-colindex", "aria-colspan", "aria-rowindex"]) {
    for (const one of place.querySelectorAll(`[${name}]`)) one.removeAttribute(name);
  }
}

// The words of the calendar, as the page says them.

const texts = JSON.parse(document.querySelector("[data-calendar]").dataset.texts);

/** The text of a name, with {places} filled in. */
export function text(name, places = {}) {
  return texts[name].replace(/\{(\w+)\}/g, (_whole, place) => places[place]);
}

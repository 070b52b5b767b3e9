/**
 * The app's own notices: each is a <template data-app-card="name"> of the page, shown once among the others. `actions` are
 * called by the names of its buttons (data-act); the card goes with each touch unless the action answers "stay".
 */
export function showCard(name, actions = {}) {
  const place = document.querySelector("[data-notices]");
  const shown = place.querySelector(`[data-app-card="${name}"]`);
  if (shown) return shown;
  const card = document.querySelector(`template[data-app-card="${name}"]`).content.firstElementChild.cloneNode(true);
  card.dataset.appCard = name;
  card.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-act]")?.dataset.act;
    if (act && actions[act]?.() !== "stay") card.remove();
  });
  place.append(card);
  return card;
}

/** The text of a card or dialog with its numbers filled in: "{sent} of {total}" stands in data-text. */
export function fill(element, values) {
  element.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), element.dataset.text);
}

// [data-finds]: what one types leaves only the cards that carry all of the words; also after the list was fetched anew.

const field = document.querySelector("[data-finds]");

field.addEventListener("input", find);
document.addEventListener("htmx:after:swap", find);

function find() {
  const words = field.value.toLowerCase().split(/\s+/);
  for (const card of document.querySelectorAll(`#${field.dataset.finds} [data-words]`)) {
    card.hidden = !words.every((word) => card.dataset.words.includes(word) || card.dataset.words.replaceAll("-", "").includes(word));
  }
}

import { combination } from "billun/drive/combination";
import { choiceOf } from "billun/drive/typed-item";

/** "Stop now" where it is still to be said which item: offers the own combination first, the vehicle chosen. */
for (const choices of document.querySelectorAll("form[data-stop] [data-which]")) offer(choices);

async function offer(choices) {
  const answered = {};
  choices.addEventListener("change", ({ target }) => (answered[target.name] = target.value));
  choices.closest("form").addEventListener("form:filled", ({ detail }) => Object.assign(answered, detail));
  const items = await combination();
  choices.querySelector("legend").after(...(await Promise.all(items.map((item) => drawn(choices, item) ?? choiceOf(item)))));
  const wanted = Object.keys(answered).length ? answered.equipment : items[0]?.id;
  const radio = wanted && choices.querySelector(`input[name="equipment"][value="${wanted}"]`);
  if (radio) radio.checked = true;
}

// The choice that the server drew.
const drawn = (choices, { id }) => choices.querySelector(`input[name="equipment"][value="${id}"]`)?.closest("label");

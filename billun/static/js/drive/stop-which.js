import { combination } from "billun/drive/combination";
import { kindOf, plateOf } from "billun/drive/draw";

/** "Stop now" where it is still to be said which item: offers the own combination first, the vehicle chosen. */
for (const choices of document.querySelectorAll("form[data-stop] [data-which]")) offer(choices);

async function offer(choices) {
  const answered = {};
  choices.addEventListener("change", ({ target }) => (answered[target.name] = target.value));
  choices.closest("form").addEventListener("form:filled", ({ detail }) => Object.assign(answered, detail));
  const items = await combination();
  choices.querySelector("legend").after(...(await Promise.all(items.map((item) => choiceOf(choices, item)))));
  const wanted = Object.keys(answered).length ? answered.equipment : items[0]?.id;
  const radio = wanted && choices.querySelector(`input[name="equipment"][value="${wanted}"]`);
  if (radio) radio.checked = true;
}

/** The choice that the server drew, else a new one. */
async function choiceOf(choices, item) {
  const drawn = choices.querySelector(`input[name="equipment"][value="${item.id}"]`)?.closest("label");
  if (drawn) return drawn;
  const choice = Object.assign(document.createElement("label"), { className: "choice" });
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "equipment", value: item.id });
  radio.dataset.label = item.title;
  const kind = Object.assign(document.createElement("span"), { textContent: await kindOf(item) });
  choice.append(radio, plateOf(item), kind);
  return choice;
}

// What is asked back before something is planned: a dialog that lists it, "Plan all the same" or "Put it back".

const dialog = document.getElementById("questions");

/** Whether somebody says yes to all of it. */
export function agreed(questions) {
  dialog.querySelector("[data-questions]").replaceChildren(...questions.map(lineOf));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

function lineOf({ detail }) {
  const line = document.createElement("li");
  line.textContent = detail;
  return line;
}

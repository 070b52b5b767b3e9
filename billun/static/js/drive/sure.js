import { worded } from "billun/offline/wording";

/** Asks before something goes for good; `name` chooses the words. Resolves to whether it may. */
export function isSure(page, name) {
  const dialog = page.querySelector("[data-sure-dialog]");
  const question = dialog.querySelector("[data-sure]");
  question.textContent = worded(question, name);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

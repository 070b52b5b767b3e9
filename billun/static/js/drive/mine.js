import { fitsIn, isMine, letGo, remember } from "billun/drive/combination";

/** "This is mine" ([data-mine]): puts the item into the own combination, or takes it out again. */
export async function offerMine(button, item) {
  const draw = async () => button.setAttribute("aria-pressed", String(await isMine(item)));
  button.addEventListener("click", async () => ((await isMine(item)) ? letGo(item.family) : remember(item)));
  window.addEventListener("billun:combination", draw);
  await draw();
  button.hidden = !fitsIn(item);
}

// [data-copies="id"]: puts the text of the element with that id on the clipboard, and says so for a moment.

const SAID_FOR = 2_000;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
  const words = button.querySelector("span");
  const before = words.textContent;
  if (before === button.dataset.textDone) return;
  words.textContent = button.dataset.textDone;
  setTimeout(() => { words.textContent = before; }, SAID_FOR);
});

// data-hotkey="/": the key puts the focus into a field, or presses a button or link, unless somebody is typing.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const target = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (!target || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) enter(target);
  else target.click();
});

function isTyping(element) {
  return element.isContentEditable || element.matches("input, textarea, select");
}

function enter(field) {
  field.focus();
  field.select?.();
}

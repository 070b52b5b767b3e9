// data-hotkey="/": the key puts the focus into a field, or presses a button or link, unless somebody is typing.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isOwnKey(event)) return;
  const target = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (!target || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) enter(target);
  else target.click();
});

/** Whether the key is the element's own: letters are those of a text or of a choice, arrows those of radios and sliders as well. */
export function isOwnKey({ key, target }) {
  const others = key.startsWith("Arrow") ? "[type=checkbox]" : "[type=checkbox], [type=radio], [type=range]";
  return target.isContentEditable || target.matches(`textarea, select, input:not(${others})`);
}

function enter(field) {
  field.focus();
  field.select?.();
}

// Menus (<details data-menu>) close when one turns away; links with data-opens show their <dialog> over the page.

document.addEventListener("click", (event) => {
  closeMenus((menu) => !menu.contains(event.target));
  const opener = event.target.closest("[data-opens]");
  const closer = event.target.closest("dialog [data-closes]");
  if (opener) open(event, document.getElementById(opener.dataset.opens));
  if (closer) close(event, closer.closest("dialog"));
  if (event.target.matches("dialog.dialog[open]") && outside(event)) event.target.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  menu?.querySelector("summary").focus();
  closeMenus(() => true);
});

function open(event, dialog) {
  event.preventDefault();
  closeMenus(() => true);
  dialog.showModal();
}

function close(event, dialog) {
  if (!dialog.open) return;
  event.preventDefault();
  dialog.close();
}

function closeMenus(chosen) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (chosen(menu)) menu.open = false;
  }
}

// A click on the backdrop is reported as one on the dialog itself, outside its box.
function outside(event) {
  const box = event.target.getBoundingClientRect();
  const within = event.clientX >= box.left && event.clientX <= box.right;
  return !(within && event.clientY >= box.top && event.clientY <= box.bottom);
}

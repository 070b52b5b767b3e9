// The dialog of a renewal: empty again each time it opens, closed when the answer says that it is done (HX-Trigger: renewed).

const dialog = document.getElementById("renewal");
const sheet = document.getElementById("renewal-sheet");

document.body.addEventListener("renewed", () => dialog.close());
dialog.addEventListener("close", () => sheet.replaceChildren());

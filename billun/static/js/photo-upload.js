// form[data-photo-upload]: its photos travel one by one as soon as they are chosen, with progress. What is sent appears in
// the list that the form names. Without scripts the form sends them all at once. Listens on the page: forms come with fragments.

const LOOK_AGAIN = 2_000;
const LOOKS_AT_MOST = 8;

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-photo-upload]");
  if (form && target.type === "file" && target.files.length) sendAll(form, target);
});

async function sendAll(form, input) {
  const said = form.querySelector("[data-said]");
  const progress = form.querySelector("progress");
  const files = [...input.files];
  let failure = "";
  progress.hidden = false;
  for (const [place, file] of files.entries()) {
    said.textContent = form.dataset.textSending.replace("{number}", place + 1).replace("{count}", files.length);
    failure = await send(form, file, (part) => { progress.value = (place + part) / files.length; });
    if (failure) break;
  }
  progress.hidden = true;
  said.textContent = failure;
  input.value = "";
  show(form);
}

// Resolves to what went wrong, in words; to an empty text once the photo is stored.
function send(form, file, onPart) {
  const body = new FormData();
  for (const { name, value } of form.querySelectorAll("input[type=hidden]")) body.append(name, value);
  body.append("photos", file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/plain");
  request.upload.addEventListener("progress", ({ loaded, total }) => onPart(loaded / total));
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => resolve(request.status === 201 ? "" : words(request, form)));
    request.send(body);
  });
}

function words(request, form) {
  const inWords = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return inWords ? request.responseText : form.dataset.textFailed;
}

// Reads the list anew, and some times more while a photo in it is being developed.
async function show(form, looks = 1) {
  const answer = await fetch(form.dataset.page).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.getElementById(form.dataset.shows);
  if (!list) return;
  document.getElementById(form.dataset.shows)?.replaceWith(document.adoptNode(list));
  if (list.querySelector(".photo-stored") && looks < LOOKS_AT_MOST) setTimeout(() => show(form, looks + 1), LOOK_AGAIN);
}

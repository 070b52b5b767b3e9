// Light, dark or as the device does. The choice lives in a cookie, so that the server writes it into the page's first byte.

const root = document.documentElement;

mark();
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-choices] button");
  if (button) choose(button.value);
});

function choose(theme) {
  const age = theme ? 60 * 60 * 24 * 365 : 0;
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  mark();
}

function mark() {
  const theme = root.dataset.theme ?? "";
  for (const button of document.querySelectorAll("[data-theme-choices] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  colourTheFrame();
}

// The phone's own bars take the ground's colour, whichever theme is in force.
function colourTheFrame() {
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = ground;
}

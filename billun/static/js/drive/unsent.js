/** Warns before the page is left while something in it is unsent; `isUnsent` says so at that moment. */
export function warnWhileUnsent(isUnsent) {
  window.addEventListener("beforeunload", (event) => {
    if (isUnsent()) event.preventDefault();
  });
}

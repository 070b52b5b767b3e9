import { isStillOwn } from "billun/offline/forgetting";

/**
 * "Back" shows pages as the browser remembers them, also of somebody who has signed out since: such a page is hidden and
 * asked for anew. Without a network that ends at the page that says so.
 */
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted || isStillOwn()) return;
  document.documentElement.hidden = true;
  location.replace(location.pathname + location.search);
});

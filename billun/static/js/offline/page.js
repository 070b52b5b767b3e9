/** What the page says of whoever opened it. A page kept by the phone may speak of somebody who has signed out since. */
export const ownMembership = () => document.documentElement.dataset.membership ?? null;

/** "Tom Whitaker, Transports Vauquelin": for whoever finds this person's unsent reports on the phone. */
export const ownName = () => document.querySelector("[data-sync-strip]")?.dataset.owner ?? "";

/** The CSRF token that the page came with; an old one is renewed by the Session. */
export function pageToken() {
  const headers = document.body.getAttribute("hx-headers:inherited");
  return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
}

// What the agenda says where it shows nothing: it is still loading, could not be loaded, or nothing is planned.

import { text } from "billun/calendar/texts";

export const loading = () => text("loading");
export const nothing = () => text("nothing");

/** With a button that calls `again`. */
export function failed(again) {
  const words = document.createElement("p");
  words.textContent = text("not_loaded");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-quiet", textContent: text("try_again") });
  button.addEventListener("click", again);
  return { domNodes: [words, button] };
}

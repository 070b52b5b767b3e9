// details[data-into-view]: what somebody opens comes into view as a whole, also above the bar at the bottom of a phone.

document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches("[data-into-view]")) target.lastElementChild.scrollIntoView({ block: "nearest" });
}, true);

// The mark of a site on a map, with its name beside it; [data-place] says what it is called and where it is.

import { divIcon, marker } from "leaflet";

export function placeMark({ dataset: { latitude, longitude, name } }, options = {}) {
  const icon = divIcon({ className: "place-mark", iconSize: [24, 24], iconAnchor: [12, 29] });
  const made = marker([Number(latitude), Number(longitude)], { icon, title: name, alt: name, ...options });
  return made.bindTooltip(name, { permanent: true, direction: "top", offset: [0, -30], className: "place-name", pane: options.pane ?? "tooltipPane" });
}

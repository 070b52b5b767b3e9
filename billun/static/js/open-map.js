// [data-open-map]: a mark for each open report, those near each other counted together under the worst of them. It asks
// for its marks again whenever the list beside it came anew. Marks are links by mouse, finger and keys. Each [data-place] lies
// below them with its name, so that one knows where one is.

import { divIcon, featureGroup, latLngBounds, marker } from "leaflet";
import { mapIn } from "billun/map-ground";
import { nearTogether } from "billun/near-together";
import { placeMark } from "billun/place-mark";

const CLOSEST = 14;
const SIZE = 32;

const place = document.querySelector("[data-open-map]");
const shapes = Object.fromEntries([...document.querySelectorAll("[data-mark]")].map((one) => [one.dataset.mark, one]));
const categories = Object.fromEntries([...document.querySelectorAll("[data-category]")].map((one) => [one.dataset.category, one.value]));
const view = mapIn(place, { center: [47, 3], zoom: 5, scrollWheelZoom: true });
const sites = featureGroup([...document.querySelectorAll("[data-place]")].map(site));
const drawn = featureGroup().addTo(view);
let marks = [];
let groups = [];
let asked = 0;

view.createPane("sites");
sites.addTo(view);
document.addEventListener("htmx:after:swap", () => ask(false));
view.on("zoomend", group);
view.on("moveend", draw);
ask(true);

// Only the last question's answer is drawn.
async function ask(isFirst) {
  const number = (asked += 1);
  const answer = await fetch(document.getElementById("map-list").dataset.marks, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  marks = await answer.json();
  const all = around(marks).extend(sites.getBounds());
  if (isFirst && all.isValid()) view.fitBounds(all, { maxZoom: CLOSEST, padding: [48, 48], animate: false });
  group();
  draw();
  place.dataset.drawn = marks.length;
}

// Anew for each zoom, and the same wherever the map is moved to.
function group() {
  groups = nearTogether(marks, ({ latitude, longitude }) => view.project([latitude, longitude]));
}

function draw() {
  const seen = view.getBounds().pad(0.25);
  drawn.clearLayers();
  for (const members of groups) {
    if (seen.contains([members[0].latitude, members[0].longitude])) drawn.addLayer(mark(members));
  }
}

// The worst come first.
function mark(members) {
  const [worst] = members;
  const { word } = shapes[worst.criticality].dataset;
  const words = members.length > 1
    ? place.dataset.textTogether.replace("{count}", members.length).replace("{worst}", word)
    : `${word}: ${worst.title}, ${categories[worst.category]}`;
  const icon = divIcon({ html: picture(worst, members.length), className: "open-mark", iconSize: [SIZE, SIZE] });
  const made = marker([worst.latitude, worst.longitude], { icon, title: words, alt: words });
  return made.on("click", () => follow(members)).on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && follow(members));
}

function picture({ criticality }, count) {
  const made = document.createElement("span");
  made.append(shapes[criticality].content.cloneNode(true));
  if (count > 1) made.append(Object.assign(document.createElement("b"), { textContent: count }));
  return made;
}

// Several: closer, until they come apart; where they never do, the worst.
function follow(members) {
  const bounds = around(members);
  if (members.length > 1 && view.getBoundsZoom(bounds) > view.getZoom()) view.fitBounds(bounds, { padding: [48, 48] });
  else location.assign(`/anomalies/${members[0].reference}`);
}

function site(one) {
  return placeMark(one, { pane: "sites", interactive: false, keyboard: false });
}

function around(these) {
  return latLngBounds(these.map(({ latitude, longitude }) => [latitude, longitude]));
}

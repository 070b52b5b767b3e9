import { catalogue, label } from "billun/offline/fleet";

/**
 * Draws what the phone knows with the pieces that the server put into the page (templates/drive/_pieces.html), so that
 * a row looks the same whoever drew it. A piece has places, [data-place], that are filled by name.
 */

/** A fresh copy of the piece with its places filled: a text or an element; a place that is given nothing goes. */
export function piece(name, places = {}) {
  const template = document.querySelector(`template[data-piece="${name}"]`);
  const element = template.content.firstElementChild.cloneNode(true);
  for (const [place, content] of Object.entries(places)) fill(element, place, content);
  return element;
}

/** Fills one place within an element. */
export function fill(element, place, content) {
  for (const slot of element.querySelectorAll(`[data-place="${place}"]`)) {
    if (content === null || content === undefined || content === "") slot.remove();
    else if (content instanceof Node) slot.replaceWith(content);
    else slot.textContent = content;
  }
}

/** The plate of an item, else its fleet number, else its Billun ID; `size` is small, large or empty. */
export function plateOf(item, size = "") {
  const element = item.plate ? numberPlate(item) : piece("fleet-number");
  if (!item.plate) element.textContent = item.internal_id ?? (item.billun_id ?? "").slice(-6);
  if (size) element.classList.add(`plate-${size}`);
  return element;
}

function numberPlate({ plate, plate_country }) {
  const element = piece("plate");
  const country = element.querySelector(".plate-country");
  element.querySelector(".plate-number").textContent = plate;
  if (!plate_country) country.remove();
  else write(country, plate_country);
  return element;
}

function write(country, code) {
  const letters = JSON.parse(document.querySelector('template[data-piece="plate"]').dataset.letters);
  country.querySelector(".visually-hidden").textContent = code;
  country.querySelector("[aria-hidden]").textContent = letters[code] ?? code;
}

/** Pill of what the item may do. */
export function fitnessOf({ fitness, anomalies = [] }, size = 16) {
  return sized(piece(fitness === "fit" && anomalies.length ? "fitness-known" : `fitness-${fitness}`), size);
}

export const criticalityOf = ({ criticality }, size = 20) => sized(piece(`criticality-${criticality}`), size);

export const statusOf = ({ status }) => piece(`status-${status}`);

function sized(element, size) {
  const shape = element.querySelector("svg");
  shape.setAttribute("width", size);
  shape.setAttribute("height", size);
  return element;
}

/** A time that relative-time.js turns into "12 min ago", the exact one on demand. */
export function moment(at) {
  const { lang, dataset } = document.documentElement;
  const style = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const exact = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { ...style, timeZone: dataset.timeZone }).format(new Date(at));
  const time = document.createElement("time");
  Object.assign(time, { dateTime: at, title: exact, textContent: exact });
  time.dataset.relative = "";
  return time;
}

/** After something was drawn: what watches the page for times and the like looks again. */
export const drawn = () => document.dispatchEvent(new CustomEvent("billun:drawn"));

/** The words of an item's kind; of a provisional item only the family is known. */
export async function kindOf({ kind, family }) {
  const { kinds = [], families = [] } = (await catalogue()) ?? {};
  const found = kinds.find(({ key }) => key === kind) ?? families.find(({ key }) => key === family);
  return found ? label(found) : "";
}

/** "Tyres and wheels · Wear". */
export async function titleOf({ category, sub_category }) {
  const { categories = [] } = (await catalogue()) ?? {};
  const found = categories.find(({ key }) => key === category);
  const part = found?.sub_categories.find(({ key }) => key === sub_category);
  return [found, part].filter(Boolean).map(label).join(" · ") || category;
}

/**
 * Words of the page with numbers in them: `data-text-<name>` or, by the number `count`, `data-text-<name>-one` and
 * `-other`. `{count}` and whatever else `values` names are filled in.
 */
export function worded(element, name, values = {}) {
  const { dataset } = element;
  const form = values.count === undefined ? "" : plural(values.count);
  const text = dataset[key(name, form)] ?? dataset[key(name, form && "other")] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, found) => values[found] ?? whole);
}

/** "14:05", and the day before it when that was not today, in the company's time zone. */
export function clock(moment) {
  const { lang, dataset } = document.documentElement;
  const written = (style) => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { timeZone: dataset.timeZone, hourCycle: "h23", ...style });
  const day = written({ day: "numeric", month: "short" });
  const time = written({ hour: "2-digit", minute: "2-digit" }).format(moment);
  return day.format(moment) === day.format(new Date()) ? time : `${day.format(moment)}, ${time}`;
}

const plural = (count) => new Intl.PluralRules(document.documentElement.lang).select(count);

const key = (name, form) => ["text", ...name.split("-"), form].filter(Boolean).map(capital).join("");

const capital = (word, place) => (place ? word[0].toUpperCase() + word.slice(1) : word);

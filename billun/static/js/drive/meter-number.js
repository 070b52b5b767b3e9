/** Numbers of meters as people write them, in any language; the twin of blueprints/meters/forms.py. */
const SPACES = /([0-9])[\s'’](?=[0-9]{3}(?![0-9]))/g;
const THOUSANDS = /^[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?$/;
const NUMBER = /^[0-9]+(?:[.,][0-9]+)?$/;

/** Three digits after a sign are thousands: 348,512 and 348.512 are the same. Null where it is no number. */
export function numberIn(text) {
  const plain = text.trim().replace(SPACES, "$1");
  const [, sign] = plain.match(THOUSANDS) ?? [];
  const ungrouped = sign ? plain.replaceAll(sign, "") : plain;
  return NUMBER.test(ungrouped) ? Number(ungrouped.replace(",", ".")) : null;
}

/** The number as the reader writes it: 348,512 or 348 512. */
export function numberWords(number) {
  const { lang } = document.documentElement;
  return new Intl.NumberFormat(lang === "en" ? "en-GB" : lang, { maximumFractionDigits: 1 }).format(number);
}

/**
 * How names and numbers are folded, so that a search forgives spaces, dashes, case, accents, O/0 and I/1; L/1 in a
 * Billun ID. The twin of models/folding.py: a test feeds both the same words.
 */
// No Billun ID has an L, so one that was typed is a 1. Plates have both.
const BILLUN_ID = /^BLN([0-9L]{4}[0-9A-Z]{6})$/;
const END_OF_BILLUN_ID = 6;

/** `text` as capital letters and digits alone: "ab-123 cd" becomes "AB123CD". */
export function normalise(text) {
  return text.normalize("NFKD").toUpperCase().replace(/[^A-Z0-9]/g, "");
}

/** `text` normalised, with the letters that people read as digits turned into those digits. */
export function fold(text) {
  const folded = normalise(text).replaceAll("O", "0").replaceAll("I", "1");
  return folded.replace(BILLUN_ID, (_whole, rest) => `BLN${rest.replaceAll("L", "1")}`);
}

/** The folded word, and where it may be the end of a Billun ID, as it would stand in one. */
export function readingsOf(word) {
  const folded = fold(word);
  return folded.length === END_OF_BILLUN_ID ? [folded, folded.replaceAll("L", "1")] : [folded];
}

/** Whether this is a Billun ID, or the URL on a label with one. */
export const isBillunId = (text) => BILLUN_ID.test(fold(codeOf(text)));

/** What the URL on a label of any Billun ends with (…/e/BLN-2026-7K3F9Q), else the text itself. */
export function codeOf(text) {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return trimmed;
  const [place, code] = new URL(trimmed).pathname.replace(/\/+$/, "").split("/").slice(-2);
  return place?.toLowerCase() === "e" && code ? unescaped(code) : trimmed;
}

function unescaped(code) {
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}

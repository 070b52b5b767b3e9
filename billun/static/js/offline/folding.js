/**
 * How names and numbers are folded, so that a search forgives spaces, dashes, case, accents, O/0 and I/1. The twin of
 * models/folding.py: a test feeds both the same words.
 */

/** `text` as capital letters and digits alone: "ab-123 cd" becomes "AB123CD". */
export function normalise(text) {
  return text.normalize("NFKD").toUpperCase().replace(/[^A-Z0-9]/g, "");
}

/** `text` normalised, with the letters that people read as digits turned into those digits. */
export function fold(text) {
  return normalise(text).replaceAll("O", "0").replaceAll("I", "1");
}

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

/** How much of the phone Billun uses: `{used, room, promised}`, in bytes; null where the browser does not say. */
export async function space() {
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  if (!estimate?.quota) return null;
  return { used: estimate.usage ?? 0, room: estimate.quota, promised: await navigator.storage.persisted() };
}

const UNITS = ["kilobyte", "megabyte", "gigabyte"];

/** "12 MB", "1.2 GB": bytes in the unit that people would use. */
export function sized(bytes) {
  const { lang } = document.documentElement;
  const power = Math.min(UNITS.length, Math.max(1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const size = bytes / 1000 ** power;
  const style = { style: "unit", unit: UNITS[power - 1], maximumFractionDigits: size < 10 ? 1 : 0 };
  return new Intl.NumberFormat(lang === "en" ? "en-GB" : lang, style).format(size);
}

import { remember } from "billun/drive/combination";
import { equipmentRows } from "billun/drive/equipment-rows";
import { codeOf, isBillunId } from "billun/offline/folding";
import { worded } from "billun/offline/wording";

const LONGEST_CODE = 80;

/** What comes after a code was read: its item at once, a choice of several, a label to claim, or the ways on from an unknown one. */
export class ScanOutcome {
  constructor(page, onAgain) {
    this.page = page;
    this.again = page.querySelector("[data-again]");
    this.again.addEventListener("click", onAgain);
  }

  /** Whether nothing is shown, so that the camera may look on. */
  get isOpen() {
    return this.again.hidden;
  }

  clear() {
    this.#reveal(null);
    this.again.hidden = true;
  }

  /** What was typed may be a plate; what was scanned is said in words in a report. */
  show(code, { items = [], alike, blank, unknown }, { typed }) {
    if (items.length === 1 && !alike) return this.#open(items[0]);
    if (blank) return location.assign(`/e/${encodeURIComponent(codeOf(blank))}/claim`);
    return unknown || !items.length ? this.#tellUnknown(codeOf(code), unknown ?? "server", typed) : this.#offer(items);
  }

  // Whoever reads a code off an item stands before it.
  async #open(item) {
    await remember(item);
    location.assign(`/drive/equipment/${item.billun_id}`);
  }

  async #offer(items) {
    this.page.querySelector("[data-rows]").replaceChildren(...(await equipmentRows(items)));
    this.#reveal("several");
  }

  #tellUnknown(read, who, typed) {
    const code = cut(read);
    const isLabel = isBillunId(code);
    this.page.querySelector("[data-code]").textContent = code;
    for (const words of this.page.querySelectorAll("[data-because]")) words.hidden = words.dataset.because !== (isLabel ? `${who}-label` : who);
    const report = this.page.querySelector("[data-report]");
    const said = typed && !isLabel ? { q: code } : { item_description: worded(report, "code", { code }) };
    report.href = `${report.pathname}?${new URLSearchParams(said)}`;
    const search = this.page.querySelector("[data-search]");
    search.href = `${search.pathname}?q=${encodeURIComponent(code)}`;
    this.#reveal("unknown");
  }

  #reveal(name) {
    for (const part of this.page.querySelectorAll("[data-outcome]")) part.hidden = part.dataset.outcome !== name;
    this.again.hidden = false;
    this.page.querySelector(`[data-outcome="${name}"] h2`)?.focus();
    this.page.toggleAttribute("data-concluded", Boolean(name));
  }
}

// By whole characters: half an emoji cannot stand in an address.
const cut = (code) => [...code].slice(0, LONGEST_CODE).join("");

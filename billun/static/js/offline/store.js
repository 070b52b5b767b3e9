/**
 * Where unsent reports wait, here in the page's own memory. Whoever keeps them elsewhere offers the same three
 * asynchronous calls.
 */
export class MemoryStore {
  #reports = new Map();

  async all() {
    return [...this.#reports.values()];
  }

  async save(report) {
    this.#reports.set(report.id, report);
  }

  async forget(report) {
    this.#reports.delete(report.id);
  }
}

/** A database in the page's memory, with the calls of idb that Billun makes. What it keeps goes with the page. */
export class MemoryDatabase {
  constructor(layout) {
    this.stores = new Map(Object.entries(layout).map(([name, { keyPath }]) => [name, new MemoryStore(keyPath)]));
  }

  transaction(names) {
    const objectStore = (name) => this.stores.get(name);
    return { objectStore, store: objectStore([names].flat()[0]), done: Promise.resolve(), error: null, abort() {} };
  }

  get = async (store, key) => this.stores.get(store).get(key);
  getKey = async (store, key) => this.stores.get(store).getKey(key);
  getAll = async (store) => this.stores.get(store).getAll();
  put = async (store, row, key) => this.stores.get(store).put(row, key);
  delete = async (store, key) => this.stores.get(store).delete(key);
  clear = async (store) => this.stores.get(store).clear();
  count = async (store) => this.stores.get(store).count();
  getFromIndex = async (store, index, value) => this.stores.get(store).index(index).get(value);
  getAllFromIndex = async (store, index, value) => this.stores.get(store).index(index).getAll(value);
  close() {}
}

class MemoryStore {
  #rows = new Map();

  constructor(keyPath) {
    this.keyPath = keyPath;
  }

  async get(key) {
    return structuredClone(this.#rows.get(key));
  }

  async getKey(key) {
    return this.#rows.has(key) ? key : undefined;
  }

  async getAll() {
    return [...this.#rows.values()].map((row) => structuredClone(row));
  }

  async getAllKeys() {
    return [...this.#rows.keys()];
  }

  async put(row, key = row[this.keyPath]) {
    this.#rows.set(key, structuredClone(row));
    return key;
  }

  async delete(key) {
    this.#rows.delete(key);
  }

  async clear() {
    this.#rows.clear();
  }

  async count() {
    return this.#rows.size;
  }

  index(name) {
    const found = async (value) => (await this.getAll()).filter((row) => row[name] === value);
    return {
      get: async (value) => (await found(value))[0],
      getAll: found,
      getAllKeys: async (value) => (await found(value)).map((row) => row[this.keyPath]),
      count: async (value) => (await found(value)).length,
    };
  }
}

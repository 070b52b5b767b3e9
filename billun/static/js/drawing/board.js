/** What is on the copy, which shape is selected, and the way back. Tells "change" whenever any of it changes. */
export class Board extends EventTarget {
  shapes = [];
  selected = -1;
  #kept = [];
  #past = [];
  #future = [];

  get current() {
    return this.shapes[this.selected] ?? null;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  select(number) {
    if (number !== this.selected) this.show(this.shapes, number);
  }

  /** Show these shapes as long as a finger moves; `keep` makes them one step of the way back. */
  show(shapes, selected = this.selected) {
    Object.assign(this, { shapes, selected });
    this.dispatchEvent(new Event("change"));
  }

  add(shape) {
    this.show([...this.shapes, shape], this.shapes.length);
  }

  replace(shape) {
    this.show(this.shapes.map((one, number) => (number === this.selected ? shape : one)));
  }

  remove() {
    if (!this.current) return;
    this.show(this.shapes.filter((_, number) => number !== this.selected), -1);
    this.keep();
  }

  keep() {
    if (this.shapes === this.#kept) return;
    this.#past.push(this.#kept);
    this.#future = [];
    this.#kept = this.shapes;
    this.show(this.shapes);
  }

  drop() {
    this.show(this.#kept, -1);
  }

  undo() {
    this.#turn(this.#past, this.#future);
  }

  redo() {
    this.#turn(this.#future, this.#past);
  }

  #turn(from, to) {
    if (from.length === 0) return;
    to.push(this.#kept);
    this.#kept = from.pop();
    this.show(this.#kept, -1);
  }
}

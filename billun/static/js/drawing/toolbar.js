import { drawn } from "billun/drawing/shapes";

/** The tools beside the photo: what is drawn next, in which colour, the words, undo and redo. */
export class Toolbar {
  tool = "arrow";
  colour = "red";

  constructor(page, board) {
    Object.assign(this, { page, board, words: page.querySelector("[data-words]") });
    this.#each("[data-tool]", (button) => button.addEventListener("click", (event) => this.#take(button, event)));
    this.#each("[data-colour]", (button) => button.addEventListener("click", () => this.#dip(button.dataset.colour)));
    this.#on("[data-undo]", () => board.undo());
    this.#on("[data-redo]", () => board.redo());
    this.#on("[data-remove]", () => board.remove());
    this.words.addEventListener("input", () => this.#write());
    this.words.addEventListener("blur", () => this.#written());
    board.addEventListener("change", () => this.#follow());
    this.#follow();
  }

  /** Each colour's ink, and the edge around it. */
  get inks() {
    return Object.fromEntries([...this.page.querySelectorAll("[data-colour]")].map(({ dataset }) => [dataset.colour, { ...dataset }]));
  }

  askForWords() {
    this.words.focus();
  }

  // A key pressed on a tool, which has no place on the photo, puts the shape in its middle.
  #take(button, { detail }) {
    this.tool = button.dataset.tool;
    if (this.tool !== "move") this.board.select(-1);
    if (detail === 0 && this.tool !== "move") {
      this.board.add(drawn(this.tool, [0.4, 0.4], [0.6, 0.6], this.colour));
      this.board.keep();
      if (this.tool === "text") this.askForWords();
      else this.page.querySelector(`[data-number="${this.board.selected}"]`).focus();
    }
    this.#follow();
  }

  #dip(colour) {
    this.colour = colour;
    const shape = this.board.current;
    if (shape?.colour) {
      this.board.replace({ ...shape, colour });
      this.board.keep();
    }
    this.#follow();
  }

  #write() {
    if (this.board.current?.kind === "text") this.board.replace({ ...this.board.current, text: this.words.value });
  }

  #written() {
    const shape = this.board.current;
    if (shape?.kind !== "text") return;
    if (shape.text.trim()) this.board.keep();
    else this.board.remove();
  }

  #follow() {
    const { board } = this;
    this.#each("[data-tool]", (one) => one.setAttribute("aria-pressed", one.dataset.tool === this.tool));
    this.#each("[data-colour]", (one) => one.setAttribute("aria-pressed", one.dataset.colour === (board.current?.colour ?? this.colour)));
    this.page.querySelector("[data-undo]").disabled = !board.canUndo;
    this.page.querySelector("[data-redo]").disabled = !board.canRedo;
    this.page.querySelector("[data-remove]").disabled = !board.current;
    const isText = board.current?.kind === "text";
    this.words.closest("[data-words-field]").hidden = !isText;
    if (isText && this.words.value !== board.current.text) this.words.value = board.current.text;
  }

  #each(selector, act) {
    this.page.querySelectorAll(selector).forEach(act);
  }

  #on(selector, act) {
    this.page.querySelector(selector).addEventListener("click", act);
  }
}

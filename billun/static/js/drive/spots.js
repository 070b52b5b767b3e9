/**
 * "Where on it?": a touch anywhere on the drawing chooses the spot that lies nearest, marks it and names it; the same
 * spots stand below as a list. Until there is a drawing the question is left out.
 */
export class Spots {
  constructor(form) {
    this.step = form.querySelector('[data-step="spot"]');
    this.picture = this.step.querySelector("[data-spot-picture]");
    this.picture.addEventListener("click", (event) => this.#touched(event));
    this.step.addEventListener("change", () => this.#mark());
    this.step.querySelector(".spot-list").addEventListener("toggle", ({ target }) => target.open && target.scrollIntoView());
    form.addEventListener("form:filled", ({ detail }) => this.#choose((this.wanted = detail.spot)));
    this.#drawDots();
  }

  /** Takes the drawing of another kind: its address, and its spots as `{key, label, x, y}` with x and y in per cent. */
  draw(address, spots) {
    const list = this.step.querySelector("[data-spot-list]");
    const lines = spots.map((spot) => this.#line(spot));
    this.picture.querySelector("img").src = address;
    list.replaceChildren(...lines);
    this.step.removeAttribute("data-skip");
    this.#drawDots();
    this.#choose(this.wanted);
  }

  get #choices() {
    return [...this.step.querySelectorAll("[data-spot-list] input")];
  }

  get #chosen() {
    return this.#choices.find(({ checked }) => checked);
  }

  #line({ key, label, x, y }) {
    const line = this.step.querySelector("template[data-spot-line]").content.firstElementChild.cloneNode(true);
    const choice = line.querySelector("input");
    choice.value = key;
    Object.assign(choice.dataset, { label, x, y });
    line.querySelector("span").textContent = label;
    return line;
  }

  #drawDots() {
    const dots = this.picture.querySelector("[data-spot-dots]");
    dots.replaceChildren(...this.#choices.map(({ dataset }) => circle(dataset, 4)));
    this.#mark();
  }

  // Gloves are wide and the sun blinds: nobody has to hit a dot.
  #touched({ clientX, clientY }) {
    const { left, top, width, height } = this.picture.getBoundingClientRect();
    const far = ({ dataset: { x, y } }) => Math.hypot(left + (width * x) / 100 - clientX, top + (height * y) / 100 - clientY);
    const [nearest] = this.#choices.sort((one, other) => far(one) - far(other));
    this.#choose(nearest?.value);
    nearest?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #choose(key) {
    for (const choice of this.#choices) choice.checked = choice.value === key;
    this.#mark();
  }

  #mark() {
    const chosen = this.#chosen;
    const mark = this.picture.querySelector("[data-spot-mark]");
    mark.replaceChildren(...(chosen ? [circle(chosen.dataset, 18), circle(chosen.dataset, 8)] : []));
    const name = this.step.querySelector("[data-spot-name]");
    name.textContent = chosen ? chosen.dataset.label : name.dataset.nothing;
    name.toggleAttribute("data-chosen", Boolean(chosen));
  }
}

function circle({ x, y }, radius) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  Object.entries({ cx: `${x}%`, cy: `${y}%`, r: radius }).forEach(([name, value]) => drawn.setAttribute(name, value));
  return drawn;
}

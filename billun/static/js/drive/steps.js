/**
 * One question a screen: shows one [data-step] of a form at a time, checks it before going on and moves
 * the focus to the heading of the next one. Every step is an entry of the browser's history, so that the
 * phone's own back button goes one question back. Fires "step:shown" on the form.
 */
export class Steps {
  constructor(form) {
    this.form = form;
    this.order = [...form.querySelectorAll("[data-step]")];
    form.noValidate = true;
    form.dataset.stepping = "";
    form.querySelectorAll("[data-next], [data-step-bar]").forEach((part) => (part.hidden = false));
    keepHeadInSight();
    form.addEventListener("click", (event) => this.#pressed(event));
    form.addEventListener("submit", (event) => this.#entered(event));
    form.addEventListener("change", ({ target }) => this.#forgive(target.closest("[data-step]")));
    document.querySelector(".drive-head a.btn")?.addEventListener("click", (event) => this.#back(event));
    window.addEventListener("popstate", (event) => this.#wentBack(event.state?.step ?? this.order[0].dataset.step));
    this.#start(form.querySelector("[data-step]:has([data-wrong])") ?? this.order[0]);
  }

  get current() {
    return this.order.find((step) => !step.hidden);
  }

  next() {
    if (!this.#answered(this.current)) return;
    const following = this.order.slice(this.order.indexOf(this.current) + 1).find(asks);
    if (following) this.show(following.dataset.step);
  }

  /** Shows the step of that name. A final one (sending) is not left by going back. */
  show(name, { final = false } = {}) {
    this.final = final;
    if (name === this.current.dataset.step) return;
    history.pushState({ step: name }, "");
    this.#draw(name);
  }

  /** Goes on at a step that was reached before; the way back leads through the questions that lie before it. */
  resume(name) {
    const target = this.order.find((step) => step.dataset.step === name && !step.hasAttribute("data-skip"));
    if (!target) return;
    const before = this.order.slice(1, this.order.indexOf(target)).filter(asks);
    for (const step of [...before, target].filter((one) => one !== this.current)) history.pushState({ step: step.dataset.step }, "");
    this.#draw(name);
  }

  #wentBack(name) {
    if (this.final) history.pushState({ step: this.current.dataset.step }, "");
    else this.#draw(name);
  }

  #start(step) {
    history.replaceState({ step: step.dataset.step }, "");
    this.order.forEach((other) => (other.hidden = other !== step));
    this.#announce(step);
  }

  #draw(name) {
    this.order.forEach((step) => (step.hidden = step.dataset.step !== name));
    window.scrollTo(0, 0);
    this.current.querySelector("[data-heading]")?.focus({ preventScroll: true });
    this.#announce(this.current);
  }

  #announce(step) {
    for (const part of this.form.querySelectorAll("[data-step-bar] i")) {
      const number = Number(part.dataset.number) - Number(step.dataset.number ?? 0);
      part.className = number < 0 ? "is-done" : number === 0 ? "is-now" : "";
    }
    this.form.dispatchEvent(new CustomEvent("step:shown", { detail: { step, name: step.dataset.step } }));
  }

  #pressed(event) {
    const button = event.target.closest("[data-next], [data-goto]");
    if (!button) return;
    event.preventDefault();
    if (button.dataset.goto) this.show(button.dataset.goto);
    else this.next();
  }

  // The arrow at the head of the page leads out of the first question, and one question back from any other.
  #back(event) {
    if (this.final || this.current === this.order[0]) return;
    event.preventDefault();
    history.back();
  }

  // The Enter key submits a form from any of its fields; before the last question it means "next".
  #entered(event) {
    if (this.current.hasAttribute("data-last")) return;
    event.preventDefault();
    this.next();
  }

  #answered(step) {
    const missing = [...step.querySelectorAll("input, select, textarea")].find((field) => !field.checkValidity());
    const leaving = new CustomEvent("step:leaving", { cancelable: true, detail: { name: step.dataset.step } });
    const answered = !missing && this.form.dispatchEvent(leaving);
    const error = step.querySelector("[data-unanswered]");
    if (error) error.hidden = answered;
    missing?.focus();
    return answered;
  }

  // An answer is on its way: what was said about its absence goes.
  #forgive(step) {
    for (const error of step?.querySelectorAll("[data-unanswered]") ?? []) error.hidden = true;
  }
}

// "Stop now" stays below the head of the page, whose height follows the words of the strip.
function keepHeadInSight() {
  const head = document.querySelector(".drive-head");
  const measure = () => document.documentElement.style.setProperty("--drive-head", `${head.offsetHeight}px`);
  new ResizeObserver(measure).observe(head);
}

const asks = (step) => !step.hasAttribute("data-skip") && !step.hasAttribute("data-aside");

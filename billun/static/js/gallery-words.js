// What stands around an open photo: its caption, the ways to its page and to the comparison, and its enhanced copy.

export function addWords(pswp, texts) {
  pswp.ui.registerElement({ name: "caption", order: 9, appendTo: "root", onInit: keepCaption });
  addLink(pswp, "details", 7, texts.textDetails);
  addLink(pswp, "comparison", 8, texts.textCompare);
  pswp.ui.registerElement({
    name: "enhanced",
    className: "pswp__button--words",
    isButton: true,
    order: 6,
    title: texts.textEnhanced,
    html: texts.textEnhanced,
    onInit: (button) => offerEnhanced(button, pswp),
    onClick: (_event, button) => turnOver(button, pswp, texts.textIsEnhanced),
  });
}

function keepCaption(caption, pswp) {
  pswp.on("change", () => {
    const words = pswp.currSlide.data.element?.closest("figure")?.querySelector("figcaption")?.cloneNode(true);
    caption.replaceChildren(...(words?.childNodes ?? []));
  });
}

// A link of the toolbar that leads to what the photo's own link names under `key`; photos of work name nothing.
function addLink(pswp, key, order, text) {
  const onInit = (link) => pswp.on("change", () => {
    const place = pswp.currSlide.data.element.dataset[key];
    link.hidden = !place;
    link.setAttribute("href", place ?? "");
  });
  pswp.ui.registerElement({ name: key, className: "pswp__button--words", tagName: "a", order, html: text, onInit });
}

function offerEnhanced(button, pswp) {
  pswp.on("change", () => {
    const { element, enhanced } = pswp.currSlide.data;
    button.hidden = !element?.dataset.enhanced;
    button.setAttribute("aria-pressed", String(Boolean(enhanced)));
  });
}

// The original and its enhanced copy take each other's place; the caption says which one is seen.
function turnOver(button, pswp, label) {
  const { data } = pswp.currSlide;
  data.original ??= { src: data.src, srcset: data.srcset };
  data.enhanced = !data.enhanced;
  Object.assign(data, data.enhanced ? { src: data.element.dataset.enhanced, srcset: undefined } : data.original);
  pswp.refreshSlideContent(pswp.currIndex);
  button.setAttribute("aria-pressed", String(data.enhanced));
  const caption = pswp.element.querySelector(".pswp__caption");
  caption.querySelector("strong")?.remove();
  if (data.enhanced) caption.prepend(Object.assign(document.createElement("strong"), { textContent: label }));
}

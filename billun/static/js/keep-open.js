// A <details> that somebody opened stays open when its fragment is fetched anew: the server does not know of it.

globalThis.htmx.registerExtension("keep-open", {
  htmx_before_morph_attr: (element, { attrName, newValue }) => !(attrName === "open" && newValue === null && element.matches("details")),
});

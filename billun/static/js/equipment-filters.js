// [data-filters]: what is not chosen stays out of the request, and so out of the address that one may pass on.

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches("[data-filters]")) return;
  for (const [name, value] of [...ctx.request.body]) {
    if (!value) ctx.request.body.delete(name);
  }
});

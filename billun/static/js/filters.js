/**
 * Lists with filters. The form ([data-filters]) leaves out of its request, and so out of the address that one may pass on,
 * what is not chosen. The list ([data-filtered]) shares its queue with the form: news that came while an answer was under
 * way wait for it, and ask for the list that it brought.
 */
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches("[data-filters]")) return;
  for (const [name, value] of [...ctx.request.body]) {
    if (!value) ctx.request.body.delete(name);
  }
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const { sourceElement: list, request } = ctx;
  if (list.matches("[data-filtered]")) request.action = list.getAttribute("hx-get");
});

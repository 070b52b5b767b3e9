import { Capture } from "billun/drive/capture";
import { askCategory } from "billun/drive/category";
import { canFingerprint } from "billun/drive/fingerprint";
import { keepFloor } from "billun/drive/floor";
import { Position } from "billun/drive/position";
import { Steps } from "billun/drive/steps";

/** The report page: turns the plain form [data-capture] into one question a screen and sends it by the outbox. */
for (const form of document.querySelectorAll("form[data-capture]")) start(form);

function start(form) {
  const steps = new Steps(form);
  const position = new Position(form.querySelector("[data-position]"));
  askCategory(form, steps);
  keepFloor(form);
  form.addEventListener("step:shown", ({ detail }) => {
    if (["where", "stop"].includes(detail.name)) position.findOnce();
  });
  // Over plain http to another machine the browser can neither hash nor film: the form goes as it is.
  if (canFingerprint()) new Capture(form, steps, position);
  else form.querySelector("[data-insecure]").hidden = false;
}

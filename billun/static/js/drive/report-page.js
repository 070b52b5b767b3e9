import { Capture } from "billun/drive/capture";
import { askCategory } from "billun/drive/category";
import { chooseFamily, followFamily } from "billun/drive/family";
import { canFingerprint } from "billun/drive/fingerprint";
import { keepFloor } from "billun/drive/floor";
import { followItem } from "billun/drive/listed-item";
import { Position } from "billun/drive/position";
import { becomeItemOfPath } from "billun/drive/shell-item";
import { Spots } from "billun/drive/spots";
import { Steps } from "billun/drive/steps";
import { offerItems } from "billun/drive/typed-item";

/** The report page: turns the plain form [data-capture] into one question a screen and sends it by the outbox. */
for (const form of document.querySelectorAll("form[data-capture]")) start(form);

async function start(form) {
  const item = await becomeItemOfPath(form);
  const steps = new Steps(form);
  const position = new Position(form.querySelector("[data-position]"));
  const spots = new Spots(form);
  askCategory(form, steps);
  keepFloor(form);
  form.addEventListener("step:shown", ({ detail }) => {
    if (["where", "stop"].includes(detail.name)) position.findOnce();
  });
  // Over plain http to another machine the browser can neither hash nor film: the form goes as it is.
  const capture = canFingerprint() && new Capture(form, steps, position);
  if (!capture) form.querySelector("[data-insecure]").hidden = false;
  followFamily(form, spots);
  if (form.querySelector("[data-offered]")) followItem(form, spots);
  offerItems(form);
  if (item) await chooseFamily(form, spots, item);
  if (capture) await capture.begin();
}

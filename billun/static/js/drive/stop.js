import { DraftKeeping } from "billun/drive/draft-keeping";
import { Handover } from "billun/drive/handover";
import { canFingerprint } from "billun/drive/fingerprint";
import { Photos } from "billun/drive/photos";
import { Position } from "billun/drive/position";
import { aboutOf, recordOf } from "billun/drive/record";
import { resume, waitingHere } from "billun/drive/resuming";
import { becomeItemOfPath } from "billun/drive/shell-item";
import { Steps } from "billun/drive/steps";
import { offerItems } from "billun/drive/typed-item";

/** The "Stop now" page: a red report without photos at once; the photos when they can be taken. */
for (const form of document.querySelectorAll("form[data-stop]")) start(form);

async function start(form) {
  await becomeItemOfPath(form);
  const [steps, position, photos] = [new Steps(form), new Position(form.querySelector("[data-position]")), new Photos(form)];
  const draft = new DraftKeeping(form, "stop");
  offerItems(form);
  // Where the phone cannot hash, the plain form goes as it is.
  if (!canFingerprint()) return;
  const waiting = await waitingHere(draft, photos.shots);
  const refused = waiting ? null : await resume(form, steps, draft, photos.shots);
  const onSent = (reference) => reference && !photos.isOpen && location.replace(form.dataset.reportsUrl + reference);
  const handover = new Handover(form, steps, { draft, photos, refused, onSent });
  if (waiting) return handover.goOn(waiting);
  position.findOnce();
  draft.watch(steps, photos.shots);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const startedAt = refused ? draft.startedAt : new Date();
    handover.send(() => {
      const record = recordOf(form, { shots: photos.shots.all, position: position.fix, startedAt, now: true });
      const url = form.dataset.anomaliesUrl + draft.id;
      return { kind: "report", ...aboutOf(form, record), urgent: true, url, method: "PUT", record };
    });
  });
}

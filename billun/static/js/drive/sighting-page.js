import { DraftKeeping } from "billun/drive/draft-keeping";
import { canFingerprint } from "billun/drive/fingerprint";
import { Handover } from "billun/drive/handover";
import { Photos } from "billun/drive/photos";
import { Position } from "billun/drive/position";
import { sightingOf } from "billun/drive/record";
import { resume, waitingHere } from "billun/drive/resuming";
import { becomeDamageOfPath } from "billun/drive/shell-damage";
import { Steps } from "billun/drive/steps";

/**
 * Known damage met again: "It is the same" is one touch, "It got worse" asks how bad it is now and shows it. Where it
 * must not move any more it ends as "Stop now" does: help one touch away, then who has seen it.
 */
for (const form of document.querySelectorAll("form[data-sighting]")) start(form);

async function start(form) {
  if (!(await becomeDamageOfPath(form))) return;
  const [steps, position, photos] = [new Steps(form), new Position(form.querySelector("[data-position]")), new Photos(form)];
  if (!canFingerprint()) return;
  const draft = new DraftKeeping(form, "sighting");
  photos.follow(form.dataset.guides.split(" "));
  const waiting = await waitingHere(draft, photos.shots);
  const refused = waiting ? null : await resume(form, steps, draft, photos.shots);
  const handover = new Handover(form, steps, { draft, photos, refused, onSent: () => showWhoHasSeenIt(form, photos) });
  if (waiting) {
    offerHelp(form, waiting);
    return handover.goOn(waiting);
  }
  const send = () => handover.send(() => offerHelp(form, entryOf(form, { draft, photos, position })));
  if (form.elements.kind.value === "worse" && steps.current.dataset.step === "again") steps.next();
  position.findOnce();
  draft.watch(steps, photos.shots);
  form.addEventListener("step:leaving", (event) => leaveUnlessKnown(event, form, send));
  form.addEventListener("click", (event) => goOnAfterTouch(event, steps));
  form.querySelector("[data-send-now]").addEventListener("click", send);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    send();
  });
}

// What is as it was needs no further question.
function leaveUnlessKnown(event, form, send) {
  if (event.detail.name !== "again" || form.elements.kind.value !== "known") return;
  event.preventDefault();
  send();
}

// Arrow keys walk through radio buttons and click each of them: only a finger or a mouse means "go on".
function goOnAfterTouch(event, steps) {
  const choice = event.target.closest('input[name="kind"]');
  if (choice && (event.detail > 0 || event.pointerType !== "")) setTimeout(() => steps.next(), 120);
}

function offerHelp(form, entry) {
  form.querySelector("[data-after-stop]").hidden = !entry.urgent;
  return entry;
}

function showWhoHasSeenIt(form, photos) {
  const isUrgent = !form.querySelector("[data-after-stop]").hidden;
  if (isUrgent && !photos.isOpen) location.replace(form.dataset.reportsUrl + form.dataset.reference);
}

function entryOf(form, { draft, photos, position }) {
  const { id, startedAt } = draft;
  const record = sightingOf(form, { id, shots: photos.shots.all, position: position.fix, startedAt });
  const { anomaly, reference, label, anomaliesUrl, equipment, billunId: billun_id, title } = form.dataset;
  return {
    kind: "sighting", equipment: { id: equipment, billun_id, title }, label, urgent: record.criticality === "red",
    url: `${anomaliesUrl}${anomaly}/sightings`, method: "POST", record, anomaly, reference,
  };
}

import { uuidv7 } from "uuidv7";
import { showErrors } from "billun/drive/mend";
import { openOutbox } from "billun/drive/open-outbox";
import { Position } from "billun/drive/position";
import { recordOf } from "billun/drive/record";
import { Sending } from "billun/drive/sending";
import { Steps } from "billun/drive/steps";

/** The "Stop now" page: a red report without photos, sent again until it has arrived. */
for (const form of document.querySelectorAll("form[data-stop]")) start(form);

function start(form) {
  const steps = new Steps(form);
  const outbox = openOutbox(form);
  const position = new Position(form.querySelector("[data-position]"));
  const report = { id: uuidv7(), photos: [] };
  position.findOnce();
  new Sending(form.querySelector("[data-sending]"), outbox, { onMend: () => {} });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    report.record = recordOf(form, { position: position.fix, startedAt: new Date(), now: true });
    report.trouble = null;
    steps.show("sending", { final: true });
    outbox.add(report).then(() => {
      if (report.accepted) location.replace(form.dataset.reportsUrl + report.reference);
      else showErrors(form, steps, report.trouble);
    });
  });
}

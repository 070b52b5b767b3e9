import { criticalityOf, moment, piece, plateOf, statusOf, titleOf } from "billun/drive/draw";
import { wordsOf } from "billun/drive/entry-words";
import { byId } from "billun/offline/fleet";

/** Own reports and what became of them, as templates/drive/_reports.html draws them. */
export function reportRows(reports) {
  return Promise.all(reports.map(async (report) => {
    const row = await filled("report", report);
    row.querySelector(".report-row-title").href = `/drive/reports/${report.reference}`;
    return row;
  }));
}

/** One report as far as the phone knows it. */
export const reportHead = (report) => filled("report-head", report);

async function filled(name, report) {
  const item = await byId(report.equipment_id);
  const element = piece(name, {
    plate: plateOf(item ?? { internal_id: report.equipment_title }),
    title: await titleOf(report),
    criticality: criticalityOf(report),
    status: statusOf(report),
    moment: moment(report.moved_at ?? report.received_at),
    comment: report.comment,
    ...(report.is_new ? {} : { new: null }),
  });
  for (const quote of element.querySelectorAll("blockquote:empty")) quote.remove();
  return element;
}

/** What still waits on this phone, as a line that leads to where it is told in full. */
export async function unsentRow(entry) {
  const { equipment, record, createdAt } = entry;
  const words = await wordsOf(entry, document.querySelector('template[data-piece="unsent-report"]'));
  const title = [equipment?.title, words].filter(Boolean).join(" · ");
  return piece("unsent-report", { title, criticality: record?.criticality ? criticalityOf(record) : null, moment: moment(createdAt) });
}

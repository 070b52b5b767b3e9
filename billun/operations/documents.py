"""Documents of equipment: kept as they came, with an expiry that counts as a deadline, or as proof of a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import IO, Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from billun.adapters.queue import PHOTOS
from billun.catalogue import catalogue
from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import (
    ChangeKind,
    Deadline,
    DeadlineSource,
    Document,
    Equipment,
    Intervention,
    InterventionEntryKind,
    InterventionStatus,
    Membership,
    Renewal,
)
from billun.models.base import new_id, now
from billun.operations.after_commit import enqueue_after_commit, tell_after_commit
from billun.operations.deadlines import (
    keep_expiry,
    refresh_due_summary,
)
from billun.operations.document_files import CheckedFile, check_file, keep_original
from billun.operations.fitness import lock_equipment
from billun.operations.history import differences, record_change
from billun.operations.intervention_timeline import record
from billun.operations.interventions import lock_intervention
from billun.operations.locks import lock_id
from billun.operations.renewals import RenewalForm, renew


@dataclass(frozen=True, kw_only=True)
class DocumentForm:
    """What somebody writes of a document. `kind` is a key of catalogue.document_types."""

    kind: str
    title: str = ""
    number: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


def add_document(
    actor: Membership,
    equipment: Equipment,
    form: DocumentForm,
    file: IO[bytes],
    file_name: str,
    *,
    id: UUID | None = None,
    sha256: str | None = None,
    renews: Sequence[str] = (),
    replaces: Document | None = None,
    intervention: Intervention | None = None,
) -> tuple[Document, bool]:
    """The document, and whether this call stored it. When it returns, the file is on the disk.

    `renews` names the checks of which it is the proof, done on its day of issue; `replaces` is taken
    out of the lists; `intervention` is the job that it came with.

    Raises TooLarge, WrongType and Refused for what may not come in; Conflict where the id has another
    content or the job was cancelled; Missing for an id of another company; Unavailable without storage.
    """
    refuse_bad_form(equipment, form, renews)
    refuse_other_job(equipment, intervention)
    checked = check_file(file, file_name, sha256)
    id, content = id or new_id(), content_of(equipment, form, checked.sha256, renews)
    if intervention:
        content["intervention_id"] = str(intervention.id)
    if first := stored_before(actor, id, content):
        return first, False
    document = described(actor, equipment, form, checked, id, content)
    keep_original(document, checked)
    lock_id(id)
    lock_equipment(equipment)
    # It may have been sent a second time while its bytes were on their way to the storage.
    if first := stored_before(actor, id, content):
        return first, False
    db.session.add(document)
    db.session.flush()
    if intervention:
        put_with_job(actor, intervention, document)
    take_place(actor, equipment, document, replaces)
    for code in renews:
        renew(actor, equipment, code, proof_of(document))
    follow_expiry(equipment, document.kind)
    enqueue_after_commit(PHOTOS, "jobs.documents.show_document", document.id)
    return document, True


def refuse_bad_form(equipment: Equipment, form: DocumentForm, renews: Sequence[str] = ()) -> None:
    if form.kind not in catalogue.document_types:
        raise Refused("kind", _("This kind of document does not exist."))
    if form.issued_on and form.issued_on > equipment.company.today:
        raise Refused("issued_on", _("This day is still to come."))
    if form.issued_on and form.expires_on and form.expires_on < form.issued_on:
        raise Refused("expires_on", _("It cannot expire before it was issued."))
    if not set(renews) <= set(renewable_checks(equipment, form.kind)):
        raise Refused("renews", _("This document does not prove that check for this item."))
    if renews and form.issued_on is None:
        raise Refused("issued_on", _("Say when it was done: the day on the document."))
    if form.expires_on is None and any(is_by_date(code) for code in renews):
        raise Refused("expires_on", _("Say until when it is good."))


def refuse_other_job(equipment: Equipment, intervention: Intervention | None) -> None:
    if intervention is None:
        return
    if intervention.equipment_id != equipment.id:
        raise Refused("intervention_id", _("This job is about other equipment."))
    if intervention.status == InterventionStatus.CANCELLED:
        raise Conflict(_("This job was cancelled: no documents are added to it."))


def put_with_job(actor: Membership, intervention: Intervention, document: Document) -> None:
    lock_intervention(intervention)
    refuse_other_job(document.equipment, intervention)
    document.intervention = intervention
    detail = {
        "document_id": str(document.id),
        "kind": document.kind,
        "title": summary_of(document),
    }
    record(intervention, actor, InterventionEntryKind.DOCUMENT_ADDED, detail=detail)


def renewable_checks(equipment: Equipment, kind: str) -> Sequence[str]:
    """The checks of this item that a document of this kind proves, in the order of the catalogue."""
    proved = catalogue.document_types[kind].renews
    due = db.session.scalars(
        select(Deadline.code).where(
            Deadline.equipment_id == equipment.id, Deadline.applies, Deadline.code.in_(proved)
        )
    ).all()
    return [code for code in proved if code in due]


def is_by_date(code: str) -> bool:
    """Whether only the document says until when the check is good, as a policy does."""
    return any(rule.by_date for rule in catalogue.checks[code].rules)


def content_of(
    equipment: Equipment, form: DocumentForm, sha256: str, renews: Sequence[str]
) -> dict[str, Any]:
    """What makes the same sending again the same document."""
    days = {"issued_on": iso(form.issued_on), "expires_on": iso(form.expires_on)}
    of_file = {"equipment_id": str(equipment.id), "sha256": sha256, "renews": sorted(renews)}
    return asdict(form) | days | of_file


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def stored_before(actor: Membership, id: UUID, content: dict[str, Any]) -> Document | None:
    first = db.session.get(Document, id)
    if first is None:
        return None
    if first.company_id != actor.company_id:
        raise Missing
    if first.content != content:
        raise Conflict(_("This id was already used for another document."))
    return first


def described(
    actor: Membership,
    equipment: Equipment,
    form: DocumentForm,
    checked: CheckedFile,
    id: UUID,
    content: dict[str, Any],
) -> Document:
    return Document(
        id=id,
        company_id=equipment.company_id,
        equipment_id=equipment.id,
        author_id=actor.id,
        file_name=checked.name,
        media_type=checked.paper.media_type,
        byte_size=checked.paper.byte_size,
        page_count=checked.paper.page_count,
        sha256=checked.sha256,
        content=content,
        **asdict(form),
    )


def take_place(
    actor: Membership, equipment: Equipment, document: Document, replaces: Document | None
) -> None:
    """Note the new document, and let the one that it replaces go."""
    if replaces is not None and replaces.equipment_id != equipment.id:
        raise Missing
    if replaces is None or replaces.removed_at is not None:
        note_change(actor, equipment, document.kind, [None, summary_of(document)])
        return
    replaces.removed_at = now()
    note_change(actor, equipment, document.kind, [summary_of(replaces), summary_of(document)])
    if replaces.kind != document.kind:
        follow_expiry(equipment, replaces.kind)


def proof_of(document: Document) -> RenewalForm:
    """The check as the document says it was done; the catalogue counts on where it names no last day."""
    assert document.issued_on is not None
    return RenewalForm(
        done_on=document.issued_on,
        due_on=document.expires_on,
        document_id=document.id,
        comment=document.number and _("Number %(number)s", number=document.number),
    )


def edit_document(actor: Membership, document: Document, form: DocumentForm) -> None:
    """Write what the form says; the file stays. Raises Refused."""
    refuse_bad_form(document.equipment, form)
    hold(document)
    before, kind = form_of(document), document.kind
    for name, value in asdict(form).items():
        setattr(document, name, value)
    changes = differences(in_json(before), in_json(form))
    if changes:
        summary = summary_of(document)
        note_change(actor, document.equipment, form.kind, [summary, summary], changes)
    let_proved_deadlines_follow(document, before.expires_on)
    for changed in {kind, form.kind}:
        follow_expiry(document.equipment, changed)


def let_proved_deadlines_follow(document: Document, expired_on: date | None) -> None:
    """A check that is good until the last day of its paper follows when that day is mended."""
    if document.expires_on is None or document.expires_on == expired_on:
        return
    for deadline in db.session.scalars(
        select(Deadline).where(Deadline.document_id == document.id, Deadline.due_is_given)
    ):
        if deadline.due_on == expired_on:
            deadline.due_on = document.expires_on
    refresh_due_summary(document.equipment)


def hold(document: Document) -> None:
    """Hold the equipment, and know the document as it is now."""
    lock_equipment(document.equipment)
    db.session.refresh(document, ["removed_at", *DocumentForm.__dataclass_fields__])


def form_of(document: Document) -> DocumentForm:
    """What a form would have to say to write this document as it is."""
    return DocumentForm(
        **{name: getattr(document, name) for name in DocumentForm.__dataclass_fields__}
    )


def in_json(form: DocumentForm) -> dict[str, Any]:
    return asdict(form) | {"issued_on": iso(form.issued_on), "expires_on": iso(form.expires_on)}


def remove_document(actor: Membership, document: Document) -> None:
    """Take it out of the lists; what it proves still names it. Removing it twice changes nothing."""
    hold(document)
    if document.removed_at is not None:
        return
    document.removed_at = now()
    note_change(actor, document.equipment, document.kind, [summary_of(document), None])
    follow_expiry(document.equipment, document.kind)


def restore_document(actor: Membership, document: Document) -> None:
    """Put a removed document back into the lists."""
    hold(document)
    if document.removed_at is None:
        return
    document.removed_at = None
    note_change(actor, document.equipment, document.kind, [None, summary_of(document)])
    follow_expiry(document.equipment, document.kind)


def follow_expiry(equipment: Equipment, kind: str) -> None:
    """Let the documents of a kind decide when it expires, but for those that renewed a check, which then says so.

    Of papers with the same title the newest counts, and of those the one that ends first.

    The caller holds the equipment.
    """
    db.session.flush()
    papers = db.session.scalars(
        select(Document)
        .where(
            Document.equipment_id == equipment.id,
            Document.kind == kind,
            Document.removed_at.is_(None),
            Document.expires_on.is_not(None),
        )
        .order_by(Document.expires_on)
    ).all()
    last_days = {
        paper.title.casefold(): paper.expires_on for paper in papers if not is_proof(paper)
    }
    expires_on = min((day for day in last_days.values() if day), default=None)
    keep_expiry(equipment, DeadlineSource.DOCUMENT, f"document_{kind}", expires_on)
    tell_after_commit(equipment.company_id, "equipment", equipment.id, equipment.billun_id)


def is_proof(document: Document) -> bool:
    return bool(
        db.session.scalar(select(Renewal.id).where(Renewal.document_id == document.id).limit(1))
    )


def note_change(
    actor: Membership,
    equipment: Equipment,
    kind: str,
    change: list[Any],
    more: dict[str, list[Any]] | None = None,
) -> None:
    record_change(
        actor, equipment, ChangeKind.DOCUMENT, {f"document_{kind}": change, **(more or {})}
    )


def summary_of(document: Document) -> str:
    """The document in a few words, for the history."""
    return document.title or document.number or document.file_name

"""What happened to an intervention, entry by entry, and what people say of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import Intervention, InterventionEntry, InterventionEntryKind, Membership
from billun.models.base import new_id, now
from billun.operations.after_commit import tell_after_commit
from billun.operations.locks import lock_id
from billun.operations.reasons import LONGEST
from billun.operations.telling_workshop import tell_of_intervention

K = InterventionEntryKind

# What changes the intervention itself, and so is a conflict for who edits what they saw before.
WRITES = frozenset({K.MOVED, K.ASSIGNED, K.EDITED, K.TRANSITION})


def record(
    intervention: Intervention,
    actor: Membership | None,
    kind: InterventionEntryKind,
    **what: Any,
) -> InterventionEntry:
    """Write one entry of the timeline, owe the mails about it, and let the screens know once it is committed.

    `what` are columns of the entry: `comment`, `detail`, `from_status`, `to_status`, `link`, `id`. A kind that
    changes the intervention itself counts its version on; the caller then holds its row.
    """
    entry = InterventionEntry(intervention=intervention, actor=actor, kind=kind, **what)
    intervention.updated_at = now()
    if kind in WRITES:
        intervention.version += 1
    db.session.add(entry)
    db.session.flush()
    tell_of(intervention)
    tell_of_intervention(entry)
    return entry


def tell_of(intervention: Intervention) -> None:
    """Tell the screens that it changed."""
    about = (intervention.id, intervention.reference)
    tell_after_commit(intervention.company_id, "maintenance", *about)


def comment_on_intervention(
    actor: Membership, intervention: Intervention, words: str, id: UUID | None = None
) -> tuple[InterventionEntry, bool]:
    """The comment on the timeline, and whether this call wrote it. Raises Refused for one without words."""
    text, id = words.strip(), id or new_id()
    lock_id(id)
    first = db.session.get(InterventionEntry, id)
    if first is not None:
        return same_comment(actor, intervention, first, text), False
    if not text:
        raise Refused("comment", _("Write something first."))
    if len(text) > LONGEST:
        raise Refused("comment", _("Write at most %(count)s characters.", count=LONGEST))
    return record(intervention, actor, K.COMMENT, comment=text, id=id), True


def same_comment(
    actor: Membership, intervention: Intervention, first: InterventionEntry, text: str
) -> InterventionEntry:
    if first.intervention.company_id != intervention.company_id:
        raise Missing
    if (first.intervention_id, first.actor_id, first.comment) != (intervention.id, actor.id, text):
        raise Conflict(_("This id was already used for something else."))
    return first

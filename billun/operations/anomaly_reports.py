"""The report of an anomaly on paper: what stands on it, in the reader's words, for whoever may see the anomaly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from flask import get_template_attribute
from flask_babel import format_datetime, format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from billun.adapters.anomaly_report import AnomalyReport, Entry, Picture, Section, Spot
from billun.catalogue import catalogue
from billun.models import (
    Anomaly,
    Drawing,
    Membership,
    Photo,
    Sighting,
    TimelineEntry,
    TimelineKind,
)
from billun.models.base import now
from billun.operations.letters import base_url
from billun.operations.photo_care import why_removed

Fact = tuple[str, str]


def report_of(actor: Membership, anomaly: Anomaly) -> AnomalyReport:
    """All that stands on the paper. Another company reads it with what was hidden in the photos hidden."""
    return AnomalyReport(
        language=locale(),
        title=_("Damage report"),
        reference=anomaly.reference,
        company=anomaly.company.name,
        logo_key=anomaly.company.logo_key,
        url=f"{base_url()}/anomalies/{anomaly.reference}",
        url_words=_("Opens it in Billun"),
        criticality=anomaly.criticality.value,
        criticality_word=criticality_word(anomaly.criticality),
        headline=headline_of(anomaly),
        standing=standing_of(anomaly),
        facts=tuple(facts_of(anomaly)),
        description_title=_("What was reported"),
        description=anomaly.description,
        spot=spot_of(anomaly),
        sections=tuple(section for section in sections_of(anomaly) if section.entries),
        photos_title=_("Photos"),
        photos=tuple(pictures_of(actor, anomaly)),
        originals_title=_("Originals and fingerprints"),
        originals_words=_(
            "Each original is kept byte for byte as it came. Its SHA-256 shows that nothing was changed."
        ),
        originals=tuple(original_of(photo) for photo in anomaly.arrived_photos),
        foot=foot_of(actor, anomaly),
        page_words=_("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
    )


def headline_of(anomaly: Anomaly) -> str:
    return f"{anomaly.equipment.title}: {title_of(anomaly)}"


def title_of(anomaly: Anomaly) -> str:
    category = catalogue.categories[anomaly.category]
    chosen = category.sub_categories.get(anomaly.sub_category or "")
    return " · ".join(part.label(locale()) for part in (category, chosen) if part)


def standing_of(anomaly: Anomaly) -> str:
    return word("fitness", "status_word", anomaly.status)


def facts_of(anomaly: Anomaly) -> Iterator[Fact]:
    yield from facts_of_equipment(anomaly)
    yield _("When"), exact(anomaly.occurred_at)
    yield _("Arrived here"), exact(anomaly.received_at)
    yield _("Who"), person(anomaly.reporter, anomaly)
    if anomaly.circumstance:
        words = {"found": _("Found like this"), "happened": _("It happened just then")}
        yield _("Circumstance"), words[anomaly.circumstance]
    if anomaly.criticality_reported != anomaly.criticality:
        yield _("Reported as"), criticality_word(anomaly.criticality_reported)
    if where := place_of(anomaly):
        yield _("Where"), where
    if anomaly.duplicate_of:
        yield _("Same damage as"), anomaly.duplicate_of.reference
    if anomaly.is_held:
        yield _("Legal hold"), anomaly.hold_reason or _("Yes")
    yield _("Times are those of"), anomaly.company.time_zone.replace("_", " ")


def facts_of_equipment(anomaly: Anomaly) -> Iterator[Fact]:
    item = anomaly.equipment
    kind = catalogue.kinds.get(item.kind) or catalogue.families[item.family]
    described = " ".join(part for part in (kind.label(locale()), item.make_and_model) if part)
    yield _("Equipment"), f"{item.title}\n{described}"
    yield _("Billun ID"), item.billun_id
    if item.internal_id and item.internal_id != item.title:
        yield _("Fleet number"), item.internal_id
    if item.vin:
        yield _("VIN"), item.vin


def place_of(row: Anomaly | Photo | Sighting) -> str:
    """Degrees, and the metres within which they are right; an empty text where nobody said."""
    address = getattr(row, "address", None)
    if row.latitude is None or row.longitude is None:
        return address or ""
    degrees = f"{row.latitude:.5f}, {row.longitude:.5f}"
    if row.accuracy_m:
        degrees += f" ± {max(1, round(row.accuracy_m))} m"
    return "\n".join(part for part in (degrees, address) if part)


def spot_of(anomaly: Anomaly) -> Spot | None:
    """Where it is on the drawing of the equipment; a kind put right since may have another drawing."""
    outline = catalogue.outline_for(anomaly.equipment.family, anomaly.equipment.kind)
    found = outline.spots.get(anomaly.spot or "")
    return Spot(outline.picture, found.x, found.y, found.label(locale())) if found else None


def sections_of(anomaly: Anomaly) -> Iterator[Section]:
    yield Section(_("What happened since"), tuple(entries_of(anomaly)))
    yield Section(
        _("Met again"), tuple(sighting_of(sighting, anomaly) for sighting in anomaly.sightings)
    )
    yield Section(
        _("Reported again"), tuple(duplicate_of(duplicate) for duplicate in anomaly.duplicates)
    )


def entries_of(anomaly: Anomaly) -> Iterator[Entry]:
    """The timeline, in which drawings that one person made one after the other are one entry."""
    for _key, alike in groupby(anomaly.timeline, key=same_drawing):
        entries = list(alike)
        yield entry_of(entries[0], anomaly) if len(entries) == 1 else drawings_of(entries, anomaly)


def same_drawing(entry: TimelineEntry) -> object:
    return entry.actor_id if entry.kind == TimelineKind.DRAWN_ON else entry


def drawings_of(entries: list[TimelineEntry], anomaly: Anomaly) -> Entry:
    count, actor = len(entries), entries[0].actor
    words = ngettext(
        "%(num)s drawing on copies of photos", "%(num)s drawings on copies of photos", count
    )
    times = dict.fromkeys(exact(entry.at) for entry in (entries[0], entries[-1]))
    who = person(actor, anomaly) if actor else "Billun"
    return Entry(words, f"{' – '.join(times)} · {who}")


def entry_of(entry: TimelineEntry, anomaly: Anomaly) -> Entry:
    who = person(entry.actor, anomaly) if entry.actor else "Billun"
    lines = (change_of(entry), word("timeline", "timeline_context", entry), entry.comment)
    return Entry(
        word("timeline", "timeline_word", entry),
        f"{exact(entry.at)} · {who}",
        tuple(line for line in lines if line),
    )


def change_of(entry: TimelineEntry) -> str:
    """From what to what; an empty text where nothing of that kind changed."""
    if entry.from_criticality and entry.to_criticality:
        return (
            f"{criticality_word(entry.from_criticality)} → {criticality_word(entry.to_criticality)}"
        )
    if entry.from_equipment and entry.to_equipment:
        return f"{entry.from_equipment.title} → {entry.to_equipment.title}"
    return ""


def sighting_of(sighting: Sighting, anomaly: Anomaly) -> Entry:
    words = {"known": _("Met it again: as it was"), "worse": _("Met it again: it got worse")}
    level = criticality_word(sighting.criticality) if sighting.criticality else ""
    lines = (level, sighting.comment, place_of(sighting))
    aside = f"{exact(sighting.seen_at)} · {person(sighting.observer, anomaly)}"
    return Entry(words[sighting.kind], aside, tuple(line for line in lines if line))


def duplicate_of(duplicate: Anomaly) -> Entry:
    aside = f"{exact(duplicate.occurred_at)} · {person(duplicate.reporter, duplicate)}"
    return Entry(
        duplicate.reference, aside, (duplicate.description,) if duplicate.description else ()
    )


def pictures_of(actor: Membership, anomaly: Anomaly) -> Iterator[Picture]:
    """Each photo that is shown, and after it what was drawn on copies of it."""
    for number, photo in enumerate(shown_photos(anomaly), 1):
        yield picture_of(actor, photo, number)
        for drawing in photo.drawings:
            if drawing.is_ready:
                yield picture_of_drawing(drawing, number)


def shown_photos(anomaly: Anomaly) -> list[Photo]:
    return [photo for photo in anomaly.arrived_photos if photo.is_shown]


def picture_of(actor: Membership, photo: Photo, number: int) -> Picture:
    lines = (photo.caption, taken_words(photo), place_of(photo))
    return Picture(
        numbered(photo, number),
        tuple(line for line in lines if line),
        keys_for(actor, photo),
        _("This photo cannot be shown."),
    )


def numbered(photo: Photo, number: int) -> str:
    """Its number before its name, unless the name is a number."""
    return f"{number}. {shot_of(photo)}" if photo.guide in catalogue.guides else shot_of(photo)


def picture_of_drawing(drawing: Drawing, number: int) -> Picture:
    author, at = drawing.author.user.full_name, exact(drawing.created_at)
    return Picture(
        numbered(drawing.photo, number),
        (
            _("Drawn on by %(name)s", name=author) + f", {at}",
            _("A copy: the photo itself is unchanged."),
        ),
        keys_of(drawing),
        _("This photo cannot be shown."),
    )


def keys_for(actor: Membership, photo: Photo) -> tuple[str, ...]:
    """What this reader sees of the photo: what is hidden in it stays hidden from other companies."""
    if actor.company_id != photo.company_id and photo.is_veiled:
        return keys_of(photo.concealing) if photo.concealing else ()
    return keys_of(photo) if photo.is_ready else ()


def keys_of(row: Photo | Drawing) -> tuple[str, ...]:
    """The size for paper, and the one to make it from where photos were developed before there was any."""
    return row.derivative_key("medium"), row.derivative_key("large")


def taken_words(photo: Photo) -> str:
    return _("Taken %(at)s", at=exact(photo.taken_at)) if photo.taken_at else ""


def original_of(photo: Photo) -> Entry:
    size = f"{photo.width} × {photo.height}, " if photo.width else ""
    weight = _("%(size)s kB", size=format_decimal(round((photo.byte_size or 0) / 1000)))
    received = _("arrived %(at)s", at=exact(photo.received_at)) if photo.received_at else ""
    lines = (f"SHA-256 {photo.sha256}", removal_words(photo))
    return Entry(
        shot_of(photo), f"{size}{weight}, {received}", tuple(line for line in lines if line)
    )


def removal_words(photo: Photo) -> str:
    """That, when, by whom and why it was taken away; an empty text where it was not."""
    if photo.is_shown or photo.removed_at is None:
        return ""
    who = photo.removed_by.user.full_name if photo.removed_by else "Billun"
    words = _("Erased %(at)s by %(who)s") if photo.is_erased else _("Taken away %(at)s by %(who)s")
    said = words % {"at": exact(photo.removed_at), "who": who}
    reason = why_removed(photo)
    return f"{said}: {reason}" if reason else said


def shot_of(photo: Photo) -> str:
    guide = catalogue.guides.get(photo.guide or "")
    return guide.label(locale()) if guide else _("Photo %(number)s", number=photo.position + 1)


def foot_of(actor: Membership, anomaly: Anomaly) -> str:
    return _(
        "%(reference)s, printed %(at)s by %(who)s",
        reference=anomaly.reference,
        at=exact(now()),
        who=person(actor, anomaly),
    )


def person(member: Membership, anomaly: Anomaly) -> str:
    """Their name, with their company where it is another one."""
    name = str(member.user.full_name)
    return name if member.company_id == anomaly.company_id else f"{name}, {member.company.name}"


def criticality_word(level: str) -> str:
    return word("criticality", "criticality_word", level)


def word(component: str, macro: str, *about: object) -> str:
    """What the pages call it: the macro's words as plain text."""
    said: Markup = get_template_attribute(f"components/{component}.html", macro)(*about)
    return " ".join(said.striptags().split())


def exact(moment: datetime) -> str:
    return str(format_datetime(moment, "d MMM y, HH:mm"))


def locale() -> str:
    return str(get_locale() or "en").split("_")[0]

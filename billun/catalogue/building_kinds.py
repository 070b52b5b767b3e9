"""Builds families and kinds from kinds.ini."""

from collections.abc import Iterable, Mapping

from billun.catalogue.entries import ATTACHMENTS, METERS, Attachment, Family, Kind, Meter
from billun.catalogue.folding import fold
from billun.catalogue.section import Section


def build_family(section: Section) -> Family:
    attaches_to, attachment = build_attachment(section, None)
    return Family(
        section.key,
        section.wording("label"),
        section.picture("icon"),
        section.choices("meters", METERS),
        attaches_to,
        attachment,
    )


def build_kind(section: Section, families: Mapping[str, Family]) -> Kind:
    family = families[section.choice("family", families)]
    attaches_to, attachment = build_attachment(section, family)
    for carrier in attaches_to:
        if carrier not in families:
            raise section.error(f"“{carrier}” is not a family", "attaches_to")
    return Kind(
        section.key,
        section.wording("label"),
        family.key,
        section.picture("icon"),
        section.words("aliases"),
        build_meters(section, family),
        attaches_to,
        attachment,
    )


def build_meters(section: Section, family: Family) -> tuple[Meter, ...]:
    """The meters of a kind, else those of its family; `none` for a kind without."""
    if "meters" not in section.options:
        return family.meters
    if section.options["meters"] == "none":
        section.text("meters")
        return ()
    return section.choices("meters", METERS)


def build_attachment(
    section: Section, family: Family | None
) -> tuple[tuple[str, ...], Attachment | None]:
    """What carries a kind and in which manner: both are said together, or both by the family."""
    attaches_to = section.words("attaches_to")
    attachment = section.choice_if_any("attachment", ATTACHMENTS)
    if bool(attaches_to) != bool(attachment):
        raise section.error("goes with attaches_to", "attachment")
    if family and not attaches_to:
        return family.attaches_to, family.attachment
    return attaches_to, attachment


def refuse_shared_names(kinds: Iterable[Kind], sections: Iterable[Section]) -> None:
    """Refuse a word that means two kinds, since an import would have to guess."""
    owners: dict[str, str] = {}
    for kind, section in zip(kinds, sections, strict=True):
        for name in kind.names:
            if owners.setdefault(fold(name), kind.key) != kind.key:
                raise section.error(f"“{name}” already means {owners[fold(name)]}", "aliases")

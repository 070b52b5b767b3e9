"""The company's own places: added, changed, given up without losing what stands there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from billun.errors import Conflict, Missing, Refused
from billun.extensions import db
from billun.models import Membership, Site, Workshop
from billun.models.base import new_id
from billun.operations.after_commit import tell_after_commit
from billun.operations.companies import valid_country
from billun.operations.first_sent import first_sent
from billun.operations.identity_numbers import valid_siret
from billun.operations.locks import lock_id
from billun.operations.moving_equipment import count_at, move_equipment


@dataclass(frozen=True, kw_only=True)
class SiteForm:
    """`manager_id` is a membership; the SIRET is the site's own, where it has one."""

    name: str
    address: str
    postcode: str
    city: str
    country: str = "FR"
    latitude: float | None = None
    longitude: float | None = None
    siret: str | None = None
    manager_id: UUID | None = None


def add_site(actor: Membership, form: SiteForm, id: UUID | None = None) -> tuple[Site, bool]:
    """The new site, and whether this call made it. Raises Refused, Conflict, Missing."""
    id = id or new_id()
    lock_id(id)
    first = db.session.get(Site, id)
    if first is not None:
        return same_site(actor, first, form), False
    site = Site(id=id, company_id=actor.company_id)
    write(actor, site, form)
    site.content = first_sent(checked(actor, site, form))
    db.session.add(site)
    db.session.flush()
    return site, True


def edit_site(actor: Membership, site: Site, form: SiteForm) -> None:
    """Write what the form says. The caller holds the site. Raises Refused, Missing."""
    write(actor, site, form)
    db.session.flush()
    db.session.expire(site, ["manager"])
    # Lists of equipment show the names of sites.
    tell_after_commit(actor.company_id, "equipment", site.id)


def remove_site(actor: Membership, site: Site, move_to: Site | None = None) -> None:
    """Give the site up. What stands there moves to `move_to`, each item with a line in its history.

    Raises Conflict with the number of items and workshops where nobody said where they move.
    """
    db.session.refresh(site, with_for_update=True)
    items, workshops = count_at(Site, site.id), workshops_at(site)
    if move_to is None and (items or workshops):
        raise Conflict(" ".join([*what_stands_there(items, workshops), _("Say where it moves.")]))
    if move_to is not None:
        refuse_same(site, move_to)
        move_equipment(actor, Site, site.id, move_to.id)
        for workshop in db.session.scalars(select(Workshop).where(Workshop.site_id == site.id)):
            workshop.site_id = move_to.id
    db.session.flush()
    db.session.delete(site)
    db.session.flush()
    tell_after_commit(actor.company_id, "equipment", site.id)


def form_of(site: Site) -> SiteForm:
    """What a form would have to say to write this site as it is."""
    return SiteForm(**{name: getattr(site, name) for name in SiteForm.__dataclass_fields__})


def same_site(actor: Membership, first: Site, form: SiteForm) -> Site:
    if first.company_id != actor.company_id:
        raise Missing
    if first.content != first_sent(checked(actor, first, form)):
        raise Conflict(_("This id was already used for another site."))
    return first


def write(actor: Membership, site: Site, form: SiteForm) -> None:
    with db.session.no_autoflush:
        form = checked(actor, site, form)
    for name in SiteForm.__dataclass_fields__:
        setattr(site, name, getattr(form, name))


def checked(actor: Membership, site: Site, form: SiteForm) -> SiteForm:
    """The form as it will be stored."""
    for name, text in (
        ("name", _("Give the site a name.")),
        ("address", _("Write the street and number.")),
        ("postcode", _("Write the postcode.")),
        ("city", _("Write the town.")),
    ):
        if not getattr(form, name).strip():
            raise Refused(name, text)
    refuse_half_position(form)
    refuse_taken_name(actor, site, form.name)
    if form.manager_id:
        refuse_who_is_no_manager(actor, site, form.manager_id)
    return replace(
        form,
        name=form.name.strip(),
        address=form.address.strip(),
        postcode=form.postcode.strip(),
        city=form.city.strip(),
        country=valid_country(form.country, "country"),
        siret=valid_siret(form.siret),
    )


def refuse_half_position(form: SiteForm) -> None:
    for name, given, other in (
        ("longitude", form.latitude, form.longitude),
        ("latitude", form.longitude, form.latitude),
    ):
        if given is not None and other is None:
            raise Refused(name, _("A position has a latitude and a longitude."))


def refuse_taken_name(actor: Membership, site: Site, name: str) -> None:
    """Imports and people tell sites by their names."""
    # Two requests at once for one company follow each other from here.
    lock_id(actor.company_id)
    taken = db.session.scalar(
        select(Site.id).where(
            Site.company_id == actor.company_id,
            func.lower(Site.name) == name.strip().lower(),
            Site.id != site.id,
        )
    )
    if taken:
        raise Refused("name", _("Another site has this name."))


def refuse_who_is_no_manager(actor: Membership, site: Site, manager_id: UUID) -> None:
    """Only a manager answers for a site. Whoever does already may stay, also after leaving."""
    member = db.session.get(Membership, manager_id)
    if member is None or member.company_id != actor.company_id:
        raise Missing
    if member.id != site.manager_id and not (member.is_active and member.is_manager):
        raise Refused("manager_id", _("Choose one of the company's managers."))


def refuse_same(site: Site, move_to: Site) -> None:
    if site.id == move_to.id:
        raise Refused("move_to", _("Choose another site."))


def workshops_at(site: Site) -> int:
    return (
        db.session.scalar(select(func.count(Workshop.id)).where(Workshop.site_id == site.id)) or 0
    )


def what_stands_there(items: int, workshops: int) -> list[str]:
    """Sentences that count what would lose its place."""
    said = []
    if items:
        said.append(ngettext("%(num)s item belongs here.", "%(num)s items belong here.", items))
    if workshops:
        said.append(
            ngettext("%(num)s workshop stands here.", "%(num)s workshops stand here.", workshops)
        )
    return said

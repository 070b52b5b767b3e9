"""Makes a copy of a photo that is easier to read. The original and its sizes stay as they are."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask_babel import gettext as _
from PIL import ExifTags, Image
from sqlalchemy import select

from billun.adapters.enhancer import (
    CannotEnhance,
    EnhancerAway,
    enhancer,
    is_enhancing,
)
from billun.adapters.pictures import LARGEST, Undecodable, as_webp, large_of
from billun.adapters.storage import StorageUnavailable, StoredFileMissing, storage
from billun.errors import Conflict
from billun.extensions import db
from billun.models import Company, EnhancementState, Membership, Photo, PhotoState
from billun.operations.after_commit import remove_file_after_commit
from billun.operations.developing import announce, hold_photo, queue_enhancement

ATTEMPTS_AT_MOST = 5
SIZE, QUALITY = "enhanced", 84
DONE = frozenset({EnhancementState.READY, EnhancementState.UNNEEDED})


def ask_for_enhancement(actor: Membership, photo: Photo) -> None:
    """Queue it for the present enhancer, unless it waits for that or that has seen it. Twice changes nothing.

    Raises Conflict where there is no enhancer, the photo has no sizes, or the enhancer is outside
    and the photo's company has not allowed that.
    """
    hold_photo(photo)
    refuse_unenhanceable(actor.company, photo)
    if is_settled(photo):
        return
    queue_enhancement(photo)
    announce(photo)


def may_be_asked_for(photo: Photo) -> bool:
    """Whether somebody of its company would be served."""
    return may_enhance(photo) and not is_settled(photo)


def refuse_unenhanceable(company: Company, photo: Photo) -> None:
    if not is_enhancing():
        raise Conflict(_("Photos are not enhanced on this installation of Billun."))
    if not photo.is_ready or photo.company_id != company.id:
        raise Conflict(_("This photo cannot be enhanced: it is not ready."))
    if enhancer().outside and not company.outside_enhancement:
        raise Conflict(
            _(
                "Photos are enhanced by a provider outside. A manager must allow that in the settings."
            )
        )


def is_settled(photo: Photo) -> bool:
    """Whether it waits, or the present enhancer has made of it what it could."""
    if photo.enhancement_state == EnhancementState.QUEUED:
        return True
    return photo.enhancement_state in DONE and photo.enhancement_model == enhancer().name


def begin_enhancing(photo_id: UUID) -> Photo | None:
    """The photo to enhance, its attempt counted, or None where there is nothing left to do.

    The caller commits the count before the work begins, as for `begin_developing`.
    """
    photo = db.session.scalar(
        select(Photo)
        .where(
            Photo.id == photo_id,
            Photo.state == PhotoState.READY,
            Photo.enhancement_state == EnhancementState.QUEUED,
        )
        .with_for_update(skip_locked=True)
    )
    if photo is None:
        return None
    photo.enhancement_attempts += 1
    if photo.enhancement_attempts > ATTEMPTS_AT_MOST or not may_enhance(photo):
        end(photo, EnhancementState.FAILED)
        return None
    return photo


def may_enhance(photo: Photo) -> bool:
    """Whether it still may: what was allowed when somebody asked may be forbidden by now."""
    allowed = not enhancer().outside or photo.company.outside_enhancement
    return is_enhancing() and allowed and photo.is_ready


def enhance_stored(photo: Photo) -> None:
    """Make its copy, or say that it needs none, or that it cannot be done.

    Raises StorageUnavailable and EnhancerAway: then it is tried again.
    """
    try:
        with storage().open(photo.original_key) as original:
            # Not the stored large size: in the dark, what WebP left out of it would be seen.
            enhanced = enhancer().enhance(large_of(original))
        if enhanced.picture is not None:
            keep(photo, enhanced.picture)
    except (CannotEnhance, StoredFileMissing, Undecodable) as error:
        settle(photo, EnhancementState.FAILED, {"reason": str(error)[:300]})
    except (StorageUnavailable, EnhancerAway):
        # However long they are away, that says nothing against the photo.
        photo.enhancement_attempts -= 1
        raise
    else:
        made = enhanced.picture is not None
        state = EnhancementState.READY if made else EnhancementState.UNNEEDED
        settle(photo, state, dict(enhanced.metrics))


def keep(photo: Photo, picture: Image.Image) -> None:
    """Store the copy in the place of any earlier one; a key that is taken would keep what it has."""
    picture.thumbnail((LARGEST, LARGEST))
    content = as_webp(picture, QUALITY, label(photo).tobytes())
    storage().remove(photo.derivative_key(SIZE))
    storage().put(photo.derivative_key(SIZE), BytesIO(content), "image/webp")


def label(photo: Photo) -> Image.Exif:
    """Says in the file itself, wherever it goes, that it is a copy, and of what."""
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = f"Billun, {enhancer().name}"
    exif[ExifTags.Base.ImageDescription] = (
        f"Enhanced copy, not the original. SHA-256 of the original: {photo.sha256}"
    )
    return exif


def settle(photo: Photo, state: EnhancementState, metrics: dict[str, object]) -> None:
    """Note what came of it, unless another worker was quicker or the photo was erased meanwhile."""
    hold_photo(photo)
    if photo.is_erased:
        remove_file_after_commit(photo.derivative_key(SIZE))
        photo.enhancement_state = None
    elif photo.enhancement_state == EnhancementState.QUEUED:
        photo.enhancement_metrics = metrics
        end(photo, state)


def end(photo: Photo, state: EnhancementState) -> None:
    photo.enhancement_state, photo.enhancement_model = state, enhancer().name
    announce(photo)

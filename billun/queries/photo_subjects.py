"""What a photo is a photo of."""

from __future__ import annotations

from billun.errors import Missing
from billun.models import Anomaly, Photo


def anomaly_of(photo: Photo) -> Anomaly:
    """The anomaly that it shows. Raises Missing for a photo of work: what needs an anomaly is not there for it."""
    if photo.anomaly is None:
        raise Missing
    return photo.anomaly

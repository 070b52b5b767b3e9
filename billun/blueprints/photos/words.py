"""What the measured numbers of a photo mean, in words."""

from __future__ import annotations

from flask_babel import gettext as _

from billun.adapters.picture_quality import DARK

VERY_BRIGHT = 210.0
# Variances of the Laplacian as photos of damage have them: below the first nothing can be told from another thing.
BLURRED, SOFT = 30.0, 100.0


def brightness_word(luminance: float) -> str:
    if luminance < DARK:
        return _("Dark")
    return _("Very bright") if luminance > VERY_BRIGHT else _("Bright enough")


def sharpness_word(sharpness: float) -> str:
    if sharpness < BLURRED:
        return _("Blurred")
    return _("A little soft") if sharpness < SOFT else _("Sharp")

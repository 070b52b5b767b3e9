"""No enhancer: ENHANCER=off."""

from __future__ import annotations

from PIL import Image

from billun.adapters.enhancer.interface import CannotEnhance, Enhanced


class Off:
    name = "off"
    outside = False

    def enhance(self, picture: Image.Image) -> Enhanced:
        raise CannotEnhance("ENHANCER is off")

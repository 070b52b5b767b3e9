"""From a brief to the bytes of a JPEG."""

from random import Random

from PIL import Image

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.develop import as_jpeg, exposed
from billun.demo.drawing.light import light_named
from billun.demo.drawing.shots import UPRIGHT, shot_of
from billun.demo.drawing.space import HEIGHT, WIDTH

FINE = 2


def draw_photo(brief: PhotoBrief) -> bytes:
    """A JPEG of 1600 by 1200 pixels, the same bytes for the same brief; its EXIF never holds a position."""
    dice = Random(brief.seed)
    shot = shot_of(brief, dice)
    light = light_named(brief.light)
    behind = shot.behind(brief.scene, light, dice)
    canvas = Canvas(
        behind.resize((WIDTH * FINE, HEIGHT * FINE), Image.Resampling.BILINEAR),
        FINE,
        shot.camera,
        light,
        dice,
    )
    shot.draw(canvas)
    upright = (brief.sub_category, brief.guide) in UPRIGHT
    return as_jpeg(exposed(canvas.image.reduce(FINE), light, dice), brief, upright)

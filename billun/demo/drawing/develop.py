"""From the drawn picture to the file that a phone would have made of it."""

from io import BytesIO
from math import tan
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import grain
from billun.demo.drawing.light import Light
from billun.demo.drawing.space import HEIGHT, WIDTH

ORIENTATION, MAKE, MODEL, DATE_TIME, EXIF_IFD, DATE_TIME_ORIGINAL = (
    0x0112,
    0x010F,
    0x0110,
    0x0132,
    0x8769,
    0x9003,
)
TURN_RIGHT = 6
QUALITY = 86


def exposed(image: Image.Image, light: Light, dice: Random) -> Image.Image:
    """Flash or vignette, rain, a lens that is not quite sharp, and grain."""
    picture = _lit_by_flash(image, dice) if light.flash else _vignetted(_metered(image), dice)
    if light.wet:
        picture = _rained_on(picture, dice)
    return _grainy(picture, light.noise, dice)


def as_jpeg(image: Image.Image, brief: PhotoBrief, upright: bool) -> bytes:
    """The file, with camera and time in its EXIF and never a place.

    A phone held upright writes what its sensor sees and says in the EXIF that it is to be turned.
    """
    stored = _held_upright(image) if upright else image
    exif = Image.Exif()
    exif[ORIENTATION] = TURN_RIGHT if upright else 1
    exif[MAKE], exif[MODEL] = "Billun", "Demo camera"
    exif[DATE_TIME] = brief.taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(EXIF_IFD)[DATE_TIME_ORIGINAL] = exif[DATE_TIME]
    stream = BytesIO()
    stored.save(stream, "JPEG", quality=QUALITY, exif=exif)
    return stream.getvalue()


def _held_upright(image: Image.Image) -> Image.Image:
    """The middle of the picture as tall as it gets, lying on its side as a sensor writes it."""
    half = HEIGHT * HEIGHT / WIDTH / 2
    tall = image.resize(
        (HEIGHT, WIDTH),
        Image.Resampling.BICUBIC,
        box=(WIDTH / 2 - half, 0, WIDTH / 2 + half, HEIGHT),
    )
    return tall.transpose(Image.Transpose.ROTATE_90)


def _metered(image: Image.Image) -> Image.Image:
    """As a phone's exposure leaves it: a little brighter, with firmer darks and lights that roll off."""
    return image.point([round(255 * _tone(step / 255)) for step in range(256)] * 3)


def _tone(share: float) -> float:
    lifted: float = 1 - (1 - share) ** 1.22
    firm = lifted * lifted * (3 - 2 * lifted)
    return 0.7 * lifted + 0.3 * firm


def _vignetted(image: Image.Image, dice: Random) -> Image.Image:
    return ImageChops.multiply(image, _falloff(dice.uniform(0.16, 0.3), 0.02, dice))


def _lit_by_flash(image: Image.Image, dice: Random) -> Image.Image:
    """Bright in the middle, lost at the edges, a little cold."""
    return ImageChops.multiply(image, _falloff(0.94, 0.16, dice))


def _falloff(depth: float, cold: float, dice: Random) -> Image.Image:
    fade = Image.radial_gradient("L").crop((28, 28, 228, 228))
    shift = dice.randint(-12, 12)
    fade = ImageChops.offset(fade, shift, shift // 2) if depth < 0.5 else fade
    bands = [
        fade.point(
            [
                max(
                    0,
                    round(
                        255 * (1 - depth * min(1.0, tone / 205) ** 1.7) * (1 - gain * tone / 255)
                    ),
                )
                for tone in range(256)
            ]
        )
        for gain in (cold, cold / 2, 0.0)
    ]
    return Image.merge("RGB", bands).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)


def _rained_on(image: Image.Image, dice: Random) -> Image.Image:
    """Streaks in the air, out of focus, all falling the same way."""
    small = Image.new("L", (WIDTH // 2, HEIGHT // 2))
    pen = ImageDraw.Draw(small)
    slant = tan(dice.uniform(-0.25, 0.25))
    for _ in range(420):
        u, v, length = (
            dice.uniform(-60, small.width + 60),
            dice.uniform(-40, small.height),
            dice.uniform(10, 42),
        )
        pen.line([(u, v), (u + slant * length, v + length)], fill=dice.randint(24, 88), width=1)
    streaks = small.filter(ImageFilter.BoxBlur(0.7)).resize(image.size, Image.Resampling.BILINEAR)
    return Image.composite(Image.new("RGB", image.size, (226, 232, 238)), image, streaks)


def _grainy(image: Image.Image, strength: float, dice: Random) -> Image.Image:
    """Grain of its own in each colour, from one tile laid side by side."""
    low, high = round(128 - strength), round(128 + strength)
    tile = Image.merge("RGB", [grain(dice, 400, 300, low, high) for _ in range(3)])
    tile = tile.filter(ImageFilter.BoxBlur(0.5))
    full = Image.new("RGB", image.size)
    for left in range(0, image.width, tile.width):
        for top in range(0, image.height, tile.height):
            full.paste(tile, (left, top))
    return ImageChops.add(image, full, 1, -128)

"""Number plates, Billun labels and other things that are read."""

from io import BytesIO

import segno
from PIL import Image, ImageDraw

from billun.demo.drawing.canvas import lettering

PLATE_RATIO = 520 / 110


def plate_picture(plate: str) -> Image.Image:
    """A French plate: white, blue bands at both ends, with F and the department."""
    picture = Image.new("RGBA", (1040, 220), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(
        (0, 0, 1039, 219), 22, fill=(238, 239, 236, 255), outline=(30, 30, 32, 255), width=7
    )
    for left, right in ((7, 98), (941, 1032)):
        pen.rounded_rectangle((left, 7, right, 212), 16, fill=(18, 62, 152, 255))
    for star in range(12):
        pen.regular_polygon(
            ((52 + 27 * _TURN[star][0], 66 + 27 * _TURN[star][1]), 7), 5, fill=(250, 206, 40, 255)
        )
    _set(picture, lettering("F", (248, 248, 248, 255), 90, 3), (52, 166), 60)
    _set(picture, lettering("14", (248, 248, 248, 255), 80, 2), (987, 166), 52)
    _set(picture, lettering(plate, (22, 22, 26, 255), 150, 4), (520, 112), 142, 800)
    return picture


def billun_label(billun_id: str, fleet_number: str) -> Image.Image:
    """The printed label with its QR code, as it is stuck to the equipment."""
    picture = Image.new("RGBA", (900, 520), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rounded_rectangle(
        (0, 0, 899, 519), 34, fill=(250, 250, 248, 255), outline=(20, 33, 46, 255), width=6
    )
    code = _qr(billun_id).resize((420, 420), Image.Resampling.NEAREST)
    picture.paste(code, (40, 50))
    _set(picture, lettering("billun", (11, 92, 173, 255), 90, 3), (680, 110), 78)
    _set(picture, lettering(billun_id[:9], (90, 104, 118, 255), 64, 1), (680, 230), 48)
    _set(picture, lettering(billun_id[9:], (20, 33, 46, 255), 110, 4), (680, 318), 82)
    _set(picture, lettering(fleet_number, (90, 104, 118, 255), 70, 1), (680, 430), 50)
    return picture


def orange_plate(danger: str, substance: str) -> Image.Image:
    """The orange plate of the ADR: danger number above, UN number below."""
    picture = Image.new("RGBA", (800, 600), (0, 0, 0, 255))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((14, 14, 785, 291), fill=(244, 122, 20, 255))
    pen.rectangle((14, 308, 785, 585), fill=(244, 122, 20, 255))
    _set(picture, lettering(danger, (10, 10, 10, 255), 200, 5), (400, 152), 180)
    _set(picture, lettering(substance, (10, 10, 10, 255), 200, 5), (400, 446), 180)
    return picture


def flame_label(number: str) -> Image.Image:
    """A red diamond with its class number."""
    picture = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(300, 4), (596, 300), (300, 596), (4, 300)], fill=(206, 30, 34, 255))
    pen.polygon(
        [(300, 40), (560, 300), (300, 560), (40, 300)], outline=(250, 240, 236, 255), width=7
    )
    pen.polygon(
        [
            (300, 130),
            (352, 220),
            (380, 260),
            (362, 330),
            (300, 352),
            (238, 330),
            (222, 262),
            (262, 236),
        ],
        fill=(250, 240, 236, 255),
    )
    pen.rectangle((200, 372, 400, 386), fill=(250, 240, 236, 255))
    _set(picture, lettering(number, (250, 240, 236, 255), 120, 4), (300, 450), 84)
    return picture


def word(text: str, colour: tuple[int, int, int]) -> Image.Image:
    return lettering(text, (*colour, 255), 150, 6)


def _qr(billun_id: str) -> Image.Image:
    stream = BytesIO()
    segno.make(f"https://billun.example/e/{billun_id}", error="m").save(
        stream, kind="png", scale=8, border=2
    )
    return Image.open(stream).convert("RGBA")


def _set(
    picture: Image.Image,
    text: Image.Image,
    centre: tuple[int, int],
    height: int,
    width: int | None = None,
) -> None:
    across = width or min(400, round(text.width * height / text.height))
    fitted = text.resize((across, height), Image.Resampling.LANCZOS)
    picture.alpha_composite(fitted, (centre[0] - across // 2, centre[1] - height // 2))


_TURN = [
    (0.0, -1.0),
    (0.5, -0.87),
    (0.87, -0.5),
    (1.0, 0.0),
    (0.87, 0.5),
    (0.5, 0.87),
    (0.0, 1.0),
    (-0.5, 0.87),
    (-0.87, 0.5),
    (-1.0, 0.0),
    (-0.87, -0.5),
    (-0.5, -0.87),
]

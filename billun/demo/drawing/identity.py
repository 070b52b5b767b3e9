"""Close pictures of what says which vehicle it is: plate, Billun label, orange plate, document."""

from PIL import Image

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import dimmed
from billun.demo.drawing.livery import livery_named
from billun.demo.drawing.marks import billun_label, flame_label, orange_plate, plate_picture
from billun.demo.drawing.space import WIDTH, Pixel
from billun.demo.drawing.surfaces import bolt, paint_surface, scratches, splashes

DRIVEN = {"tractor_unit", "rigid_truck", "van", "car", "coach", "bus"}


def plate_or_label(canvas: Canvas, brief: PhotoBrief) -> None:
    if brief.plate and brief.seed % 3:
        _plate(canvas, brief.plate, brief)
    else:
        _label(canvas, brief)


def orange_plate_shot(canvas: Canvas, _brief: PhotoBrief) -> None:
    paint_surface(canvas, (190, 194, 198), 40)
    for v in (150, 1080):
        canvas.stroke([(0, v), (WIDTH, v - 20)], (90, 94, 98), 14)
    corners: list[Pixel] = [(150, 330), (880, 300), (890, 850), (160, 900)]
    _shadowed(canvas, corners)
    canvas.stretch(orange_plate("33", "1203"), corners)
    diamond: list[Pixel] = [(1010, 320), (1500, 320), (1510, 820), (1010, 830)]
    canvas.stretch(flame_label("3"), diamond)
    splashes(canvas, 260, (110, 98, 82), 0.3)


def document_page(canvas: Canvas, _brief: PhotoBrief) -> None:
    """A registration document on the passenger seat."""
    paint_surface(canvas, (52, 56, 62), 40, 20)
    corners: list[Pixel] = [(330, 110), (1290, 170), (1240, 1130), (270, 1060)]
    _shadowed(canvas, corners)
    paper = canvas.light.on((222, 226, 214), (0, 0, 1))
    canvas.shade(corners, dimmed(paper, 1.1), dimmed(paper, 0.9))
    for line in range(24):
        v = 210 + line * 36
        canvas.stroke(
            [(380 - line * 2, v), (380 - line * 2 + canvas.dice.uniform(240, 800), v + 30)],
            (70, 80, 90, 190),
            7,
        )


def _plate(canvas: Canvas, plate: str, brief: PhotoBrief) -> None:
    """On its dark carrier, a little crooked, with mud around it."""
    lean = canvas.dice.uniform(-40, 40)
    if brief.kind in DRIVEN:
        _bumper(canvas, brief, lean)
    else:
        _striped_bar(canvas, lean)
    corners: list[Pixel] = [(180, 520), (1420, 520 + lean), (1410, 790 + lean), (190, 782)]
    _shadowed(canvas, corners)
    canvas.stretch(_under(canvas, plate_picture(plate)), corners)
    for share in (0.16, 0.84):
        bolt(canvas, (180 + 1240 * share, 540 + lean * share), 15)
    canvas.polygon([(300, 525), (620, 525), (480, 785), (180, 785)], (255, 255, 255, 26))
    splashes(canvas, 420, (104, 92, 76), 0.42)


def _bumper(canvas: Canvas, brief: PhotoBrief, lean: float) -> None:
    """Painted, with the lowest slats of the grille above."""
    paint_surface(canvas, livery_named(brief.livery).cab, 40)
    canvas.shade(
        [(0, 0), (WIDTH, 0), (WIDTH, 330 + lean), (0, 330)],
        canvas.light.on((30, 31, 33), (0, 0, 1)),
        canvas.light.on((44, 46, 49), (0, 0, 1)),
    )
    for slat in (40, 140, 240):
        silver = canvas.light.on((150, 154, 158), (0, 0, 1))
        canvas.shade(
            [(60, slat), (1540, slat + lean), (1540, slat + 34 + lean), (60, slat + 34)],
            silver,
            dimmed(silver, 0.5),
        )
    canvas.stroke([(0, 335), (WIDTH, 335 + lean)], (0, 0, 0, 150), 9)
    canvas.shade(
        [(0, 1010), (WIDTH, 1010 + lean), (WIDTH, 1200), (0, 1200)],
        canvas.light.on((40, 42, 45), (0, 0, 1)),
        canvas.light.on((22, 23, 25), (0, 0, 1)),
    )


def _striped_bar(canvas: Canvas, lean: float) -> None:
    """The dark carrier of a trailer below its red and white bar."""
    paint_surface(canvas, (78, 81, 85), 50)
    bar = canvas.light.on((206, 208, 206), (0, -1, 0.4))
    canvas.shade(
        [(0, 150), (WIDTH, 150 + lean), (WIDTH, 300 + lean), (0, 300)],
        dimmed(bar, 1.1),
        dimmed(bar, 0.7),
    )
    for stripe in range(0, WIDTH, 260):
        red = canvas.light.on((192, 30, 30), (0, -1, 0.4))
        slope = lean * stripe / WIDTH
        canvas.shade(
            [
                (stripe, 150 + slope),
                (stripe + 130, 150 + slope),
                (stripe + 210, 300 + slope),
                (stripe + 80, 300 + slope),
            ],
            red,
            dimmed(red, 0.7),
        )
    for v in (1000, 1030):
        canvas.stroke([(0, v), (WIDTH, v + lean)], (0, 0, 0, 90), 8)


def _label(canvas: Canvas, brief: PhotoBrief) -> None:
    """The Billun label stuck on the bodywork, near a row of rivets."""
    livery = livery_named(brief.livery)
    paint_surface(canvas, livery.cab if brief.seed % 2 else livery.body, 40)
    lean = canvas.dice.uniform(-50, 50)
    for rivet in range(40, WIDTH, 120):
        bolt(canvas, (rivet, 120 + lean * rivet / WIDTH), 13, (190, 192, 194))
    corners: list[Pixel] = [
        (320 + lean * 0.3, 300),
        (1290, 320 + lean),
        (1270, 900 + lean),
        (340 - lean * 0.3, 870),
    ]
    _shadowed(canvas, corners)
    canvas.stretch(_under(canvas, billun_label(brief.billun_id, brief.fleet_number)), corners)
    canvas.polygon([(420, 305), (820, 312), (560, 880), (345, 868)], (255, 255, 255, 24))
    scratches(canvas, 14)
    splashes(canvas, 130, (110, 98, 82), 0.5)


def _under(canvas: Canvas, picture: Image.Image) -> Image.Image:
    """The same picture in the light of the scene."""
    tint = canvas.light.on((250, 250, 250), (0, 0, 1))
    bands = picture.split()
    lit = [
        band.point([min(255, tone * part // 250) for tone in range(256)])
        for band, part in zip(bands[:3], tint, strict=True)
    ]
    return Image.merge("RGBA", [*lit, bands[3]])


def _shadowed(canvas: Canvas, corners: list[Pixel]) -> None:
    canvas.soft([(u + 12, v + 20) for u, v in corners], (0, 0, 0), 0.6, 16)

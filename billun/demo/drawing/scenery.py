"""The place in which a photo is taken: sky, ground, and what stands behind the vehicle."""

from random import Random

from PIL import Image, ImageChops, ImageFilter

from billun.demo.drawing.canvas import Canvas, clouds, grain
from billun.demo.drawing.light import Colour, Light, dimmed, mix
from billun.demo.drawing.places import stand_behind
from billun.demo.drawing.space import HEIGHT, WIDTH, Camera

COARSE = 0.5
TEXTURE_M = 64.0

GROUNDS: dict[str, Colour] = {
    "yard": (112, 112, 110),
    "shoulder": (92, 94, 98),
    "dock": (138, 136, 131),
    "rest_area": (104, 105, 107),
    "street": (98, 98, 99),
    "port": (126, 123, 118),
    "quarry": (176, 154, 122),
    "warehouse": (158, 158, 152),
    "workshop": (128, 134, 138),
}
INDOORS = {"warehouse", "workshop"}


def scenery(scene: str, light: Light, camera: Camera, dice: Random) -> Image.Image:
    """The empty place, half the size of the photo: it is behind, and so a little out of focus."""
    image = Image.new("RGB", (round(WIDTH * COARSE), round(HEIGHT * COARSE)))
    canvas = Canvas(image, COARSE, camera, light, dice)
    _sky(canvas)
    if scene in INDOORS:
        _hall(canvas)
    _ground(canvas, GROUNDS.get(scene, GROUNDS["yard"]))
    stand_behind(canvas, scene)
    soft = canvas.image.filter(ImageFilter.GaussianBlur(0.9))
    if light.background < 1:
        soft = soft.point([round(tone * light.background) for tone in range(256)] * 3)
    return soft


def _sky(canvas: Canvas) -> None:
    light, horizon = canvas.light, canvas.camera.horizon
    low = max(2.0, min(float(HEIGHT), horizon + 12))
    canvas.shade([(0, 0), (WIDTH, 0), (WIDTH, low), (0, low)], light.sky_top, light.sky_low)
    width = canvas.image.width
    deep = round(low * canvas.scale)
    cover = clouds(canvas.dice, width // 3, max(2, deep // 2), 5).resize((width, deep))
    mask = cover.point([max(0, min(130, round((tone - 112) * 1.5))) for tone in range(256)])
    canvas.image.paste(
        mix(light.sky_low, (255, 255, 255), 0.0 if light.flash else 0.35), (0, 0, width, deep), mask
    )


def _ground(canvas: Canvas, colour: Colour) -> None:
    horizon, light = canvas.camera.horizon, canvas.light
    lit = light.on(colour, (0, 0, 1))
    if light.wet:
        lit = dimmed(lit, 0.72)
    far = mix(lit, light.sky_low, 0.35)
    top = max(0.0, horizon)
    if top >= HEIGHT:
        return
    canvas.shade([(0, top), (WIDTH, top), (WIDTH, HEIGHT), (0, HEIGHT)], far, dimmed(lit, 0.92))
    _roughen(canvas, 34)


def _roughen(canvas: Canvas, strength: int) -> None:
    """Lays a texture on the ground in perspective, so that near grains are large and far ones small."""
    fine = grain(canvas.dice, 512, 512, 128 - strength // 2, 128 + strength // 2)
    patches = clouds(canvas.dice, 512, 512, 12).point(
        [128 + (tone - 128) * strength // 100 for tone in range(256)]
    )
    flat = Image.blend(fine, patches, 0.6)
    eye = canvas.camera.eye
    corners = [
        (eye[0] + across * TEXTURE_M / 2, eye[1] + along * TEXTURE_M / 2, 0.0)
        for across, along in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    laid = flat.transform(
        canvas.image.size,
        Image.Transform.PERSPECTIVE,
        _from_ground(canvas, corners[0]),
        Image.Resampling.BILINEAR,
        fillcolor=128,
    )
    laid.paste(
        128,
        (
            0,
            0,
            laid.width,
            max(0, min(laid.height, round((canvas.camera.horizon + 8) * canvas.scale))),
        ),
    )
    canvas.image.paste(
        ImageChops.add(canvas.image, Image.merge("RGB", (laid, laid, laid)), 1, -128)
    )


def _from_ground(canvas: Canvas, origin: tuple[float, float, float]) -> list[float]:
    """The numbers that tell, for a pixel of the ground, its place on the texture (512 pixels for 64 m)."""
    camera, per_metre = canvas.camera, 512 / TEXTURE_M
    ahead, right, up = camera.forward, camera.right, camera.up
    middle_u, middle_v = WIDTH / 2 * canvas.scale, HEIGHT / 2 * canvas.scale
    focal = camera.focal * canvas.scale

    def ray(axis: int) -> tuple[float, float, float]:
        across, down = right[axis] / focal, -up[axis] / focal
        return across, down, ahead[axis] - across * middle_u - down * middle_v

    fall = [-part for part in ray(2)]
    rows = []
    for axis in (0, 1):
        offset = camera.eye[axis] - origin[axis]
        rows.append(
            [
                (camera.eye[2] * part + offset * drop) * per_metre
                for part, drop in zip(ray(axis), fall, strict=True)
            ]
        )
    return [part / fall[2] for part in (*rows[0], *rows[1])] + [
        fall[0] / fall[2],
        fall[1] / fall[2],
    ]


def _hall(canvas: Canvas) -> None:
    light = canvas.light
    horizon = max(4.0, min(float(HEIGHT), canvas.camera.horizon + 12))
    canvas.shade(
        [(0, 0), (WIDTH, 0), (WIDTH, horizon), (0, horizon)],
        (78, 80, 80),
        light.on((168, 168, 160), (0, 1, 0)),
    )
    for lamp in range(6):
        u = 90 + lamp * 290 + canvas.dice.uniform(-20, 20)
        canvas.polygon([(u, 60), (u + 150, 60), (u + 138, 76), (u + 12, 76)], (252, 250, 236))

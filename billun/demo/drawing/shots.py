"""Which picture a guide asks for, by what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageFilter

from billun.demo.drawing import around, cabin, dents, identity, inside, lamps, metalwork, tyres
from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.canvas import Canvas
from billun.demo.drawing.light import Light
from billun.demo.drawing.overview import draw_vehicle, overview_camera
from billun.demo.drawing.scenery import scenery
from billun.demo.drawing.space import HEIGHT, WIDTH, Camera

OUT_OF_FOCUS = 2.6
STANDING: Camera = Camera((0.0, -9.0, 2.4), (0.0, 0.0, 1.5), 1360)

CloseUp = Callable[[Canvas, PhotoBrief], None]
TwoStepsAway = Callable[[PhotoBrief, Random], around.View]


# These were taken with the phone held upright.
UPRIGHT = {
    ("mirror_or_camera", "damage"),
    ("landing_legs", "close_up"),
    ("hose", "damage"),
    ("adblue", "damage"),
}


@dataclass(frozen=True)
class Shot:
    """Where the camera stands, what is drawn, and how far the place behind is out of focus."""

    camera: Camera
    draw: Callable[[Canvas], None]
    blur_behind: float = 0.0
    fills_the_frame: bool = False

    def behind(self, scene: str, light: Light, dice: Random) -> Image.Image:
        if self.fills_the_frame:
            return Image.new("RGB", (WIDTH // 2, HEIGHT // 2))
        empty = scenery(scene, light, self.camera, dice)
        return (
            empty.filter(ImageFilter.GaussianBlur(self.blur_behind)) if self.blur_behind else empty
        )


def shot_of(brief: PhotoBrief, dice: Random) -> Shot:
    """The shot for the guide; one that is not known shows a dent."""
    if brief.guide == "overview":
        return Shot(overview_camera(brief, dice), lambda canvas: draw_vehicle(canvas, brief))
    kind_of_shot = (brief.sub_category, brief.guide)
    if kind_of_shot not in STEPS_AWAY:
        close = CLOSE_UPS.get(kind_of_shot) or CLOSE_UPS.get(("", brief.guide))
        if close:
            fills = close not in SEEN_THROUGH
            return Shot(STANDING, lambda canvas: close(canvas, brief), OUT_OF_FOCUS, fills)
    camera, draw = STEPS_AWAY.get(kind_of_shot, around.dented_side)(brief, dice)
    return Shot(camera, draw, OUT_OF_FOCUS)


# These show the place behind them; every other close-up fills the frame, and the place need not be drawn.
SEEN_THROUGH: set[CloseUp] = {cabin.from_the_seat, cabin.mirror_shot}

CLOSE_UPS: dict[tuple[str, str], CloseUp] = {
    ("", "plate_or_label"): identity.plate_or_label,
    ("", "whole_tyre"): tyres.whole_tyre,
    ("", "tyre_close_up"): tyres.tread_close_up,
    ("", "dashboard"): cabin.dashboard,
    ("", "from_the_seat"): cabin.from_the_seat,
    ("", "display_reading"): cabin.display_reading,
    ("", "ground"): inside.oil_on_the_ground,
    ("", "orange_plate"): identity.orange_plate_shot,
    ("", "storage_place"): inside.gap_in_the_kit,
    ("", "document_page"): identity.document_page,
    ("", "document_detail"): identity.document_page,
    ("", "close_up"): dents.dented_metal,
    ("service", "damage"): tyres.wheel_with_smoke,
    ("air_leak", "damage"): metalwork.coupling_heads,
    ("lines_and_suzies", "damage"): metalwork.coupling_heads,
    ("under_run_or_side_guard", "close_up"): dents.bent_bar,
    ("mudflap", "close_up"): dents.torn_mudflap,
    ("door", "close_up"): dents.bent_lock_bar,
    ("headlamp", "close_up"): lamps.broken_headlamp,
    ("stop", "close_up"): lamps.broken_rear_lamp,
    ("landing_legs", "close_up"): dents.bent_leg,
    ("fifth_wheel", "close_up"): metalwork.fifth_wheel_jaws,
    ("airbag", "close_up"): metalwork.burst_airbag,
    ("straps", "close_up"): metalwork.frayed_strap,
    ("ratchets", "close_up"): metalwork.frayed_strap,
    ("cylinder", "close_up"): metalwork.oily_cylinder,
    ("hose", "damage"): metalwork.hydraulic_hose,
    ("leak", "damage"): metalwork.dripping_engine,
    ("adblue", "damage"): inside.adblue_filler,
    ("temperature", "damage"): lamps.unit_alarm,
    ("unit_alarm", "damage"): lamps.unit_alarm,
    ("mirror_or_camera", "damage"): cabin.mirror_shot,
    ("windscreen", "damage"): cabin.windscreen_shot,
    ("wipers", "damage"): cabin.windscreen_shot,
    ("missing_kit", "damage"): inside.gap_in_the_kit,
    ("cleanliness", "damage"): inside.dirty_load_space,
    ("cleanliness", "close_up"): inside.sawdust,
}

STEPS_AWAY: dict[tuple[str, str], TwoStepsAway] = {
    ("curtain", "damage"): around.torn_curtain,
    ("curtain", "close_up"): around.torn_curtain,
    ("under_run_or_side_guard", "damage"): around.bent_guard,
    ("headlamp", "lamp_lit"): around.headlamps,
    ("stop", "lamp_lit"): around.rear_lamps,
    ("indicator", "lamp_lit"): around.rear_lamps,
    ("mudflap", "damage"): around.torn_flap,
    ("door", "damage"): around.sprung_door,
    ("landing_legs", "coupling_from_side"): around.landing_leg,
    ("fifth_wheel", "coupling_from_side"): around.fifth_wheel,
    ("airbag", "wheel_and_axle"): around.axle,
    ("straps", "load"): around.load_on_the_deck,
    ("ratchets", "load"): around.load_on_the_deck,
    ("cylinder", "lift_from_side"): around.lowered_lift,
    ("platform", "lift_from_side"): around.lowered_lift,
    ("forks", "mast_and_forks"): around.forks,
    ("forks", "close_up"): around.fork_tips,
}

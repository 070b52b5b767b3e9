"""The colours and lettering of a company's vehicles."""

from dataclasses import dataclass

from billun.demo.drawing.light import Colour


@dataclass(frozen=True)
class Livery:
    name: str
    cab: Colour
    body: Colour
    curtain: Colour
    accent: Colour
    on_curtain: Colour
    on_body: Colour


LIVERIES = {
    "vauquelin": Livery(
        "VAUQUELIN",
        cab=(20, 92, 82),
        body=(226, 229, 230),
        curtain=(22, 88, 80),
        accent=(236, 138, 38),
        on_curtain=(244, 246, 244),
        on_body=(20, 92, 82),
    ),
    "frigo_loire": Livery(
        "FRIGO LOIRE",
        cab=(222, 228, 234),
        body=(232, 236, 240),
        curtain=(44, 96, 160),
        accent=(52, 150, 214),
        on_curtain=(246, 248, 250),
        on_body=(32, 88, 158),
    ),
    "plain": Livery(
        "",
        cab=(206, 208, 210),
        body=(222, 224, 226),
        curtain=(60, 92, 148),
        accent=(120, 124, 130),
        on_curtain=(240, 240, 240),
        on_body=(60, 64, 70),
    ),
}


def livery_named(name: str) -> Livery:
    return LIVERIES.get(name, LIVERIES["plain"])

"""Draws the demo's photos of trucks and damage, with Pillow alone."""

from billun.demo.drawing.brief import PhotoBrief
from billun.demo.drawing.photo import draw_photo

__all__ = ["PhotoBrief", "draw_photo"]

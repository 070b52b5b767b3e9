"""What the fleet is made of, what the law asks of it and what can go wrong with it.

All of it is read from the INI files of this folder. `catalogue` is read once, when this package is
first imported, and never changes afterwards. A broken file raises `CatalogueError` then, so that
nothing starts with half a catalogue.
"""

from billun.catalogue.checks import Check, Rule
from billun.catalogue.contents import Catalogue
from billun.catalogue.documents import DocumentType
from billun.catalogue.durations import Duration
from billun.catalogue.entries import (
    CRITICALITIES,
    Category,
    Criticality,
    Family,
    Guide,
    Kind,
    SubCategory,
)
from billun.catalogue.fields import Choice, Field, Group
from billun.catalogue.loader import CATALOGUE_FOLDER, load_catalogue
from billun.catalogue.outlines import Outline, Spot
from billun.catalogue.reading import FieldError, Value
from billun.catalogue.safety_kit import KitItem, KitRule
from billun.catalogue.section import CatalogueError
from billun.catalogue.wording import LANGUAGES

catalogue: Catalogue = load_catalogue(CATALOGUE_FOLDER)

__all__ = [
    "CATALOGUE_FOLDER",
    "CRITICALITIES",
    "LANGUAGES",
    "Catalogue",
    "CatalogueError",
    "Category",
    "Check",
    "Choice",
    "Criticality",
    "DocumentType",
    "Duration",
    "Family",
    "Field",
    "FieldError",
    "Group",
    "Guide",
    "Kind",
    "KitItem",
    "KitRule",
    "Outline",
    "Rule",
    "Spot",
    "SubCategory",
    "Value",
    "catalogue",
    "load_catalogue",
]

"""What the fleet is made of and what can go wrong with it, read from the INI files of this folder.

`catalogue` is read once, when this package is first imported, and never changes afterwards.
A broken file raises `CatalogueError` then, so that nothing starts with half a catalogue.
"""

from billun.catalogue.entries import (
    CRITICALITIES,
    Catalogue,
    Category,
    Criticality,
    Family,
    Guide,
    Kind,
    SubCategory,
)
from billun.catalogue.loader import CATALOGUE_FOLDER, load_catalogue
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
    "Criticality",
    "Family",
    "Guide",
    "Kind",
    "SubCategory",
    "catalogue",
    "load_catalogue",
]

"""The types of documents that are kept with equipment."""

from dataclasses import dataclass

from billun.catalogue.entries import Entry, Json


@dataclass(frozen=True)
class DocumentType(Entry):
    """A type of document; one that `expires` has a last day, and it proves the checks it `renews`.

    One for the `office`, drivers do not see.
    """

    icon: str
    expires: bool
    renews: tuple[str, ...]
    office: bool

    def as_json(self) -> Json:
        return {
            **super().as_json(),
            "icon": self.icon,
            "expires": self.expires,
            "renews": list(self.renews),
            "office": self.office,
        }

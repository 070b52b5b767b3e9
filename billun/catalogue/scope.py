"""To which equipment an entry of the catalogue applies."""

from dataclasses import dataclass

from billun.catalogue.entries import Json, said


@dataclass(frozen=True)
class Scope:
    """Families and kinds together, less some kinds; all equipment where neither is named."""

    families: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    kinds_except: tuple[str, ...] = ()

    def covers(self, family: str, kind: str | None) -> bool:
        """Whether an item of this family and kind is meant; `kind` may not be known."""
        if kind in self.kinds_except:
            return False
        everything = not self.families and not self.kinds
        return everything or family in self.families or kind in self.kinds

    def as_json(self) -> Json:
        return said(
            {
                "families": list(self.families),
                "kinds": list(self.kinds),
                "kinds_except": list(self.kinds_except),
            }
        )

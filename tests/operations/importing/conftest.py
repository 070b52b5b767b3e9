from tests.fixtures.imports import importing

__all__ = ["importing"]

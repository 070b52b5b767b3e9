"""Names and numbers that are the same at every loading, so that loading twice changes nothing."""

from hashlib import sha256
from uuid import UUID, uuid5

DEMO_NAMESPACE = UUID("6f0c1d52-8f5e-5b0a-9d0c-2b9e6a3f41c7")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BILLUN_ID_YEAR = 2026


def demo_id(noun: str, key: str) -> UUID:
    """The same UUID for the same noun and key, whatever the moment or the machine."""
    return uuid5(DEMO_NAMESPACE, f"{noun}/{key}")


def billun_id(key: str) -> str:
    return f"BLN-{BILLUN_ID_YEAR}-{_six_characters(f'equipment/{key}')}"


def anomaly_reference(key: str, year: int) -> str:
    return f"ANO-{year}-{_six_characters(f'anomaly/{key}')}"


def intervention_reference(key: str, year: int) -> str:
    return f"INT-{year}-{_six_characters(f'intervention/{key}')}"


def stable_seed(*parts: str) -> int:
    """A number for the drawing's dice; Python's own `hash` changes from one process to the next."""
    return int.from_bytes(sha256("/".join(parts).encode()).digest()[:4])


def _six_characters(name: str) -> str:
    digest = sha256(name.encode()).digest()
    return "".join(CROCKFORD[byte % len(CROCKFORD)] for byte in digest[:6])

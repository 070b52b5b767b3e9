"""Where the parts of Billun lie on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "billun" / "static" / "vendor"
TRANSLATIONS = ROOT / "billun" / "translations"


def var_directory(environ: Mapping[str, str]) -> Path:
    """The absolute folder that everything Billun writes goes to."""
    return (ROOT / (environ.get("BILLUN_VAR") or "var")).resolve()

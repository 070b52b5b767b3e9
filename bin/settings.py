"""Check the settings of a run before anything is started for it; one line for what cannot work.

    .venv/bin/python -m bin.settings

Unlike most of its neighbours this runs inside the virtual environment: Billun reads its settings.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from bin.console import Refusal, run_as_program
from bin.environment import worker_number
from bin.places import ROOT

EMBEDDED = {"DATABASE_URL": "postgresql:///embedded", "REDIS_URL": "redis://embedded"}


def main() -> None:
    named = {name: value for name, value in os.environ.items() if value.strip()}
    refuse_settings(named)
    if named.keys() & EMBEDDED.keys():
        # Only now: importing the drivers takes longer than all the rest.
        from bin.reachable import refuse_unreachable  # noqa: PLC0415

        refuse_unreachable(named)


def refuse_settings(named: Mapping[str, str]) -> None:
    """Refuse with one line what Billun would; a service that is not named will be embedded."""
    worker_number(named, "WEB_WORKERS")
    config = config_alone()
    try:
        config.Settings.from_environment(EMBEDDED | dict(named))
    except config.SettingError as error:
        raise Refusal(str(error)) from error


def config_alone() -> ModuleType:
    """billun/config.py by its place: by its name all of Billun would come with it, in two seconds."""
    spec = spec_from_file_location("billun_config", ROOT / "billun" / "config.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    run_as_program(main)

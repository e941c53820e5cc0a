"""A wheel holds all that is needed: unpacked in another folder it reads an article, offline."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = ["kg", "ontology", "queries", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, source / part)
    code = f"from setuptools import build_meta; build_meta.build_wheel({str(target)!r})"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=source, check=True, capture_output=True)
    (wheel,) = target.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(target)
    return target


def test_every_data_file_is_in_the_wheel(unpacked: Path) -> None:
    def files(folder: Path) -> set[Path]:
        return {
            path.relative_to(folder)
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    for folder, pattern in (("ontology", "*.ttl"), ("queries", "*.rq")):
        wanted = sorted(path.name for path in (ROOT / folder).glob(pattern))
        assert wanted and sorted(path.name for path in (unpacked / "kg" / folder).iterdir()) == wanted
    assert files(unpacked / "kg") >= files(ROOT / "kg")


def test_it_runs_elsewhere(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Anna Berg accused Nordbank of fraud.", encoding="utf-8")

    def kg(*arguments: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(unpacked)}
        command = [sys.executable, "-P", "-m", "kg", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    assert kg("build", "a.txt", "--quiet").splitlines() == ["exports/graph.ttl", "exports/graph.html"]
    assert (
        kg("query", "exports/graph.ttl", "SELECT ?a ?b { ?a kg:accuse ?b }", "--format", "csv").count("\n")
        == 2
    )
    assert len(kg("query", "--list").splitlines()) >= 6
    assert "conforms" in kg("validate", "exports/graph.ttl")

"""Figures get into the page, and nothing else of it changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evaluation import report
from evaluation.report import MEASUREMENTS, PAGE, SECTION, Measurement, main, written

PAGE_BEFORE = """# Quality

<!-- figures one -->
<!-- end -->

By hand: 3.

<!-- figures two -->
old
<!-- end -->
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    page = tmp_path / "quality.md"
    page.write_text(PAGE_BEFORE, encoding="utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    return page


def be(monkeypatch: pytest.MonkeyPatch, *measurements: Measurement) -> None:
    monkeypatch.setattr(report, "MEASUREMENTS", measurements)


def test_each_measurement_has_its_place() -> None:
    places = [found[2] for found in SECTION.finditer(PAGE.read_text(encoding="utf-8"))]
    assert sorted(places) == sorted(measurement.name for measurement in MEASUREMENTS)


def test_a_section_is_replaced() -> None:
    assert written(PAGE_BEFORE, "two", "a\\1b\n") == PAGE_BEFORE.replace("old\n", "a\\1b\n")
    assert written(PAGE_BEFORE, "one", "a\n") == PAGE_BEFORE.replace("one -->\n", "one -->\na\n")


def test_what_a_command_prints_gets_into_the_page(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, Measurement("two", ("json.tool", "@some.json")))
    (page.parent / "some.json").write_text("[1]", encoding="utf-8")
    assert main([str(page.parent)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "```text\n[\n    1\n]\n```\n<!-- end -->" in text
    assert "`python -m json.tool DATA/some.json`, " in text
    assert str(page.parent) not in text
    assert "old" not in text


def test_without_its_files_a_section_stays(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    be(monkeypatch, Measurement("two", ("json.tool", "@some.json")))
    assert main([]) == 0
    assert main([str(page.parent)]) == 0
    assert page.read_text(encoding="utf-8") == PAGE_BEFORE
    assert "two: not measured, DATA has no some.json" in capsys.readouterr().err


def test_a_command_that_fails_leaves_its_section(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, Measurement("two", ("json.tool", "@bad.json")))
    (page.parent / "bad.json").write_text("[", encoding="utf-8")
    assert main([str(page.parent)]) == 1
    assert page.read_text(encoding="utf-8") == PAGE_BEFORE


@pytest.mark.parametrize("module", sorted({measurement.words[0] for measurement in MEASUREMENTS}))
def test_every_command_is_there(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    wanted = {word for m in MEASUREMENTS if m.words[0] == module for word in m.words if word.startswith("--")}
    assert all(option in done.stdout for option in wanted)

"""What the documentation says is so: its commands run, its output is real, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from rdflib import Graph

from kg.cli import app, main
from kg.iris import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("exports/*.md")])
PROGRESS = re.compile(r"^kg: [\d,]+ of [\d,]+ .*\n", re.MULTILINE)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [body for kind, body in FENCE.findall(text) if kind == language]


def commands(page: str) -> list[str]:
    lines = [line for body in blocks(page, "sh") for line in body.splitlines()]
    return [line.split("  #")[0].strip() for line in lines if line.startswith("kg ")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("docs")
    furnish(place)
    return place


def furnish(place: Path) -> None:
    """Make a folder what the pages suppose: examples, an archive, a question, the graph of the examples."""
    shutil.copytree(ROOT / "examples", place / "examples")
    shutil.copytree(ROOT / "examples", place / "archive")
    (place / "more.jsonl").write_text('{"text": "Anna Berg met Ole Dahl."}\n', encoding="utf-8")
    (place / "corrections.toml").write_text(blocks("docs/commands.md", "toml")[0], encoding="utf-8")
    (place / "question.rq").write_text("SELECT * { ?a kg:accuse ?b }", encoding="utf-8")
    (place / "bin").mkdir()
    (place / "bin" / "kg").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n', encoding="utf-8")
    (place / "bin" / "kg").chmod(0o755)
    assert run("kg build examples", place).returncode == 0


def run(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{place / 'bin'}:{os.environ['PATH']}"}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )


@pytest.mark.parametrize("command", commands("docs/commands.md"))
def test_documented_command_runs(command: str, place: Path) -> None:
    done = run(command, place)
    assert done.returncode == 0, done.stdout


SESSION = re.compile(r"^(\$ (.*)\n)((?:(?!\$ |```).*\n)*)", re.MULTILINE)


def readme_as_run(place: Path) -> str:
    """Return the README with the output that its commands have now; `python tests/test_docs.py` writes it."""

    def run_session(match: re.Match[str]) -> str:
        # how often progress is told depends on the machine
        return f"{match[1]}{PROGRESS.sub('', run(match[2], place).stdout).rstrip()}\n"

    def run_block(match: re.Match[str]) -> str:
        return SESSION.sub(run_session, match[0]) if match[1] == "console" else match[0]

    return FENCE.sub(run_block, (ROOT / "README.md").read_text(encoding="utf-8"))


def test_readme_shows_real_output(place: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(SESSION.findall("".join(blocks("README.md", "console")))) >= 3
    assert readme_as_run(place) == text, "write it anew with: python tests/test_docs.py"


@pytest.mark.parametrize("page", ["README.md", "docs/graph.md"])
def test_python_runs(page: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    found = blocks(page, "python")
    assert found
    for body in found:
        exec(compile(body, page, "exec"), {})


def test_sparql_finds_something(place: Path) -> None:
    found = blocks("docs/graph.md", "sparql")
    assert len(found) >= 2
    graph = Graph().parse(place / "exports" / "graph.ttl")
    for body in found:
        assert len(list(graph.query(body, initNs=PREFIXES)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads], (
                target
            )


def test_every_verb_and_option_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## kg (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert sorted(sections) == sorted(command.name or "" for command in app.registered_commands)
    for verb, section in sections.items():
        assert main([verb, "--help"]) == 0
        options = set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", capsys.readouterr().out, re.MULTILINE))
        told = sections["build"] if verb == "extract" else section
        assert options - {"--help", "--output"} <= set(re.findall(r"--[a-z-]+", told)), verb


def test_every_decision_is_listed() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    decisions = sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))
    assert decisions and re.findall(r"\((0\S+)\)", index) == decisions


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        furnish(Path(folder))
        (ROOT / "README.md").write_text(readme_as_run(Path(folder)), encoding="utf-8")

"""What other programs may import is there, documented, and light to import."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
from types import FunctionType, ModuleType

import pytest

import kg

PUBLIC = {
    "build": "Build build_graph extract_articles",
    "cli": "app main",
    "corrections": "check_corrections format_correction load_corrections",
    "coreference": "Markable chains_of mentions_in",
    "draw": "draw_graph",
    "errors": "CorrectionsError GraphError InputError KGError OntologyError OutputError PipelineError"
    " QueryError ServiceError",
    "explain": "Portrait Reading explain_entity explain_statements",
    "extract": "extract_article",
    "graph": "describe_run to_networkx to_rdf",
    "iris": "PREFIXES",
    "language": "documents_of load_pipeline mask_text",
    "lexicon": "Frame",
    "lines": "to_json",
    "link": "Link add_links find_links",
    "model": "Antecedent Article Correction Entity Evidence Extraction Mention Passage Relation Resolution"
    " Statement",
    "names": "country_named country_of_demonym is_short_form normalize_name organization_named split_title",
    "ontology": "Ontology load_ontology ontology_dir",
    "quotations": "Quotation quotations_in",
    "read": "read_articles",
    "resolve": "resolve_extractions",
    "review": "Candidate find_candidates",
    "store": "open_graph",
    "tables": "format_rows",
    "times": "resolve_time times_in",
}
MODULES = sorted(module.name for module in pkgutil.iter_modules(kg.__path__) if module.name != "__main__")


@pytest.mark.parametrize(("module", "name"), [(m, n) for m, names in PUBLIC.items() for n in names.split()])
def test_name_is_there_and_documented(module: str, name: str) -> None:
    value = getattr(importlib.import_module(f"kg.{module}"), name)
    assert not callable(value) or inspect.getdoc(value)


@pytest.mark.parametrize("name", MODULES)
def test_module_says_what_it_is_for(name: str) -> None:
    module = importlib.import_module(f"kg.{name}")
    assert (module.__doc__ or "").strip()
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public), f"kg.{name}.__all__ names {public}, which is not there"


@pytest.mark.parametrize("name", MODULES)
def test_no_function_is_called_like_its_module(name: str) -> None:
    # else `import kg.draw` and `from kg.draw import draw` would give one name to two things
    module = importlib.import_module(f"kg.{name}")
    assert name not in {function.__name__ for function in functions_of(module)}


def functions_of(module: ModuleType) -> list[FunctionType]:
    return [
        value
        for name, value in vars(module).items()
        if not name.startswith("_") and inspect.isfunction(value) and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("kg", "spacy rdflib networkx pyvis pyshacl pyoxigraph typer rich"),
        ("kg.cli", "spacy rdflib networkx pyvis pyshacl pyoxigraph"),
        ("kg.read", "spacy rdflib networkx pyvis pyshacl"),
        ("kg.store", "spacy networkx pyvis pyshacl"),
        ("kg.graph", "spacy networkx pyvis pyshacl"),
        ("kg.draw", "spacy rdflib pyvis pyshacl"),
    ],
)
def test_import_is_light(module: str, heavy: str) -> None:
    code = f"import sys, {module}; print(*[m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

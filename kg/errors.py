"""The ways to fail, each with its cause in the name.

    KGError
    ├── InputError       an article, file or folder cannot be read as one
    ├── PipelineError    a language pipeline is missing or lacks a component
    ├── OntologyError    a file of the ontology is wrong
    ├── CorrectionsError a file of corrections is wrong, or contradicts itself
    ├── GraphError       a graph cannot be opened or is not RDF
    ├── QueryError       a query is wrong, or names what is not there
    ├── ServiceError     a service on the network does not answer as it should
    └── OutputError      a result cannot be written

Every message names the value, the place, and what to do.
Only `kg.cli` and `kg.server` turn these into words on a screen and exit codes.
"""

from __future__ import annotations


class KGError(Exception):
    """Something that a user can put right went wrong; the message is one line in plain words."""


class InputError(KGError):
    """An article, a file or a folder cannot be read."""


class PipelineError(KGError):
    """A language pipeline is missing, or lacks a component that is needed."""


class OntologyError(KGError):
    """A file of the ontology is wrong or incomplete."""


class CorrectionsError(KGError):
    """A file of corrections is wrong, or two of its decisions contradict each other."""


class GraphError(KGError):
    """A graph cannot be opened, or is not RDF."""


class QueryError(KGError):
    """A query is wrong, or asks for something by a name that does not exist."""


class ServiceError(KGError):
    """A service on the network does not answer, or not as it should."""


class OutputError(KGError):
    """A result cannot be written where it was asked for."""

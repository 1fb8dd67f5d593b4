"""A labelled corpus of files with and without AWS credentials; all credentials are fake and made at run time.

It was written apart from the hook, by what AWS, its tools and its users write, not by what the hook finds, and by two
authors: the second's forms stand in ``tools``, ``languages``, ``records``, ``documents``, ``binaries`` and
``harmless_values``. A *form* is a template such as ``aws_secret_access_key = «secret»``; ``templates`` says how it is
read, ``values`` what can stand in guillemets. From a form come one to three *cases*, with other values. Where a
credential's marker stands, a finding is expected.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import NamedTuple

from aws_corpus import (
    binaries,
    documents,
    harmless_values,
    languages,
    made,
    negatives,
    notebooks,
    positives,
    records,
    tools,
)
from aws_corpus.templates import Form, filled, read

_SEED = "corpus-1"
_WITH_CREDENTIAL = (positives, tools, languages, records, documents)
_HARMLESS = (negatives, harmless_values)


class Case(NamedTuple):
    """One file, and what is to be found in it as (line, rule); where nothing is, ``name`` starts with ``neg/``.

    A binary's name starts with ``pos/bin``.
    """

    name: str
    path: str
    data: bytes
    expected: list[tuple[int, str]]


def forms() -> list[Form]:
    """Return all forms, those with a credential first."""
    return [
        *(form for each in _WITH_CREDENTIAL for form in read(each.TEMPLATES, has_credential=True)),
        *notebooks.with_credential(),
        *made.with_credential(),
        *binaries.with_credential(),
        *(form for each in _HARMLESS for form in read(each.TEMPLATES, has_credential=False)),
        *negatives.placeholders(),
        *negatives.references(),
        *notebooks.harmless(),
        *made.harmless(),
        *binaries.harmless(),
    ]


def cases(chosen: Iterable[Form] | None = None) -> list[Case]:
    """Return the files of the chosen forms, or of all; every call returns the same."""
    return [_case(form, number) for form in (forms() if chosen is None else chosen) for number in range(form.times)]


def _case(form: Form, number: int) -> Case:
    name = f"{'pos' if form.has_credential else 'neg'}/{form.name}/{number}"
    data, expected = filled(form, random.Random(f"{_SEED}/{form.name}/{number}"), style=number % 3)
    return Case(name, form.path, data, expected)

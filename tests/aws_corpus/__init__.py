"""A labelled corpus of files with and without AWS credentials; all credentials are fake and made at run time.

It was written apart from the hook, by what AWS, its tools and its users write, not by what the hook finds. A *form* is a
template such as ``aws_secret_access_key = «secret»``; ``templates`` says how it is read, ``values`` what can stand in
guillemets. From a form come one to three *cases*, with other values. Where a credential's marker stands, a finding is
expected.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import NamedTuple

from aws_corpus import made, negatives, notebooks, positives
from aws_corpus.templates import Form, filled, read

_SEED = "corpus-1"


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
        *read(positives.TEMPLATES, has_credential=True),
        *notebooks.with_credential(),
        *made.with_credential(),
        *read(negatives.TEMPLATES, has_credential=False),
        *negatives.placeholders(),
        *negatives.references(),
        *notebooks.harmless(),
        *made.harmless(),
    ]


def cases(chosen: Iterable[Form] | None = None) -> list[Case]:
    """Return the files of the chosen forms, or of all; every call returns the same."""
    return [_case(form, number) for form in (forms() if chosen is None else chosen) for number in range(form.times)]


def _case(form: Form, number: int) -> Case:
    name = f"{'pos' if form.has_credential else 'neg'}/{form.name}/{number}"
    data, expected = filled(form, random.Random(f"{_SEED}/{form.name}/{number}"), style=number % 3)
    return Case(name, form.path, data, expected)

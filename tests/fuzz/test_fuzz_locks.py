"""Any lock and any manifest."""

from __future__ import annotations

import contextlib
import json

from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from backend_standards import check_lock_files
from backend_standards.core import Stopped
from backend_standards.locks import files as locks_files
from backend_standards.locks import normal, plain, requirements, uv
from fuzzing import (
    TEXTS,
    assert_linear,
    reported,
)

TOML_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                "metadata lock-version version _meta pipfile-spec package packages name marker markers groups source git "
                "resolution-markers default develop".split()
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)
LOCK_HEADS = {
    "poetry.lock": 'metadata.lock-version = "2.1"\n',
    "uv.lock": "version = 1\n",
    "pylock.toml": 'lock-version = "1.0"\n',
}


def toml(value: object) -> str:
    """Return a value in TOML's inline spelling; None is spelt as an empty table."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return "{}" if value is None else json.dumps(value).replace("NaN", "nan").replace("Infinity", "inf")


@given(st.sampled_from(sorted(LOCK_HEADS)), st.dictionaries(st.sampled_from(["package", "packages"]), TOML_VALUES))
def test_lock_of_any_shape(path: str, tables: dict[str, object]) -> None:
    text = LOCK_HEADS[path] + "".join(f"{key} = {toml(value)}\n" for key, value in tables.items())
    with contextlib.suppress(Stopped):
        assert all(map(all, [[isinstance(x, str) for x in row] for row in locks_files.packages(path, text.encode())]))


@given(st.dictionaries(st.sampled_from(["default", "develop", "docs"]), TOML_VALUES))
def test_pipfile_lock_of_any_shape(tables: dict[str, object]) -> None:
    data = json.dumps({"_meta": {"pipfile-spec": 6}, **tables}).encode()
    with contextlib.suppress(Stopped):
        assert all(map(all, [[isinstance(x, str) for x in row] for row in locks_files.packages("Pipfile.lock", data)]))


@given(st.sampled_from(["poetry.lock", "uv.lock", "Pipfile.lock", "pylock.x.toml"]), st.binary(max_size=200))
def test_lock_of_any_bytes(path: str, data: bytes) -> None:
    with contextlib.suppress(Stopped):
        assert locks_files.packages(path, data) == []


# Pieces of a uv.lock, most in uv's own form.
UV_PIECES = st.sampled_from(
    [
        "version = 1\n", "revision = 3\n", 'requires-python = ">=3.11"\n', "\n[[package]]\n", 'name = "a"\n', 'name = "B_c"\n', 'version = "1"\n',
        'source = { registry = "https://index.example.org/simple" }\n', 'source = { virtual = "." }\n', 'source = { editable = "x" }\n',
        "source = { virtual = '.' } # why\n", 'source = { git = "g", virtual = "." }\n', "\n[package.metadata]\n", 'requires-dist = [{ name = "a" }]\n',
        "requires-dist = [\n    { name = 'x' },\n]\n", "\n[manifest]\n", 'members = ["a"]\n', '"""', "'''", "# c\n", "\n", "\r\n", "[", "]", '\\"',
        "\n[package]\n", "\n[[package.metadata]]\n", 'sdist = { url = "u" }\n', 'x = """\n[[package]]\n"""\n', 'version = "2" # x\n',
    ]
)  # fmt: skip
UV_PACKAGES = st.builds(
    '\n[[package]]\nname = "{}"\nversion = "1"\nsource = {{ {} = "." }}\n{}'.format,
    st.sampled_from(["a", "b", "c.d"]),
    st.sampled_from(["registry", "virtual", "editable", "git", "path"]),
    st.one_of(st.just(""), UV_PIECES),
)
UV_LOCKS = st.lists(st.one_of(UV_PACKAGES, UV_PIECES), max_size=8).map(lambda each: "version = 1\n" + "".join(each))


@given(UV_LOCKS)
def test_the_short_way_through_a_uv_lock_tells_the_same(text: str) -> None:
    data = text.encode()
    with contextlib.suppress(Stopped):
        whole = locks_files.read("uv.lock", data)
        try:
            rows = whole.pop("package", [])
            versions: dict[str, list[str]] = {}
            for row in rows:
                versions.setdefault(normal(row["name"]), []).append(row.get("version", "") + "")
            local = [row for row in rows if any(each in row["source"] for each in ("editable", "virtual", "directory"))]
        except (AttributeError, KeyError, TypeError):
            return  # no lock of uv's
        lock = uv.Lock("uv.lock", data)
        assert (lock.head, lock.versions) == (whole, versions)
        assert [row for row in lock.local if row in local] == local


MANIFESTS = st.one_of(
    st.dictionaries(
        st.sampled_from(["project", "tool", "dependency-groups", "packages", "dev-packages", "requires", "source"]),
        st.one_of(
            TOML_VALUES,
            st.dictionaries(
                st.sampled_from(
                    [
                        "name",
                        "dependencies",
                        "optional-dependencies",
                        "requires-python",
                        "dynamic",
                        "poetry",
                        "uv",
                        "pdm",
                        "dev",
                    ]
                ),
                st.one_of(TOML_VALUES, st.lists(st.sampled_from(["a", "b>=1; os_name=='nt'", "c[x]", "- d"]))),
            ),
        ),
    ).map(lambda tables: "".join(f"{key} = {toml(value)}\n" for key, value in tables.items())),
    TEXTS,
)
LOCKS = {
    "uv.lock": 'version = 1\n[[package]]\nname = "a"\nsource = { virtual = "." }\n[package.metadata]\nrequires-dist = ',
    "poetry.lock": '[metadata]\nlock-version = "2.1"\ncontent-hash = ',
    "pdm.lock": '[metadata]\nlock_version = "4.5"\ncontent_hash = ',
    "pylock.toml": 'lock-version = "1.0"\npackages = ',
    "Pipfile.lock": "",
    "requirements.txt": "",
}


@given(st.sampled_from(sorted(LOCKS)), MANIFESTS, TOML_VALUES, TEXTS)
def test_any_manifest_beside_any_lock(lock: str, manifest: str, value: object, text: str) -> None:
    json_lock = json.dumps({"_meta": {"pipfile-spec": 6, "hash": value}, "default": value})
    written = {"Pipfile.lock": json_lock, "requirements.txt": text}.get(lock, LOCKS[lock] + toml(value))
    files = {lock: written, "pyproject.toml": manifest, "Pipfile": manifest, "requirements.in": text}
    contents = {path: each.encode("utf-8", "replace") for path, each in files.items()}
    with contextlib.suppress(Stopped):
        found = check_lock_files.check(
            sorted(contents), lambda paths: {path: contents[path] for path in paths if path in contents}
        )
        reported(found)


VERSIONS = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
CLAUSES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["==", "!=", ">=", "<=", "<", ">", "~="]),
    VERSIONS,
    st.sampled_from(["", "", ".*"]),
)


@given(VERSIONS, st.lists(CLAUSES, min_size=1, max_size=3).map(",".join))
def test_plain_versions_are_compared_as_packaging_does(version: str, specifier: str) -> None:
    plainly = plain.satisfies_plainly(version, specifier)
    if plainly is not None:
        assert plainly == SpecifierSet(specifier).contains(version, prereleases=True)


ATOMS = st.sampled_from(
    ["os_name == 'nt'", "python_version < '3.12'", "python_version>='3.11'", "python_full_version == '3.11.*'", "'x' in platform_version",
     "sys_platform != 'linux'", "extra == 'x'", "python_version in '3.9 3.10'", "platform_release >= '5'", "implementation_name == 'pypy'"]
)  # fmt: skip
MARKERS = st.one_of(ATOMS, st.builds("({} {} {})".format, ATOMS, st.sampled_from(["and", "or"]), ATOMS))


@given(MARKERS, MARKERS)
def test_markers_are_the_same_as_far_as_logic_goes(one: str, other: str) -> None:
    same = requirements.same_marker
    assert same(f"{one} and {other}", f"{other} and {one}")
    assert same(f"{one} or ({other} and {one})", one)
    assert same(one, other) == same(other, one)


@given(TEXTS)
def test_any_requirement(text: str) -> None:
    found = requirements.parse(text)
    if found is not None:
        assert found.plain() == found.plain()
        assert found.same(found)


def test_inputs_without_a_lock_take_linear_time() -> None:
    def work(inputs: int) -> None:
        contents = {f"p{at}/requirements.in": b"a\nb\nc\n" for at in range(inputs)}
        found = check_lock_files.check(
            sorted(contents), lambda paths: {path: contents[path] for path in paths if path in contents}
        )
        assert len(list(found)) == inputs

    assert_linear(work, 800)

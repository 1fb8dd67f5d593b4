"""Any lock and any manifest."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any

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
from lock_mutations import dump
from locking import stopped

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


ANY_TYPE = st.one_of(
    st.booleans(), st.integers(-1, 9), st.floats(allow_nan=False, allow_infinity=False), st.text("ab.>=1 ", max_size=6),
    st.just([]), st.just({}), st.just(["a"]), st.just([1]), st.just([[]]), st.just([{}]), st.just({"a": 1}), st.just({"a": {}}),
    st.just({"name": "a"}), st.dates(), st.just({"a": ["b"]}), st.just({"a": "b"}),
)  # fmt: skip
UV_ENTRY = {
    "name": "app", "version": "1", "source": {"virtual": "."}, "default-groups": ["dev"],
    "group-requires-python": {"dev": ">=3.12"}, "resolution-markers": ["os_name == 'nt'"],
    "metadata": {
        "requires-dist": [
            {"name": "six", "specifier": ">=1", "marker": "extra == 'x'", "extras": ["y"]}, {"name": "a", "git": "https://x.org/a"},
        ],
        "provides-extras": ["x"], "requires-dev": {"dev": [{"name": "b", "editable": "lib"}]},
    },
}  # fmt: skip
TYPED: dict[str, dict[str, Any]] = {
    "pyproject.toml": {
        "project": {
            "name": "app", "version": "1", "requires-python": ">=3.11", "dependencies": ["six>=1", "a", "m"],
            "optional-dependencies": {"x": ["six>=1", "app[y]"]}, "dynamic": ["readme"],
        },
        "dependency-groups": {"dev": ["b", {"include-group": "lint"}], "lint": ["ruff"]},
        "tool": {
            "uv": {
                "sources": {"a": {"git": "https://x.org/a", "tag": "v1"}, "b": [{"path": "lib", "marker": "os_name == 'nt'"}], "m": {"workspace": True}},
                "index": [{"name": "own", "url": "https://x.org/simple", "default": True}], "conflicts": [[{"extra": "x"}, {"group": "dev"}]],
                "workspace": {"members": ["lib"], "exclude": ["no/*"]}, "constraint-dependencies": ["zipp<9"], "default-groups": ["dev"],
                "dependency-groups": {"dev": {"requires-python": ">=3.12"}}, "environments": ["os_name == 'nt'"], "dev-dependencies": ["toolz"],
                "dependency-metadata": [{"name": "six", "version": "1", "requires-dist": ["zipp"]}], "package": False, "managed": True,
                "exclude-newer": "2030-01-01T00:00:00Z", "resolution": "lowest", "index-url": "https://x.org/simple",
            },
            "poetry": {
                "dependencies": {"python": "^3.11", "six": {"version": "^1", "extras": ["x"]}, "a": [{"version": "1", "python": ">=3.11"}]},
                "group": {"dev": {"optional": True, "dependencies": {"b": "*"}}}, "extras": {"x": ["six"]}, "source": [{"name": "own"}],
                "dev-dependencies": {"zipp": "*"},
            },
            "pdm": {
                "dev-dependencies": {"lint": ["pathspec"]}, "resolution": {"overrides": {"six": "1"}, "excludes": ["zipp"]},
                "source": [{"name": "own", "url": "https://x.org", "include_packages": ["a"]}], "workspace": {"members": ["lib"]},
            },
        },
    },
    "lib/pyproject.toml": {"project": {"name": "m", "dependencies": ["six"]}, "tool": {"uv": {"package": True}}},
    "uv.toml": {"index": [{"url": "https://x.org/simple"}], "environments": "os_name == 'nt'"},
    "Pipfile": {
        "source": [{"name": "own", "url": "https://x.org", "verify_ssl": True}], "packages": {"six": ">=1", "a": {"version": "*", "markers": "os_name == 'nt'"}},
        "dev-packages": {"b": {"git": "https://x.org/b", "extras": ["x"]}}, "requires": {"python_version": "3.11"}, "docs": {"toolz": "*"},
    },
    "uv.lock": {
        "version": 1, "revision": 5, "requires-python": ">=3.11", "options": {"resolution-mode": "lowest"}, "conflicts": [[{"package": "app", "extra": "x"}]],
        "supported-markers": ["os_name == 'nt'"],
        "manifest": {
            "members": ["app", "m"], "constraints": [{"name": "zipp", "specifier": "<9"}], "excludes": ["x"], "overrides": [{"name": "q"}],
            "dependency-groups": {"dev": [{"name": "b"}]}, "dependency-metadata": [{"name": "six", "requires-dist": ["zipp"]}],
        },
        "package": [UV_ENTRY, {"name": "six", "version": "1", "source": {"registry": "https://x.org/simple"}, "dependencies": [{"name": "app"}]}],
    },
    "poetry.lock": {
        "package": [{"name": "six", "version": "1", "groups": ["main"], "markers": {"main": "os_name == 'nt'"}, "source": {"type": "directory", "url": "lib"}}],
        "metadata": {"lock-version": "2.1", "content-hash": "x", "python-versions": "^3.11"},
    },
    "pdm.lock": {
        "package": [{"name": "six", "version": "1", "path": "./lib"}],
        "metadata": {
            "lock_version": "4.5", "content_hash": "sha256:x", "groups": ["default", "dev"],
            "lock_inputs": {"project": {"requires-python": ">=3.11", "groups": {"default": ["six"]}, "sources": [{"name": "own"}], "resolution": {}}, "workspace": {"lib": {}}},
        },
    },
    "pylock.toml": {
        "lock-version": "1.0", "created-by": "uv", "packages": [{"name": "six", "version": "1", "marker": "os_name == 'nt'", "directory": {"path": "lib"}}],
    },
    "Pipfile.lock": {
        "_meta": {"hash": {"sha256": "x"}, "pipfile-spec": 6, "requires": {"python_version": "3.11"}, "sources": [{"name": "own"}]},
        "default": {"six": {"version": "==1", "markers": "os_name == 'nt'", "hashes": []}}, "develop": {"b": {"git": "https://x.org/b"}},
    },
}  # fmt: skip
"""Files with every key that is read, each with a value of its type."""
PLAIN_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return each table and array in a value, with each of its keys or places."""
    own = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in own] + [place for key in own for place in places(value[key])]


@given(st.sampled_from(sorted(TYPED)), st.sampled_from(PLAIN_LOCKS), st.data())
def test_a_value_of_any_type_in_the_place_of_any_value(path: str, lock: str, data: st.DataObject) -> None:
    tables = copy.deepcopy(TYPED)
    for _ in range(data.draw(st.integers(1, 2))):
        table, key = data.draw(st.sampled_from(places(tables[path])))
        table[key] = copy.deepcopy(data.draw(ANY_TYPE))  # the strategy has only one of each
    if "uv.lock" in (path, lock) and data.draw(st.booleans()):
        del tables["pyproject.toml"]["project"]  # a root without a project
    chosen = {
        lock,
        path,
        "Pipfile",
        "pyproject.toml",
        "lib/pyproject.toml",
        *(["uv.toml"] if path == "uv.toml" else []),
    }
    texts = {
        each: (json.dumps(tables[each], default=str) if each == "Pipfile.lock" else dump(tables[each])).encode()
        for each in chosen
    }
    words = stopped(texts)
    assert not words or words.startswith(tuple(texts))


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

"""What uv.lock records beside requirements: its own entries, the members, the settings, the indexes."""

from __future__ import annotations

import pytest

from locking import MEMBER, WORKSPACE, judge, project, told, uv, workspace_lock

INDEX = "https://index.example.org/simple"


def stale(manifest: str, lock: str, **others: str) -> list[str]:
    """Return the differences that the hook tells of a lock, without the words before them."""
    files = {"pyproject.toml": manifest, "uv.lock": lock} | {
        name.replace("__", "/") + "/pyproject.toml": text for name, text in others.items()
    }
    return [each.message for each in judge(files, allow_missing=["*"])]


def settings(text: str) -> str:
    return project(more=f"[tool.uv]\n{text}\n")


def head(text: str) -> str:
    return uv(head=f'requires-python = ">=3.11"\n{text}\n')


# --- the lock's own entry of a project --------------------------------------------------------------


@pytest.mark.parametrize(
    ("manifest", "lock", "words"),
    [
        (project(), uv().replace('version = "1"', 'version = "1.0"'), []),
        (project().replace('version = "1"', 'version = "01"'), uv(), []),
        (project().replace('version = "1"', 'version = "1.1"'), uv(), ["pyproject.toml has the version 1.1, but the lock has 1"]),
        (project().replace('version = "1"', 'dynamic = ["version"]'), uv(), ["pyproject.toml has a dynamic version, but the lock has 1"]),
        (project(), uv().replace('\nversion = "1"\n', "\n", 1), ["pyproject.toml has the version 1, but the lock has none"]),
        (project().replace('version = "1"', 'dynamic = ["version"]'), uv().replace('\nversion = "1"\n', "\n", 1), []),
        (project(), uv(source='editable = "."'), ["pyproject.toml is not a package, but in the lock it is an editable package"]),
        (project(more="[build-system]\nrequires = []\n"), uv(source='editable = "."'), []),
        (project(more="[build-system]\nrequires = []\n"), uv(), ["pyproject.toml is an editable package, but in the lock it is not a package"]),
        (project(more="[build-system]\nrequires = []\n[tool.uv]\npackage = false\n"), uv(), []),
        (settings("package = true"), uv(source='editable = "."'), []),
        (settings("package = true"), uv(), ["pyproject.toml is an editable package, but in the lock it is not a package"]),
    ],
)  # fmt: skip
def test_the_entry_of_the_project(manifest: str, lock: str, words: list[str]) -> None:
    assert stale(manifest, lock) == words


RECENT = "version = 1\nrevision = 5\n"


@pytest.mark.parametrize(
    ("manifest", "entry", "words"),
    [
        (settings(""), "", []),
        (settings('default-groups = ["dev"]'), "", []),
        (settings("default-groups = []"), "default-groups = []\n", []),
        (settings("default-groups = []"), "", ["pyproject.toml has the default groups none, but the lock has dev"]),
        (settings('default-groups = "all"'), 'default-groups = "all"\n', []),
        (settings('default-groups = "all"'), "", ["pyproject.toml has the default groups all, but the lock has dev"]),
        (settings('default-groups = ["B_c", "dev"]'), 'default-groups = ["dev", "b-c"]\n', []),
        (settings(""), 'default-groups = ["lint"]\n', ["pyproject.toml has the default groups dev, but the lock has lint"]),
    ],
)  # fmt: skip
def test_default_groups(manifest: str, entry: str, words: list[str]) -> None:
    lock = (
        uv().replace("version = 1\nrevision = 3\n", RECENT).replace('virtual = "." }\n', f'virtual = "." }}\n{entry}')
    )
    assert stale(manifest, lock) == words
    assert stale(manifest, lock.replace("revision = 5", "revision = 4")) == []
    assert stale(manifest, lock.replace("revision = 5\n", "")) == []


def test_the_pythons_of_groups() -> None:
    manifest = settings('dependency-groups = {Dev = {requires-python = ">=3.12"}, x = {}}')
    lock = uv().replace("revision = 3", "revision = 5")
    locked = lock.replace(
        "\n[package.metadata]", '\n[package.group-requires-python]\ndev = ">=3.12.0"\n\n[package.metadata]'
    )
    assert stale(manifest, locked) == []
    assert stale(manifest, lock) == ["group dev of pyproject.toml asks for >=3.12, but the lock has any Python"]
    assert stale(settings(""), locked) == ["group dev of pyproject.toml asks for any Python, but the lock has >=3.12.0"]


# --- the members of the workspace -------------------------------------------------------------------


def with_members(lock: str, names: str) -> str:
    return lock.replace(
        'requires-python = ">=3.11"\n', f'requires-python = ">=3.11"\n\n[manifest]\nmembers = [{names}]\n'
    )


def test_a_removed_member_is_noticed() -> None:
    lock = with_members(workspace_lock(), '"app", "member"')
    assert stale(WORKSPACE, lock, pkgs__member=MEMBER) == []
    gone = "the lock has the member member, which the workspace does not have"
    assert gone in stale(project(""), lock)[0]
    manifest = WORKSPACE.replace('members = ["pkgs/*"]', "members = []")
    assert gone in stale(manifest, lock, pkgs__member=MEMBER)[0]
    excluded = WORKSPACE.replace('members = ["pkgs/*"]', 'members = ["pkgs/*"]\nexclude = ["pkgs/member"]')
    assert gone in stale(excluded, lock, pkgs__member=MEMBER)[0]


@pytest.mark.parametrize(
    ("root", "member", "is_stale"),
    [
        (">=3.11", "", False),
        (">=3.9", ">=3.11", False),
        (">=3.9", ">=3.10", True),
        ("", ">=3.11", False),
        ("", ">=3.10", True),
        (">=3.11", ">=3.12", True),
    ],
)
def test_the_pythons_of_members(root: str, member: str, *, is_stale: bool) -> None:
    manifest = WORKSPACE.replace('requires-python = ">=3.11"\n', f'requires-python = "{root}"\n' if root else "")
    other = MEMBER.replace("dependencies", f'requires-python = "{member}"\ndependencies') if member else MEMBER
    found = stale(manifest, workspace_lock(), pkgs__member=other)
    assert [each.partition(",")[0] for each in found] == (
        [f"the workspace asks for Python {root or member}"] if is_stale else []
    )


EDITABLE = '{ name = "member", editable = "pkgs/member" }'


@pytest.mark.parametrize(
    ("source", "member", "row", "kind", "words"),
    [
        ("{workspace = true}", MEMBER, EDITABLE, "editable", ""),
        ("{workspace = true, editable = false}", MEMBER, EDITABLE.replace("editable", "directory"), "directory", ""),
        ("{workspace = true, editable = false}", MEMBER, EDITABLE, "editable", "is a package, but in the lock it is an editable package"),
        ("{workspace = true}", f"[tool.uv]\npackage = false\n{MEMBER}", EDITABLE.replace("editable", "virtual"), "virtual", ""),
        ("{workspace = true}", f"[tool.uv]\npackage = false\n{MEMBER}", EDITABLE, "editable", "is not a package, but in the lock it is an"),
        ("{workspace = true}", MEMBER, '{ name = "member" }', "editable", "asks for member (from path), but the lock has member"),
        ("{workspace = true}", MEMBER, EDITABLE.replace("pkgs/member", "pkgs/other"), "editable", "asks for member (from path), but"),
        ('{path = "pkgs/member", editable = true}', MEMBER, EDITABLE, "virtual", ""),
        ('{path = "pkgs/member"}', MEMBER, EDITABLE.replace("editable", "directory"), "virtual", ""),
        ('{path = "pkgs/member"}', MEMBER, EDITABLE, "virtual", "asks for member (from path), but the lock has member (from path)"),
        ('{path = "pkgs/member", package = false}', MEMBER, EDITABLE.replace("editable", "virtual"), "virtual", ""),
        ('{path = "pkgs/member"}', f"[tool.uv]\npackage = false\n{MEMBER}", EDITABLE.replace("editable", "virtual"), "virtual", ""),
        ('{path = "pkgs/m.whl"}', MEMBER, '{ name = "member", path = "pkgs/m.whl" }', "virtual", ""),
        ('{path = "pkgs/m.whl"}', MEMBER, '{ name = "member", path = "pkgs/n.whl" }', "virtual", "(from path), but the lock has"),
    ],
)  # fmt: skip
def test_the_kind_of_a_member(source: str, member: str, row: str, kind: str, words: str) -> None:
    manifest = WORKSPACE.replace("{workspace = true}", source)
    lock = workspace_lock().replace(EDITABLE, row)
    lock = lock.replace('source = { editable = "pkgs/member" }', f'source = {{ {kind} = "pkgs/member" }}')
    found = stale(manifest, lock, pkgs__member=member)
    assert bool(found) == bool(words)
    assert words in "".join(found)


def test_a_member_in_the_folder_of_another_has_not_the_sources_of_the_root() -> None:
    manifest = WORKSPACE.replace('"pkgs/*"', '"pkgs", "pkgs/*"')
    outer = '[project]\nname = "outer"\nversion = "1"\ndependencies = []\n'
    inner = '[project]\nname = "inner"\nversion = "1"\ndependencies = ["member"]\n'
    lock = workspace_lock() + (
        '\n[[package]]\nname = "outer"\nversion = "1"\nsource = { virtual = "pkgs" }\n'
        '\n[[package]]\nname = "inner"\nversion = "1"\nsource = { virtual = "pkgs/inner" }\n'
        '\n[package.metadata]\nrequires-dist = [{ name = "member" }]\n'
    )
    assert stale(manifest, lock, pkgs=outer, pkgs__inner=inner, pkgs__member=MEMBER) == []


def test_the_lock_of_a_member_is_not_read() -> None:
    files = {"pyproject.toml": WORKSPACE, "pkgs/member/pyproject.toml": MEMBER, "uv.lock": workspace_lock()}
    assert told(files | {"pkgs/member/uv.lock": uv()}) == []
    assert told({"pkgs/member/pyproject.toml": MEMBER, "pkgs/member/uv.lock": uv()}) != []


def test_the_project_of_a_path_is_compared_too() -> None:
    manifest = project('"lib"', '[tool.uv.sources]\nlib = {path = "lib", editable = true}\n')
    lock = uv('{ name = "lib", editable = "lib" }', names="six") + (
        '\n[[package]]\nname = "lib"\nversion = "3"\nsource = { editable = "lib" }\n'
        '\n[package.metadata]\nrequires-dist = [{ name = "six" }]\nprovides-extras = ["x"]\n'
    )
    lib = '[project]\nname = "lib"\nversion = "3"\ndependencies = ["six"]\n[project.optional-dependencies]\nx = []\n'
    assert stale(manifest, lock, lib=lib) == []
    assert stale(manifest, lock, lib=lib.replace('"3"', '"4"')) == [
        "lib/pyproject.toml has the version 4, but the lock has 3"
    ]
    assert stale(manifest, lock, lib=lib.replace('["six"]', '["six>2"]')) != []
    assert stale(manifest, lock, lib=lib.replace("x = []", "y = []")) != []
    group = "group dev of lib/pyproject.toml asks for toolz, which the lock does not have"
    assert stale(manifest, lock, lib=f'{lib}[dependency-groups]\ndev = ["toolz"]\n') == [group]


# --- settings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("manifest", "lock", "words"),
    [
        (settings('resolution = "highest"'), head(""), ""),
        (settings('resolution = "lowest"'), head('\n[options]\nresolution-mode = "lowest"'), ""),
        (settings('resolution = "lowest"'), head(""), "tool.uv.resolution is lowest, but the lock was made with highest"),
        (settings(""), head('\n[options]\nresolution-mode = "lowest"'), "tool.uv.resolution is highest, but the lock was made with lowest"),
        (settings('prerelease = "if-necessary-or-explicit"'), head(""), ""),
        (settings('prerelease = "if-necessary"'), head('\n[options]\nprerelease-mode = "if-necessary-or-explicit"'), ""),
        (settings('prerelease = "allow"'), head(""), "tool.uv.prerelease is allow, but the lock was made with if-necessary"),
        (settings('fork-strategy = "requires-python"'), head(""), ""),
        (settings('fork-strategy = "fewest"'), head(""), "tool.uv.fork-strategy is fewest, but the lock was made with requires-python"),
        (settings('exclude-newer = "2030-01-01T00:00:00Z"'), head('\n[options]\nexclude-newer = "2030-01-01T01:00:00+01:00"'), ""),
        (settings('exclude-newer = "2030-01-01"'), head('\n[options]\nexclude-newer = "2030-01-02T00:00:00Z"'), ""),
        (settings('exclude-newer = "2030-01-01T00:00:00Z"'), head('\n[options]\nexclude-newer = "2030-01-02T00:00:00Z"'), "tool.uv.exclude-newer is 2030-01-01"),
        (settings('exclude-newer = "1 week"'), head('\n[options]\nexclude-newer = "2030-01-02T00:00:00Z"\nexclude-newer-span = "P1W"'), ""),
        (settings('exclude-newer = "2030-01-01T00:00:00Z"'), head(""), "but the lock was made with none"),
        (settings(""), head('\n[options]\nexclude-newer = "2030-01-02T00:00:00Z"'), "tool.uv.exclude-newer is not set, but"),
        (settings('exclude-newer = "T"'), head('\n[options]\nexclude-newer = "T"'), ""),
        (settings("environments = [\"sys_platform == 'linux'\"]"), head('supported-markers = ["sys_platform == \'linux\'"]'), ""),
        (settings("environments = \"platform_system == 'Linux'\""), head('supported-markers = ["sys_platform == \'linux\'"]'), ""),
        (settings("environments = [\"sys_platform == 'linux'\"]"), head(""), "tool.uv.environments is not that of the lock"),
        (settings(""), head('supported-markers = ["sys_platform == \'linux\'"]'), "tool.uv.environments is not that of the lock"),
        (settings("environments = [\"python_version > '3.11'\"]"), head("supported-markers = []"), ""),
        (settings("environments = [\"python_version > '3.11'\"]"), head(""), "tool.uv.environments is not that of the lock"),
        (settings("required-environments = [\"os_name == 'nt'\"]"), head('required-markers = ["os_name == \'nt\'"]'), ""),
        (settings("required-environments = [\"os_name == 'nt'\"]"), head('required-markers = ["os_name == \'posix\'"]'), "tool.uv.required-environments is not"),
        (settings('exclude-dependencies = ["Zip_p"]'), head('\n[manifest]\nexcludes = ["zip-p"]'), ""),
        (settings('exclude-dependencies = ["requests"]'), head(""), "tool.uv.exclude-dependencies has requests, but the lock has none"),
        (settings(""), head('\n[manifest]\nexcludes = ["zipp", "a"]'), "tool.uv.exclude-dependencies has none, but the lock has a, zipp"),
        (settings('dependency-metadata = [{name = "A_b", version = "1", requires-dist = ["c >= 1"]}]'), head('\n[[manifest.dependency-metadata]]\nname = "a-b"\nversion = "1"\nrequires-dist = ["c>=1"]'), ""),
        (settings('dependency-metadata = [{name = "a", version = "2"}]'), head('\n[[manifest.dependency-metadata]]\nname = "a"\nversion = "1"'), "tool.uv.dependency-metadata is not that"),
        (settings('dependency-metadata = [{name = "a", requires-dist = ["c>=1"]}]'), head('\n[[manifest.dependency-metadata]]\nname = "a"\nrequires-dist = ["c>=2"]'), "tool.uv.dependency-metadata is not that"),
        (settings('conflicts = [[{extra = "X_y"}, {group = "dev"}]]'), head('conflicts = [[\n    { package = "app", group = "dev" },\n    { package = "app", extra = "x-y" },\n]]'), ""),
        (settings('conflicts = [[{extra = "x"}, {package = "b", extra = "x"}]]'), head('conflicts = [[{ package = "app", extra = "x" }, { package = "b", extra = "x" }]]'), ""),
        (settings('conflicts = [[{extra = "x"}, {group = "dev"}]]'), head(""), "tool.uv.conflicts is not that of the lock"),
        (settings(""), head('conflicts = [[{ package = "app", extra = "x" }, { package = "app", group = "y" }]]'), "tool.uv.conflicts is not that of the lock"),
    ],
)  # fmt: skip
def test_settings(manifest: str, lock: str, words: str) -> None:
    found = stale(manifest, lock)
    assert bool(found) == bool(words), found
    assert words in "".join(found)


def test_conflicts_of_groups_that_include_others() -> None:
    groups = '[dependency-groups]\ndev = []\nall = [{include-group = "dev"}]\n'
    manifest = project(more=f'{groups}[tool.uv]\nconflicts = [[{{extra = "x"}}, {{group = "dev"}}]]\n')
    dev = '{ package = "app", extra = "x" }, { package = "app", group = "dev" }'
    more = f"conflicts = [[{dev}], [{dev.replace('dev', 'all')}]]"
    requires = "[package.metadata.requires-dev]\ndev = []\nall = []\n"
    lock = uv(more=requires, head=f'requires-python = ">=3.11"\n{more}\n')
    assert stale(manifest, lock) == []
    assert stale(manifest.replace("conflicts", "conflict"), lock) == ["tool.uv.conflicts is not that of the lock"]


def test_uv_toml_goes_before_the_table() -> None:
    files = {
        "pyproject.toml": settings('resolution = "lowest"'),
        "uv.lock": uv(),
        "uv.toml": 'resolution = "highest"\n',
    }
    assert told(files) == []


# --- indexes ----------------------------------------------------------------------------------------


def indexes(text: str) -> str:
    return project(more=text)


@pytest.mark.parametrize(
    ("manifest", "is_known"),
    [
        (indexes(""), True),  # one that the user or the environment names
        (indexes(f'[[tool.uv.index]]\nname = "own"\nurl = "{INDEX}"\n'), True),
        (indexes(f'[tool.uv]\nindex-url = "{INDEX}"\n'), True),
        (indexes(f'[tool.uv]\nextra-index-url = ["{INDEX}"]\n'), True),
        (indexes('[[tool.uv.index]]\nname = "own"\nurl = "https://other.example.org/simple"\n'), False),
        (indexes(f'[[tool.uv.index]]\nname = "own"\nurl = "{INDEX}/"\n'), False),
        (indexes('[tool.uv]\nindex-url = "https://other.example.org/simple"\n'), False),
    ],
)
def test_the_index_of_the_lock(manifest: str, *, is_known: bool) -> None:
    words = [] if is_known else ["the lock has requests from an index that the project does not name"]
    assert stale(manifest, uv()) == words
    assert stale(manifest, uv().replace("version = 1\n", "version = 1 # parsed as a whole\n")) == words


def test_the_public_index_is_known_unless_another_is_the_default() -> None:
    lock = uv().replace(INDEX, f"https://{'PyPI'.lower()}.org/simple")
    other = '[[tool.uv.index]]\nname = "own"\nurl = "https://other.example.org/simple"\n'
    assert stale(indexes(other), lock) == []
    assert stale(indexes(f"{other}default = true\n"), lock) != []
    assert stale(indexes('[tool.uv]\nindex-url = "https://other.example.org/simple"\n'), lock) != []


# --- sources ----------------------------------------------------------------------------------------

R = 'name = "requests", '
OWN = f'[[tool.uv.index]]\nname = "own"\nurl = "{INDEX}"\n'


@pytest.mark.parametrize(
    ("source", "rows", "words"),
    [
        ('{index = "own"}', f'{{ {R}specifier = ">=2.31", index = "{INDEX}" }}', ""),
        ('{index = "own"}', '{ name = "requests", specifier = ">=2.31" }', "asks for requests>=2.31 (from index), but the lock has requests>=2.31"),
        ('{index = "own"}', f'{{ {R}specifier = ">=2.31", index = "https://old.example.org" }}', "asks for requests>=2.31 (from index), but the lock"),
        ('{index = "own"}', f'{{ {R}specifier = ">=2", index = "{INDEX}" }}', "asks for requests>=2.31 (from index), but the lock"),
        ('{url = "https://x.org/a.whl"}', f'{{ {R}url = "https://x.org/a.whl" }}', ""),
        ('{url = "https://x.org/a.zip", subdirectory = "b"}', f'{{ {R}url = "https://x.org/a.zip", subdirectory = "b" }}', ""),
        ('{url = "https://x.org/a.zip", subdirectory = "b"}', f'{{ {R}url = "https://x.org/a.zip" }}', "(from url), but the lock has"),
        ('{url = "https://x.org/a.whl"}', f'{{ {R}url = "https://x.org/b.whl" }}', "asks for requests (from url), but the lock has requests (from url)"),
        ('{git = "https://x.org/a", rev = "b"}', f'{{ {R}git = "https://x.org/a?rev=b" }}', ""),
        ('{git = "https://x.org/a", branch = "b/c"}', f'{{ {R}git = "https://x.org/a?branch=b%2Fc" }}', ""),
        ('{git = "https://x.org/a", subdirectory = "b"}', f'{{ {R}git = "https://x.org/a?subdirectory=b" }}', ""),
        ('{git = "https://x.org/a", subdirectory = "b", tag = "v1"}', f'{{ {R}git = "https://x.org/a?subdirectory=b&tag=v1" }}', ""),
        ('{git = "https://x.org/a", subdirectory = "b"}', f'{{ {R}git = "https://x.org/a?subdirectory=c" }}', "(from git), but the lock has"),
        ('{git = "https://x.org/a"}', f'{{ {R}git = "https://x.org/a?tag=v1" }}', "(from git), but the lock has requests (from git)"),
        ('{git = "https://x.org/a", marker = "os_name == \'nt\'"}', f'{{ {R}marker = "os_name == \'nt\'", git = "https://x.org/a" }},\n{{ {R}marker = "os_name != \'nt\'", specifier = ">=2.31" }}', ""),
        ('{git = "https://x.org/a", marker = "os_name == \'nt\'"}', f'{{ {R}git = "https://x.org/a" }}', "asks for"),
        ('[{index = "own", marker = "os_name == \'nt\'"}]', f'{{ {R}marker = "os_name == \'nt\'", specifier = ">=2.31", index = "{INDEX}" }},\n{{ {R}marker = "os_name != \'nt\'", specifier = ">=2.31" }}', ""),
        ('[{index = "own", marker = "os_name == \'nt\'"}]', f'{{ {R}marker = "os_name == \'nt\'", specifier = ">=2", index = "{INDEX}" }},\n{{ {R}marker = "os_name != \'nt\'", specifier = ">=2" }}', "asks for requests>=2.31; os_name == 'nt' (from index), but the lock"),
        ('[{index = "own", marker = "os_name == \'nt\'"}]', f'{{ {R}marker = "os_name == \'posix\'", specifier = ">=2.31", index = "{INDEX}" }},\n{{ {R}marker = "os_name != \'nt\'", specifier = ">=2.31" }}', "asks for requests>=2.31; os_name == 'nt' (from index), but the lock"),
        ('[{git = "https://x.org/a", marker = "os_name == \'nt\'"}, {index = "own", marker = "os_name != \'nt\'"}]', f'{{ {R}marker = "os_name == \'nt\'", git = "https://x.org/a" }},\n{{ {R}marker = "os_name != \'nt\'", specifier = ">=2.31", index = "{INDEX}" }}', ""),
        ('[{index = "own"}]', f'{{ {R}specifier = ">=2.31", index = "{INDEX}" }}', ""),
        ('[{index = "own", extra = "x"}]', f'{{ {R}specifier = ">=2.31" }}', ""),
        ('[{index = "own", group = "dev"}]', f'{{ {R}specifier = ">=2.31" }}', ""),
        ("{other = 1}", f'{{ {R}specifier = ">=2.31" }}', ""),
    ],
)  # fmt: skip
def test_sources(source: str, rows: str, words: str) -> None:
    manifest = project(more=f"[tool.uv.sources]\nRequests = {source}\n{OWN}")
    found = stale(manifest, uv(rows))
    assert bool(found) == bool(words), found
    assert words in "".join(found)


def test_a_source_of_an_extra_or_a_group() -> None:
    tables = "[project.optional-dependencies]\nx = ['six']\n[dependency-groups]\ndev = ['six']\n"
    source = '[tool.uv.sources]\nsix = [{index = "own", extra = "x"}, {index = "own", group = "dev"}]\n'
    extra = f'{{ name = "six", marker = "extra == \'x\'", index = "{INDEX}" }}'
    group = f'provides-extras = ["x"]\n[package.metadata.requires-dev]\ndev = [{{ name = "six", index = "{INDEX}" }}]\n'
    manifest = project("", f"{tables}{source}{OWN}")
    assert stale(manifest, uv(extra, group, names="six")) == []
    assert len(stale(manifest, uv(extra.replace(f', index = "{INDEX}"', ""), group, names="six"))) == 1
    assert len(stale(manifest, uv(extra, group.replace(f', index = "{INDEX}"', ""), names="six"))) == 1


# --- what is static beside what is not, and what uv leaves out --------------------------------------


@pytest.mark.parametrize(
    ("dynamic", "rows", "words"),
    [
        ('["optional-dependencies"]', '{ name = "requests", specifier = ">=2.31" }, { name = "six", marker = "extra == \'x\'" }', ""),
        ('["optional-dependencies"]', '{ name = "requests", specifier = ">=2" }, { name = "six", marker = "extra == \'x\'" }', "asks for requests>=2.31, but"),
        ('["readme", "version"]', '{ name = "requests", specifier = ">=2" }', "asks for requests>=2.31, but"),
    ],
)  # fmt: skip
def test_static_dependencies_beside_a_dynamic_field(dynamic: str, rows: str, words: str) -> None:
    manifest = project().replace(
        'version = "1"', f"dynamic = {dynamic}" if "version" in dynamic else f'version = "1"\ndynamic = {dynamic}'
    )
    lock = uv(rows)
    if "version" in dynamic:
        lock = lock.replace('\nversion = "1"\n', "\n", 1)
    found = stale(manifest, lock)
    assert bool(found) == bool(words), found
    assert words in "".join(found)


def test_static_extras_beside_dynamic_dependencies() -> None:
    manifest = '[project]\nname = "app"\nversion = "1"\ndynamic = ["dependencies"]\n[project.optional-dependencies]\nx = ["six>=1"]\n'
    rows = '{ name = "requests" }, { name = "six", marker = "extra == \'x\'", specifier = ">=1" }'
    assert stale(manifest, uv(rows, 'provides-extras = ["x"]\n')) == []
    assert stale(manifest.replace("six>=1", "six>=2"), uv(rows, 'provides-extras = ["x"]\n')) != []


@pytest.mark.parametrize(
    ("dependencies", "is_stale"),
    [
        ('"requests>=2.31", "requests>=2.31"', False),
        ('"requests>=2.31", "requests>=2"', False),
        ('"requests>=2.31", "requests"', False),
        ('"requests>=2.31", "requests>=2.31; os_name == \'nt\'"', False),
        ('"requests>=2.31", "requests>=2.32"', True),
        ('"requests>=2.31", "requests<3"', True),
        ('"requests>=2.31", "requests[x]>=2.31"', True),
    ],
)
def test_a_requirement_that_another_one_implies(dependencies: str, *, is_stale: bool) -> None:
    assert bool(stale(project(dependencies), uv())) == is_stale


@pytest.mark.parametrize(
    ("wanted", "locked", "is_stale"), [("e = []", "", True), ("", "e = []", True), ("e = []", "e = []", False)]
)
def test_empty_groups(wanted: str, locked: str, *, is_stale: bool) -> None:
    manifest = project(more=f"[dependency-groups]\nd = ['six']\n{wanted}\n")
    lock = uv(more=f'[package.metadata.requires-dev]\nd = [{{ name = "six" }}]\n{locked}\n')
    assert bool(stale(manifest, lock)) == is_stale


@pytest.mark.parametrize("name", ["overrides", "excludes"])
def test_what_is_replaced_need_not_be_pinned_as_it_is_asked_for(name: str) -> None:
    setting = {
        "overrides": 'override-dependencies = ["requests<2"]',
        "excludes": 'exclude-dependencies = ["requests"]',
    }[name]
    value = {"overrides": '[{ name = "requests", specifier = "<2" }]', "excludes": '["requests"]'}[name]
    lock = head(f"\n[manifest]\n{name} = {value}").replace('version = "2.31.9"', 'version = "1.0"')
    assert stale(settings(setting), lock) == []
    assert stale(project('"requests>=2.31", "six"', f"[tool.uv]\n{setting}\n"), lock) != []


@pytest.mark.parametrize(
    ("setting", "recorded", "is_stale"),
    [
        ('constraint-dependencies = ["other<8"]', "", False),
        ('override-dependencies = ["other<8"]', "", False),
        ('exclude-dependencies = ["Other"]', "", False),
        ('dependency-metadata = [{name = "other", version = "1"}]', "", False),
        ('build-constraint-dependencies = ["other<8"]', "", True),
        ('constraint-dependencies = ["requests<8"]', "", True),
        ('override-dependencies = ["requests<8"]', "", True),
        ('dependency-metadata = [{name = "requests", version = "1"}]', "", True),
        ("", 'constraints = [{ name = "other", specifier = "<8" }]', True),
        ('constraint-dependencies = ["other<9"]', 'constraints = [{ name = "other", specifier = "<8" }]', True),
        ('override-dependencies = ["other<9"]', 'overrides = [{ name = "other", specifier = "<8" }]', True),
        ("", 'excludes = ["other"]', True),
        ("", 'dependency-metadata = [{ name = "other", version = "1" }]', True),
        (
            'constraint-dependencies = ["other<8", "third"]',
            'constraints = [{ name = "other", specifier = "<8" }]',
            False,
        ),
    ],
)
def test_what_is_said_of_a_package_that_is_not_in_the_lock(setting: str, recorded: str, *, is_stale: bool) -> None:
    assert bool(stale(settings(setting), head(f"\n[manifest]\n{recorded}"))) == is_stale

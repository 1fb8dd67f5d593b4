"""Change one small thing of a module at a time, and see whether the tests notice (mutation testing).

    python tools/mutants.py [--seed N] [--sample N] [--jobs N] MODULE...

A change turns a comparison, moves a bound by one, takes an entry out of a table or an alternative out of a regular
expression, or fixes a condition. No packaged tool takes entries and alternatives out, and most of what a hook knows is
there. Each change is tried in a scratch copy, on the tests of the module's folder and on those that import the module.
A change that no test notices is listed: write the test, or see that the change means the same.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "hooks/backend_standards"
SAMPLE = 24
"""Changes of one module that are tried: enough to tell a module that is tested from one that is not."""
SLOW = (
    "tests/integration/",
    "tests/locks/test_lock_tools.py",
    "tests/init/test_init_tools.py",
    "tests/tools/",
    "tests/test_clean_runs.py",
)
"""Tests that start real tools, or that judge no module."""
_SHARED = ("core", "readers", "reporting", "backend_standards")
"""Folders that every hook imports: only the tests that import a module of theirs judge it."""
PATIENCE = 60
"""Seconds that the tests may take at least, whatever they took without a change."""
_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.Is: ast.IsNot,
    ast.In: ast.NotIn,
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
}
_OPPOSITES |= {new: old for old, new in _OPPOSITES.items()}
_BY_ONE: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.Gt: ast.GtE, ast.LtE: ast.Lt, ast.GtE: ast.Gt}
_QUANTIFIER = re.compile(r"\{(\d*)(,?)(\d*)\}")


class Mutant(NamedTuple):
    """One change: the file, the span of bytes that it replaces, and what it is in words."""

    path: str
    start: int
    end: int
    text: str
    what: str

    def applied(self, source: bytes) -> bytes:
        """Return the module's source with the change."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def line(self, source: bytes) -> int:
        """Return the number of the line where the change begins."""
        return source.count(b"\n", 0, self.start) + 1


def mutants(path: str, source: bytes) -> list[Mutant]:
    """Return every change of a module's source that still parses."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = {}
    for node, text, what in _Changes().of(ast.parse(source)):
        assert node.end_lineno
        assert node.end_col_offset is not None
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        mutant = Mutant(path, start, end, f"({text})", what)
        with contextlib.suppress(SyntaxError):
            ast.parse(mutant.applied(source))
            found[start, end, text] = mutant
    return list(found.values())


class _Changes:
    """Walks one module, and yields (expression, its new source, what changed)."""

    def of(self, module: ast.Module) -> Iterator[tuple[ast.expr, str, str]]:
        for statement in module.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
                names = {name.id for name in ast.walk(statement) if isinstance(name, ast.Name)}
                if not names & {"__all__", "TYPE_CHECKING"}:
                    yield from self._node(statement.value, is_table=True)
            else:
                yield from self._node(statement)

    def _node(self, node: ast.AST, *, is_table: bool = False) -> Iterator[tuple[ast.expr, str, str]]:
        if _is_passed_over(node):
            return
        yield from self._own(node, is_table=is_table)
        if isinstance(node, ast.JoinedStr):  # its parts have no places of their own
            return
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "type_comment", "format_spec"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self._node(child, is_table=is_table)

    def _own(self, node: ast.AST, *, is_table: bool) -> Iterator[tuple[ast.expr, str, str]]:
        match node:
            case ast.Compare():
                yield from _comparisons(node)
            case ast.Constant(value=bool(value)):
                yield node, str(not value), f"{value} becomes {not value}"
            case ast.Constant(value=int(value)):
                yield node, str(value + 1), f"{value} becomes {value + 1}"
            case ast.Constant(value=str(value)) | ast.Constant(value=bytes(value)):
                for changed, what in _expressions(value):
                    yield node, repr(changed), what
            case ast.JoinedStr():
                yield from _parts(node)
            case ast.Tuple() | ast.List() | ast.Set() if isinstance(getattr(node, "ctx", None), ast.Load | None):
                yield from _entries(node, is_table=is_table)
            case ast.Dict() if is_table:
                yield from _pairs(node)
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[]):
                yield from _words(node, text)
            case ast.If(test=test) | ast.IfExp(test=test):
                yield test, "True", f"{ast.unparse(test)} becomes True"
                yield test, "False", f"{ast.unparse(test)} becomes False"
            case ast.While(test=test):
                yield test, "False", f"{ast.unparse(test)} becomes False"
            case ast.comprehension(ifs=tests):
                for test in tests:
                    yield test, "True", f"{ast.unparse(test)} becomes True"
            case ast.BoolOp():
                yield from _operands(node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield node, ast.unparse(operand), f"without not: {ast.unparse(operand)}"


def _is_passed_over(node: ast.AST) -> bool:
    """Return whether no test can judge a node: a docstring, what is there for types, a message."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.Global():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id="__slots__")]):
            return True
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
    return False


def _comparisons(node: ast.Compare) -> Iterator[tuple[ast.expr, str, str]]:
    for at, operator in enumerate(node.ops):
        for table, what in ((_OPPOSITES, "is turned"), (_BY_ONE, "moves by one")):
            if new := table.get(type(operator)):
                ops = [*node.ops[:at], new(), *node.ops[at + 1 :]]
                changed = ast.Compare(node.left, ops, node.comparators)
                yield node, ast.unparse(changed), f"{ast.unparse(node)} {what}"


def _operands(node: ast.BoolOp) -> Iterator[tuple[ast.expr, str, str]]:
    for at, value in enumerate(node.values):
        rest = node.values[:at] + node.values[at + 1 :]
        new = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield node, ast.unparse(new), f"without the condition {ast.unparse(value)}"


def _pairs(node: ast.Dict) -> Iterator[tuple[ast.expr, str, str]]:
    keys, values = node.keys, node.values
    for at, key in enumerate(keys if len(keys) > 1 else ()):
        new = ast.Dict(keys[:at] + keys[at + 1 :], values[:at] + values[at + 1 :])
        yield node, ast.unparse(new), f"without the entry {ast.unparse(key or values[at])}"


def _entries(node: ast.Tuple | ast.List | ast.Set, *, is_table: bool) -> Iterator[tuple[ast.expr, str, str]]:
    """Yield a table without one of its entries; in a function only a table of constants is one."""
    entries = node.elts
    is_constant = all(isinstance(entry, ast.Constant) and isinstance(entry.value, str | bytes) for entry in entries)
    if len(entries) < 2 or not (is_table or is_constant):
        return
    for at, entry in enumerate(entries):
        if isinstance(node, ast.Set):
            new: ast.expr = ast.Set(entries[:at] + entries[at + 1 :])
        else:
            new = type(node)(entries[:at] + entries[at + 1 :], ast.Load())
        yield node, ast.unparse(new), f"without the entry {ast.unparse(entry)}"


def _words(node: ast.Call, text: str) -> Iterator[tuple[ast.expr, str, str]]:
    words = text.split()
    for at, word in enumerate(words):
        yield node, f"{' '.join(words[:at] + words[at + 1 :])!r}.split()", f"without the word {word}"


def _parts(node: ast.JoinedStr) -> Iterator[tuple[ast.expr, str, str]]:
    for at, part in enumerate(node.values):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            for new, what in _expressions(part.value, is_part=True):
                values = [*node.values[:at], ast.Constant(new), *node.values[at + 1 :]]
                yield node, ast.unparse(ast.JoinedStr(values)), what


def _expressions(value: str | bytes, *, is_part: bool = False) -> Iterator[tuple[str | bytes, str]]:
    """Yield a regular expression without one of its alternatives, or with a quantifier that is moved by one."""
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if not (is_part or _is_expression(text)):
        return
    changes = [
        (text[:start] + text[end:], f"without the alternative {text[start:end].strip('|')}")
        for start, end in _alternatives(text, is_part=is_part)
    ]
    for found in _QUANTIFIER.finditer(text):
        for group in (1, 3):
            if found[group] and (not is_part or found[0].startswith("{{")):
                new = text[: found.start(group)] + str(int(found[group]) + 1) + text[found.end(group) :]
                changes.append((new, f"{found[0]} becomes {new[found.start() : found.end() + len(new) - len(text)]}"))
    for new, what in changes:
        if is_part or _is_expression(new):
            yield new.encode("latin-1") if isinstance(value, bytes) else new, what


def _is_expression(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(text)
    except (re.error, OverflowError, Warning):
        return False
    return True


def _alternatives(text: str, *, is_part: bool) -> Iterator[tuple[int, int]]:
    """Yield the span of each alternative of an expression, with the bar that goes with it.

    The ends of a part of an f-string are not known: an alternative there may go on in the next part.
    """
    stack: list[list[int]] = [[0]]  # for each open group, where its alternatives begin
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _end_of_class(text, at)
        elif char == "(":
            head = re.compile(r"\((?:\?(?:P?<\w+>|<?[=!]|[:>]|[a-z]+:)?)?").match(text, at)
            assert head
            stack.append([head.end()])
        elif char == "|":
            stack[-1].append(at + 1)
        elif char == ")" and len(stack) > 1:
            yield from _spans(stack.pop(), at)
        at += 1
    if not is_part and len(stack) == 1:
        yield from _spans(stack[0], len(text))


def _spans(starts: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    if len(starts) > 1:
        yield starts[0], starts[1]
        for start, after in zip(starts[1:], [*starts[2:], end + 1], strict=True):
            yield start - 1, after - 1


def _end_of_class(text: str, start: int) -> int:
    """Return where a set of characters ends."""
    at = start + 1 + text.startswith("^", start + 1)
    at += text.startswith("]", at)
    while at < len(text) and text[at] != "]":
        at += 1 + (text[at] == "\\")
    return at


# --- which tests ----------------------------------------------------------------------------------------


def chosen_tests(module: str) -> list[str]:
    """Return the test files for a module: its own first, then those of its folder, then the others that import it.

    A helper of the tests hands on what it imports. A module is imported with anything inside it. The hooks of a subject
    count for its modules: most of them are imported only for a finding.
    """
    name = _dotted(module)
    folder = Path(module).parent.name
    wanted = {name} | (set() if folder in _SHARED else _hooks(f"backend_standards.{folder}"))
    passed_over = {"examples"} | (set() if folder in _SHARED else set(_SHARED))
    files = (ROOT / "tests").rglob("*.py")
    imports = {path: _imports(path) for path in files if passed_over.isdisjoint(path.parts[len(ROOT.parts) :])}
    helpers = {path.stem: path for path in imports if path.parent.name in ("tests", folder)}

    def names(path: Path, seen: frozenset[Path]) -> set[str]:
        found = set(imports[path])
        for each in imports[path]:
            helper = helpers.get(each.partition(".")[0])
            if helper and helper not in seen and helper.stem not in ("support", "conftest"):
                found |= names(helper, seen | {path})
        return found

    chosen: dict[str, tuple[int, str]] = {}
    for path in imports:
        test = path.relative_to(ROOT).as_posix()
        if path.name.startswith("test_") and not test.startswith(SLOW):
            is_near = path.parent == ROOT / "tests" / folder and folder not in _SHARED
            is_own = path.stem.endswith(Path(module).stem) and path.parent.name == folder
            if (
                is_near
                or is_own
                or any(f"{each}.".startswith(f"{one}.") for each in names(path, frozenset()) for one in wanted)
            ):
                chosen[test] = (2 - is_near - is_own, test)
    return sorted(chosen, key=chosen.__getitem__)


def _hooks(folder: str) -> set[str]:
    """Return the hooks that import a folder of the package."""
    entries = [path for path in (ROOT / PACKAGE).glob("[a-z]*.py") if path.stem != "backend_standards"]
    uses = {path: [each for each in _imports(path) if f"{each}.".startswith(f"{folder}.")] for path in entries}
    return {_dotted(path.relative_to(ROOT).as_posix()) for path in entries if uses[path]}


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").removeprefix("hooks/").replace("/", ".")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return found


# --- running them ---------------------------------------------------------------------------------------


class Copy:
    """A scratch copy of the project, in which one module is changed at a time."""

    def __init__(self, folder: Path, root: Path = ROOT) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for name in filter(None, os.fsdecode(listed).split("\0")):
            if (root / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(root / name, folder / name)
        for words in (["init", "--quiet"], ["add", "--force", "--all"]):  # some tests ask git what is tracked
            subprocess.run(["git", *words], cwd=folder, check=True)

    def passes(self, tests: Sequence[str], timeout: float) -> bool:
        """Return whether the tests pass here, within a time in seconds."""
        return self._run(tests, timeout)[0] == 0

    def notices(self, mutant: Mutant, tests: Sequence[str], timeout: float) -> bool:
        """Return whether a test fails, or does not end, with a change."""
        file = self.folder / mutant.path
        before = file.read_bytes()
        file.write_bytes(mutant.applied(before))
        try:
            return not self.passes(tests, timeout)
        finally:
            file.write_bytes(before)

    def complaint(self, tests: Sequence[str]) -> str:
        """Return what pytest says of tests that fail without a change."""
        return self._run(tests, 10 * PATIENCE)[1]

    def _run(self, tests: Sequence[str], timeout: float) -> tuple[int, str]:
        environment = os.environ | {"PYTHONPATH": str(self.folder / "hooks"), "PYTHONDONTWRITEBYTECODE": "1"}
        # Runs that share pytest's own folder delete each other's files in it, and fail: that is no change noticed.
        place = f"--basetemp={self.folder}.tmp"
        argv = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", place, *tests]
        with subprocess.Popen(
            argv,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=timeout)
            except BaseException as error:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                if not isinstance(error, subprocess.TimeoutExpired):
                    raise
                return -1, ""
        return process.returncode, said


def sample(module: str, source: bytes, number: int, seed: int) -> list[Mutant]:
    """Return some of the changes of a module, in the order of its lines: the same ones for the same seed."""
    every = mutants(module, source)
    return sorted(random.Random(f"{seed}:{module}").sample(every, min(number, len(every))))


def survivors(copies: Sequence[Copy], chosen: Sequence[Mutant], tests: Sequence[str]) -> list[Mutant]:
    """Return the changes that no test notices, each tried in a copy that is free.

    Raises:
        SystemExit: the tests fail without a change.
    """
    began = time.monotonic()
    if not copies[0].passes(tests, 10 * PATIENCE):
        raise SystemExit(f"the tests fail without a change:\n{copies[0].complaint(tests)}")
    timeout = max(PATIENCE, 5 * len(copies) * (time.monotonic() - began))
    free: SimpleQueue[Copy] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def is_noticed(mutant: Mutant) -> bool:
        copy = free.get()
        try:
            return copy.notices(mutant, tests, timeout)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        return [mutant for mutant, noticed in zip(chosen, pool.map(is_noticed, chosen), strict=True) if not noticed]


def modules(words: Sequence[str]) -> list[str]:
    """Return the modules that words name: a path, a folder, or either without the package's own path."""
    found = []
    for word in words or ("",):
        path = ROOT / word if word.startswith("hooks/") else ROOT / PACKAGE / word
        path = path if path.exists() else path.with_suffix(".py")
        if not path.exists():
            raise SystemExit(f"{word}: there is no such module or folder in {PACKAGE}")
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        found += [file.relative_to(ROOT).as_posix() for file in files]
    return found


def main() -> None:
    """Try a sample of each module's changes, and print how many are noticed and which are not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("modules", nargs="*", help="such as layout, layout/tree or a path; all, if none is given")
    parser.add_argument("--seed", type=int, default=1, help="another one chooses other changes")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="changes of each module (%(default)s)")
    parser.add_argument("--jobs", type=int, default=1, help="copies in which tests run at a time (%(default)s)")
    options = parser.parse_args()
    noticed = total = 0
    with tempfile.TemporaryDirectory(prefix="mutants.") as folder:
        copies = [Copy(Path(folder) / str(number)) for number in range(options.jobs)]
        for module in modules(options.modules):
            source = (ROOT / module).read_bytes()
            chosen = sample(module, source, options.sample, options.seed)
            tests = chosen_tests(module)
            if not (chosen and tests):
                continue
            left = survivors(copies, chosen, tests)
            noticed += len(chosen) - len(left)
            total += len(chosen)
            print(f"{module}: {len(chosen) - len(left)} of {len(chosen)} noticed")
            for mutant in left:
                print(f"    {module}:{mutant.line(source)}: {mutant.what}", flush=True)
    print(f"{noticed} of {total} noticed")


if __name__ == "__main__":
    main()

"""The commits of a range, as one ``git log`` gives them, and what of them is not to be pushed.

Source: the standard's "Git & Version Control" ("Not rebasing before merge, causing noisy histories", "Not squashing
redundant or WIP commits", "Using vague or unrelated commit messages").
"""

from __future__ import annotations

from backend_standards.commits import message as commits_message
from backend_standards.commits import vagueness
from backend_standards.core import Finding, Stopped, git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

AUTOSQUASH = ("fixup! ", "squash! ", "amend! ")
_FORMAT = "--format=tformat:%H %P%n%B"
# Nothing that the configuration adds to the output or to the work; a message as UTF-8, whatever it is stored as.
_PLAIN = ("--no-show-signature", "--no-notes", "--no-color", "--no-decorate", "--no-mailmap", "--encoding=UTF-8")
_SHORT = 10  # digits of a commit's name that are printed: unique in any repository of ordinary size
_WIDTH = 60
_REMEMBERED = 5000  # words

_PUSHED_BEFORE = "then, if the branch was pushed before: git push --force-with-lease"


class Commit:
    """One commit: ``names``, its object name and behind it those of its parents; and its message.

    Bytes that are not UTF-8 are surrogates in the message. The names stay together, for of most commits nobody asks.
    """

    __slots__ = ("message", "names")

    def __init__(self, names: str, message: str) -> None:
        self.names = names
        self.message = message

    @property
    def oid(self) -> str:
        """The object name."""
        return self.names.partition(" ")[0]

    @property
    def parents(self) -> list[str]:
        """The parents' object names."""
        return self.names.split()[1:]

    @property
    def short(self) -> str:
        """The beginning of the object name."""
        return self.oid[:_SHORT]

    @property
    def place(self) -> str:
        """What stands in place of a path in a finding: the short name and the subject."""
        subject = self.message.partition("\n")[0]
        return f'{self.short} "{subject if len(subject) <= _WIDTH else subject[: _WIDTH - 1] + "…"}"'


class Advice:
    """Where the commands that mend a range start: ``base`` is the commit below it, ``onto`` what to rebase onto.

    ``oids`` are the range's commits, ``head`` is the one that is checked out.
    """

    __slots__ = ("base", "head", "oids", "onto")

    def __init__(self, base: str, onto: str, oids: Iterable[str] = (), head: str = "") -> None:
        self.base = base
        self.onto = onto
        self.oids = frozenset(oids)
        self.head = head


def log(tips: Sequence[str], without: Sequence[str]) -> Iterator[Commit]:
    """Yield the commits that the tips reach and ``without`` (revisions, or options such as ``--remotes=x``) does not.

    Raises:
        Stopped: git failed, or the clone is shallow and its end was reached: what lies behind it may be in both.
    """
    arguments = ["log", "-z", *_PLAIN, _FORMAT, *tips, "--not", *without, "--"]
    has_root = False
    for record in git.records(arguments, settings=("--no-replace-objects",)):
        commit = parse(record)
        has_root = has_root or commit.names[-1:] == " "
        yield commit
    if has_root and git.run(["rev-parse", "--is-shallow-repository"]).strip() == b"true":
        raise Stopped(
            "this clone is shallow, and does not hold the commit where the range begins: fetch the whole history "
            "(GitHub: fetch-depth: 0 of actions/checkout; GitLab: GIT_DEPTH: 0; else git fetch --unshallow)"
        )


def parse(record: bytes) -> Commit:
    """Return the commit of one record of the log."""
    names, _, message = record.decode("utf-8", "surrogateescape").partition("\n")
    return Commit(names, message)


def check(
    commits: Iterable[Commit],
    rules: commits_message.Rules,
    advise: Callable[[], Advice],
    *,
    allow_merges: bool = False,
    into_base: bool = False,
) -> Iterator[Finding]:
    """Yield the findings about commits that are to be pushed, in their order.

    Args:
        commits: those of the range.
        rules: what a message has to be.
        advise: gives what the commands need; called only for a finding.
        allow_merges: let merges pass.
        into_base: the push goes to the base branch itself, for which a merge of other commits is in order, but not
            one of what the remote has already.
    """
    judge = commits_message.problems
    known = _Known(rules)
    for commit in commits:
        message = commit.message
        if commit.names.count(" ") < 2 and known.passes(message):
            continue
        if commit.names.count(" ") > 1:
            is_allowed = allow_merges or (into_base and advise().oids.issuperset(commit.parents[1:]))
            if not is_allowed:
                yield _merge(commit, advise())
                continue
            found = judge(message, rules)
        elif message.startswith(AUTOSQUASH):
            yield _autosquash(commit, advise())
            continue
        else:
            found = judge(message, rules, pushed=True)
        if not found:
            known.learn(message)
            continue
        lines = message.split("\n")
        for number, problem in enumerate(found):
            yield Finding(
                commit.place,
                problem.rule,
                problem.message,
                line=problem.line,
                column=problem.column,
                # One command mends all that is wrong with a message.
                fix=problem.fix if number else _mended(commit, found, advise()),
                source=lines[problem.line - 1] if problem.line > 1 or problem.column > 1 else "",
            )


class _Known:
    """What the verdict about thousands of messages hangs on, remembered: few types and scopes, and words that tell.

    A message passes here only where ``problems`` would find none: its type and scope stood in a message without
    problems, its summary holds a word that made another one pass, and nothing else of it is ever judged.
    """

    __slots__ = ("_heads", "_is_simple", "_words")

    def __init__(self, rules: commits_message.Rules) -> None:
        self._is_simple = not rules.require_ticket and not rules.max_header
        self._heads: set[str] = set()
        self._words: set[str] = set()

    def passes(self, message: str) -> bool:
        """Return whether a message has no problem for sure."""
        header, _, rest = message.partition("\n")
        head, _, description = header.partition(": ")
        if head not in self._heads or not header.isascii() or not header.isprintable() or not description[:1].isalnum():
            return False
        if rest and (rest[0] != "\n" or not rest.isascii() or "breaking" in rest.lower()):
            return False
        lowered = description.lower()
        return not self._words.isdisjoint(lowered.split()) and not vagueness._marker(lowered)

    def learn(self, message: str) -> None:
        """Remember the parts of a message that has no problem."""
        header = message.partition("\n")[0]
        head, _, description = header.partition(": ")
        parts = commits_message.parse(header)
        if not self._is_simple or parts is None or parts[2] != description or len(self._words) > _REMEMBERED:
            return
        self._heads.add(head)
        words = (word for word in description.lower().split() if word.isascii() and word.isalpha())
        self._words.update(word for word in words if vagueness._words(word) is None)


def _merge(commit: Commit, advice: Advice) -> Finding:
    if advice.oids.issuperset(commit.parents[1:]):
        what = "merges another branch into this one: a history of merges is hard to read"
    else:
        what = "merges what the remote has already, such as the base branch, into this branch: rebase onto it"
    return Finding(
        commit.place,
        "merge-commit",
        what,
        fix=f"git rebase {advice.onto}; {_PUSHED_BEFORE}",
        exception='in this hook\'s args: "--allow-merges"',
    )


def _autosquash(commit: Commit, advice: Advice) -> Finding:
    return Finding(
        commit.place,
        "autosquash-commit",
        f"{commit.message.partition(' ')[0]} commits are melted into the one that they mend before they are pushed",
        # Onto the branch's base, for the commit that it mends may have been pushed already.
        fix=f"git rebase -i --autosquash {advice.onto}; {_PUSHED_BEFORE}",
    )


def _mended(commit: Commit, found: Sequence[commits_message.Problem], advice: Advice) -> str:
    """Return what to write and the command that lets it be written."""
    from backend_standards.core.remedies import quote

    corrected = next((problem.corrected for problem in found if problem.corrected), "")
    what = f"write {corrected}: " if corrected else f"{found[0].fix}: " if found[0].fix else ""
    if commit.oid != advice.head:
        word = "fixup or reword" if any(each.rule == "work-in-progress" for each in found) else "reword"
        return f"{what}git rebase -i {advice.base}, with {word} in place of pick before {commit.short}"
    if corrected and len(found) == 1 and "\n" not in commit.message.rstrip("\n"):
        return f"git commit --amend -m {quote(corrected)}"
    return f"{what}git commit --amend"

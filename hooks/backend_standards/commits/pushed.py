"""The commits of a range, as one ``git log`` gives them, and the findings about them.

Source: the standard's "Git & Version Control" ("Not rebasing before merge, causing noisy histories", "Not squashing
redundant or WIP commits", "Using vague or unrelated commit messages").
"""

from __future__ import annotations

from backend_standards.commits import HEADS, vagueness
from backend_standards.commits.message import parse as parse_header
from backend_standards.commits.message import problems
from backend_standards.core import Exempt, Finding, Stopped, git_process, git_stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from backend_standards.commits import Problem, Rules

AUTOSQUASH = ("fixup! ", "squash! ", "amend! ")
_FORMAT = "--format=tformat:%H %P%n%B"
# Nothing that a configuration adds to the output or to the work, and messages as UTF-8, however they are stored.
_PLAIN = ("--no-show-signature", "--no-notes", "--no-color", "--no-decorate", "--no-mailmap", "--encoding=UTF-8")
SHORT = 10
"""How many digits of a commit's name are printed: enough to be unique in any repository of ordinary size."""
_WIDTH = 60
"""How many characters of a subject are printed, so that the finding after it is still seen."""
_REMEMBERED = 5000
"""How many telling words are remembered. More would cost memory and decide few more messages."""


class Commit:
    """One commit: its message, and ``names``, its object name followed by those of its parents.

    Bytes that are not UTF-8 are surrogates in the message. The names stay in one text: most are never asked for.
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
        """The first digits of the object name."""
        return self.oid[:SHORT]

    @property
    def place(self) -> str:
        """The place that a finding prints instead of a path: the short name and the subject."""
        subject = self.message.partition("\n")[0]
        return f'{self.short} "{subject if len(subject) <= _WIDTH else subject[: _WIDTH - 1] + "…"}"'


class Update:
    """One ref that a push changes.

    ``tip`` is the new revision, "" for a deletion. ``ref`` is the full name on the remote, ``local`` the source here.
    ``old`` is a commit that the ref has or had on the remote, "" if none is known.
    """

    __slots__ = ("local", "old", "ref", "tip")

    def __init__(self, tip: str, ref: str, local: str = "", old: str = "") -> None:
        self.tip = tip
        self.ref = ref
        self.local = local
        self.old = old

    @property
    def branch(self) -> str:
        """The branch on the remote; "" for a tag or another ref."""
        return self.ref.removeprefix(HEADS) if self.ref.startswith(HEADS) else ""


class Advice:
    """What the commands of a refusal need: ``base`` is the commit before the range, ``onto`` is what to rebase onto.

    ``oids`` are the commits of the range; ``head`` is the commit that is checked out, or will be after the commands in
    ``first``, which come before each other command. ``again`` says how to push after a rebase onto ``onto``, and
    ``again_by_hand`` after a rebase of the range.
    """

    __slots__ = ("again", "again_by_hand", "base", "first", "head", "oids", "onto")

    def __init__(
        self,
        base: str,
        onto: str,
        oids: Iterable[str] = (),
        head: str = "",
        *,
        first: Sequence[str] = (),
        again: str = "",
        again_by_hand: str = "",
    ) -> None:
        self.base = base
        self.onto = onto
        self.oids = frozenset(oids)
        self.head = head
        self.first = tuple(first)
        self.again = again
        self.again_by_hand = again_by_hand


def log(tips: Sequence[str], without: Sequence[str]) -> Iterator[Commit]:
    """Yield the commits that the tips reach and ``without`` does not: revisions, or options such as ``--remotes=x``.

    Raises:
        Stopped: git failed, or the clone is shallow and its oldest commit was reached: older ones may be in both.
    """
    arguments = ["log", "-z", *_PLAIN, _FORMAT, *tips, "--not", *without, "--"]
    has_root = False
    for record in git_stream.records(arguments):
        commit = parse(record)
        has_root = has_root or commit.names[-1:] == " "
        yield commit
    if has_root and git_process.run(["rev-parse", "--is-shallow-repository"]).strip() == b"true":
        raise Stopped(
            "this clone is shallow and does not have the commit where the range begins: fetch the whole history "
            "(GitHub: fetch-depth: 0 for actions/checkout; GitLab: GIT_DEPTH: 0; otherwise git fetch --unshallow)"
        )


def parse(record: bytes) -> Commit:
    """Return the commit in one record of the log."""
    names, _, message = record.decode("utf-8", "surrogateescape").partition("\n")
    return Commit(names, message)


def check(
    commits: Iterable[Commit],
    rules: Rules,
    advise: Callable[[], Advice],
    *,
    allow_merges: bool = False,
    into_base: bool = False,
) -> Iterator[Finding]:
    """Yield the findings about the commits of a push, in the order of the commits.

    Args:
        commits: the commits of the range.
        rules: what the team asks of a message.
        advise: returns what the commands need; called only for a finding.
        allow_merges: whether merges are allowed.
        into_base: whether the push goes to the base branch itself. A merge of other commits is allowed there, but not a
            merge of commits that the remote already has.
    """
    known = _Known(rules)
    advise = _once(advise)
    for commit in commits:
        message = commit.message
        if commit.names.count(" ") < 2 and known.passes(message):
            continue
        if commit.names.count(" ") > 1:
            is_allowed = allow_merges or (into_base and advise().oids.issuperset(commit.parents[1:]))
            if not is_allowed:
                yield _merge(commit, advise())
                continue
            found = problems(message, rules)
        elif message.startswith(AUTOSQUASH):
            yield _autosquash(commit, advise())
            continue
        else:
            found = problems(message, rules, pushed=True)
        if not found:
            known.learn(message)
            continue
        lines = message.split("\n")
        commands, note = _correction(commit, found, advise())
        for number, problem in enumerate(found):
            yield Finding(
                commit.place,
                problem.rule,
                problem.message,
                line=problem.line,
                column=problem.column,
                # One command corrects all faults of a message.
                commands=() if number else commands,
                note=problem.note if number else note,
                source=lines[problem.line - 1] if problem.line > 1 or problem.column > 1 else "",
            )


class _Known:
    """A shortcut for thousands of messages: most have a type, a scope and a telling word that came before.

    It allows a message only if ``problems`` would find none: its type and scope were in a message without problems, its
    summary has a word that makes any summary pass, and the rest of it has nothing that is judged.
    """

    __slots__ = ("_heads", "_is_simple", "_words")

    def __init__(self, rules: Rules) -> None:
        self._is_simple = not rules.require_ticket and not rules.max_header
        self._heads: set[str] = set()
        self._words: set[str] = set()

    def passes(self, message: str) -> bool:
        """Return whether a message certainly has no problem."""
        header, _, rest = message.partition("\n")
        head, _, description = header.partition(": ")
        if head not in self._heads or not header.isascii() or not header.isprintable() or not description[:1].isalnum():
            return False
        if rest and (rest[0] != "\n" or not rest.isascii() or "breaking" in rest.lower()):
            return False
        lowered = description.lower()
        return not self._words.isdisjoint(lowered.split()) and not vagueness.marker(description)

    def learn(self, message: str) -> None:
        """Remember the parts of a message that has no problem."""
        header = message.partition("\n")[0]
        head, _, description = header.partition(": ")
        parts = parse_header(header)
        if not self._is_simple or parts is None or parts[2] != description or len(self._words) > _REMEMBERED:
            return
        self._heads.add(head)
        self._words.update(filter(vagueness.is_telling, description.lower().split()))


def _once(advise: Callable[[], Advice]) -> Callable[[], Advice]:
    """Return a function that asks only once: each finding needs the advice, and git is slow."""
    asked: list[Advice] = []

    def advice() -> Advice:
        if not asked:
            asked.append(advise())
        return asked[0]

    return advice


def _merge(commit: Commit, advice: Advice) -> Finding:
    if advice.oids.issuperset(commit.parents[1:]):
        what = "this commit merges another branch into this one, which makes the history noisy"
    else:
        what = "this commit merges what the remote already has, such as the base branch"
    from backend_standards.commits.rules import MERGE_COMMIT

    return Finding(
        commit.place,
        MERGE_COMMIT,
        what,
        commands=[*advice.first, f"git rebase {advice.onto}"],
        note=advice.again,
        exempt=[Exempt("allow-merges")],
    )


def _autosquash(commit: Commit, advice: Advice) -> Finding:
    from backend_standards.commits.rules import AUTOSQUASH_COMMIT

    return Finding(
        commit.place,
        AUTOSQUASH_COMMIT,
        f"a {commit.message.partition(' ')[0]} commit has to be squashed into another commit before the push",
        # Onto the base of the branch, because the commit that it corrects may have been pushed already.
        commands=[*advice.first, f"git rebase -i --autosquash {advice.onto}"],
        note=advice.again,
    )


def _correction(commit: Commit, found: Sequence[Problem], advice: Advice) -> tuple[list[str], str]:
    """Return the commands to rewrite a message, and a note that ends with what to write, without a full stop."""
    from backend_standards.commits.rules import WORK_IN_PROGRESS
    from backend_standards.core.remedies import quote

    corrected = next((problem.corrected for problem in found if problem.corrected), "")
    what = f"Write: {corrected}" if corrected else found[0].note
    if commit.oid != advice.head:
        is_unfinished = any(each.rule is WORK_IN_PROGRESS for each in found)
        # A fixup goes into the commit before it in the list. The first commit has none before it.
        word = "fixup or reword" if is_unfinished and not advice.oids.isdisjoint(commit.parents) else "reword"
        how = f"In the list that opens, write {word} in place of pick before {commit.short}."
        commands = [*advice.first, f"git rebase -i {advice.base}"]
        return commands, " ".join(filter(None, (how, advice.again_by_hand, what)))
    if corrected and len(found) == 1 and "\n" not in commit.message.rstrip("\n"):
        return [*advice.first, f"git commit --amend -m {quote(corrected)}"], advice.again_by_hand
    return [*advice.first, "git commit --amend"], " ".join(filter(None, (advice.again_by_hand, what)))

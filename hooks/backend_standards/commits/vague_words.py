"""Tables of words that say nothing in a description, and the judgement of a description of such words alone.

Imported only for a description with no other word. ``known_words.py`` has every word of the tables; ``make catalog``
writes it.
"""

from __future__ import annotations

from backend_standards.commits import UNFINISHED, VAGUE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection


def judged(
    words: list[str], shown: str, type_: str, scope: tuple[str, list[str] | None], mashed: Collection[str]
) -> tuple[str, str]:
    """Return VAGUE or UNFINISHED and why, to follow the description; ("", "") if it says something.

    ``words`` are those of the description, all of them known or ``mashed`` keys. ``scope`` is the text of the scope and
    its words, or None if one of them is not known.
    """
    text = " ".join(words)
    rest = [word for word in words if word not in FILLERS]
    if text in _UNFINISHED:
        return UNFINISHED, "says that the work is unfinished, not what it does"
    if rest and scope[0] and _says_with_scope(words, type_, *scope):
        return "", ""
    if _is_said_with_a_reference(rest, shown):
        return "", ""
    if _is_about_a_word(words):
        return "", ""
    if text in _PHRASES or text == type_.lower() or text in _SAME_AS_TYPE.get(type_, ()):
        return VAGUE, "does not say what changed"
    if rest and _is_process(rest):
        return VAGUE, "says why you commit, not what changed"
    if not all(_is_empty(clause, mashed) for clause in _clauses(words)):
        return "", ""
    said = [word for word in dict.fromkeys(rest or words) if word != ","]
    if said == [shown.lower().replace("\u2019", "'")]:
        return VAGUE, "fits any commit"
    return VAGUE, f"says only {', '.join(map(repr, said))}, which fits any commit"


def _is_about_a_word(words: list[str]) -> bool:
    """Return whether a word that only joins others is what the change is about: remove extra the, change a to an."""
    if len(words) > 2 and words[-1] in _FUNCTION_WORDS and (words[-2] in _BEFORE_A_WORD or words[-2] == words[-1]):
        return True
    return len(words) == 4 and words[2] == "to" and {words[1], words[3]} <= _FUNCTION_WORDS


def _is_said_with_a_reference(rest: list[str], shown: str) -> bool:
    """Return whether the only word says something: "revert" with a number after it, "addresses" without one."""
    has_number = any(map(str.isdigit, shown))
    return len(rest) == 1 and (rest[0] in _REVERTS if has_number else rest[0] in _NOUNS)


def _says_with_scope(words: list[str], type_: str, scope: str, scope_words: list[str] | None) -> bool:
    """Return whether a verb has the scope for its object: chore(deps): update, feat(sqs): retry.

    In types that change no code of the product every verb counts: such a change is of one kind, and the scope names its
    place. Every verb also counts for a scope that is such a place itself. Otherwise only a verb counts that adds or
    removes, or is a feature itself: fix(api): update says nothing.
    """
    if scope_words is not None and all(
        word in FILLERS or (word in ALONE and word != "test") or word == "," for word in scope_words
    ):
        return False
    if "with" in words[1:]:
        words = words[: words.index("with")]
    said = [word for word in words if word not in FILLERS and word != ","]
    if not said:
        return False
    if all(word in _WITH_ANY_SCOPE for word in said) or (
        len(said) == 2 and said[1] in _WITH_ANY_SCOPE_AFTER.get(said[0], ())
    ):
        return True
    places = "".join(char if char.isalnum() else " " for char in scope).lower().split()
    if any(place in _LINTERS or place.endswith("lint") for place in places) and all(
        word in _FIX_OBJECTS or word in _FIX_VERBS for word in said
    ):
        return True
    is_routine = type_ in _ROUTINE or not _ROUTINE_SCOPES.isdisjoint(places)
    return is_routine and all(word in _WITH_ROUTINE_SCOPE for word in said if word not in ("code", "file"))


def _clauses(words: list[str]) -> list[list[str]]:
    """Return the parts that "and" and commas separate, without fillers."""
    found: list[list[str]] = [[]]
    for word in words:
        if word == ",":
            found.append([])
        elif word not in FILLERS:
            found[-1].append(word)
    return [clause for clause in found if clause]


def _is_empty(clause: list[str], mashed: Collection[str]) -> bool:
    """Return whether a clause has only a verb and objects that fit any change, or such nouns."""
    if all(word in mashed for word in clause):
        return True
    if len(clause) == 1:
        return clause[0] in ALONE
    if len(clause) > _LONGEST_CLAUSE:
        return False
    head, *rest = clause
    for verb, others in ((head, rest), (clause[-1], clause[:-1])):
        objects = _OBJECTS.get(verb)
        if objects is None or (others is not rest and verb not in _AFTER_ITS_OBJECT):
            continue
        if all(word in objects for word in others):
            return True
    return clause[-1] in _CHANGE_NOUNS and all(word in _ATTRIBUTES for word in [*rest[:-1], head])


def _is_process(words: list[str]) -> bool:
    """Return whether words only tell about a review, a merge or a rebase."""
    if any(word in _REVIEW for word in words):
        return all(word in _REVIEW or word in _REVIEW_ACTS or word in _REVIEW_NOUNS for word in words) and any(
            word in _REVIEW_ACTS for word in words
        )
    if words[0] in _ANSWERS and len(words) > 1:
        return all(word in _REVIEW_NOUNS for word in words[1:])
    if len(words) > 1 and all(word in _REMARKS or word in _REPLIES for word in words):
        return not _REPLIES.isdisjoint(words)
    if any(word in _CONFLICTS for word in words):
        return all(word in _CONFLICT_WORDS for word in words)
    if words[0] in _MERGES or words[-1] in _MERGES:
        return all(word in _MERGES or word in _MERGE_WORDS for word in words)
    return False


def _forms(verbs: str) -> list[str]:
    """Return the forms of regular verbs: fix fixes fixed fixing. A "+" doubles the last letter: commit+."""
    found = []
    for each in verbs.split():
        verb = each.rstrip("+")
        stem = verb + verb[-1] * (len(each) - len(verb))
        third = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"
        past = f"{stem}ed"
        if verb[-1] == "y" and verb[-2] not in "aeiou":
            third, past = f"{verb[:-1]}ies", f"{verb[:-1]}ied"
        elif verb[-1] == "e":
            past, stem = f"{verb}d", verb[:-1]
        found += [verb, third, past, f"{stem}ing"]
    return found


_LONGEST_CLAUSE = 4
"""A clause of more words passes, without counting fillers: that many words say something."""
_UNFINISHED = frozenset(
    phrase.strip()
    for phrase in """
    almost done; almost there; almost working; almost works; before lunch; broken; broken for now; check point;
    checkpoint; checkpoint commit; checkpoint progress; checkpoint work; continue work; daily commit; dnm;
    do not merge; does not work yet; doesn't work; doesn't work yet; doesnt work yet; don't merge; dont merge;
    end of day; eod; eod commit; fix up; fixme; fixup; getting there; half done; half finished; in progress;
    incomplete; making progress; more progress; more work; nearly done; not done; not done yet; not finished;
    not finished yet; not working; not working yet; ongoing work; partial; partial work; save my work; save point;
    save progress; save work; savepoint; saving progress; saving work; some progress; squash; squash me;
    squash this; stash; still in progress; still working; still working on it; tbc; tbd; temp; temp commit;
    temp fix; temp save; temporary; temporary commit; temporary fix; tmp; tmp commit; tmp fix; to be continued;
    to be squashed; to squash; todo; unfinished; unfinished work; will squash; will squash later; wip;
    work in progress; work ongoing; working on it
    """.replace("\n", " ").split(";")
)
_PHRASES = frozenset(
    phrase.strip()
    for phrase in """
    add description; add description here; add files via upload; again; all done; and again; another attempt;
    another try; argh; as discussed; as requested; attempt; bar; baz; begin; beginning; bla; bla bla; bla bla bla;
    blah; blah blah; blah blah blah; bug; bugs; bump; change things; chores; clean; clean up; cleaning;
    cleaning up; cleanup; cleanups; code review; code review comments; code review feedback; comments from review;
    commit; commit message; commited; commits; committed; committing; complete; completed; continue; continued;
    continuing; cosmetic; cosmetic change; cosmetic changes; cosmetics; cr comments; damn; debug; debugging;
    description here; dev; development; ditto; done; empty commit; empty message; end; etc; experimenting;
    fiddling; final; final commit; final final; final touch; final touches; final version; finally; finish;
    finished; finishing touches; first try; fix all the things; fix it again; foo; foo bar; foobar; forgot;
    forgot a file; forgot file; forgot files; forgot something; forgot to add file; forgot to add files;
    forgot to commit; forgot to save; general maintenance; get it working; getting it to work; good;
    got it working; hack; hacking; hacks; hacky fix; hello; hi; hmm; hope it works; hopefully works; housekeeping;
    idem; it works; it works now; just testing; last one; last touches; lol; lorem ipsum; made it work; magic;
    maintenance; make it work; make it work again; merge branch; merge changes; merge main; merge master; merged;
    merging; minor; misc; miscellaneous; more; move stuff around; move things around; moved stuff around;
    moved things around; moving stuff around; moving things around; mr comments; my bad; new; next try; nit;
    nitpick; nitpicks; nits; no; no comment; no commit message; no description; no message; nothing;
    nothing important; nothing special; nothing to see here; now it works; now works; ok; okay; one more;
    one more thing; one more time; one more try; ooops; oops; other; part; play around; playing around;
    please work; polish; polishing; pr changes; pr comments; pr feedback; pr fixes; pr review; pushed; pushing;
    quick; random; ready; rebased; rebasing; refactor; refactored; refactoring; retry; revert; revert change;
    revert changes; revert commit; revert last commit; revert previous commit; revert that; reverted; reverting;
    review changes; review comment; review comments; review feedback; review suggestions; same; same as above;
    same as before; same thing; save; saved; saving; second try; see above; see below; see description; see issue;
    see pr; see ticket; see title; short description; short summary; should work; should work now; small;
    some cleanup; sorry; start; started; step; stuff and things; suggestions from review; sync; synced; syncing;
    test change; test changes; test commit; test it; test push; test something; test stuff; testing;
    testing commit; testing it; testing push; testing something; testing stuff; testing things; the end;
    the last commit; things and stuff; this and that; this should work; tidy; tidy up; tidying; tidying up; tiny;
    todo message; trivial; try; try again; trying; trying again; tweaking; ugh; undo; undo changes;
    undo last commit; undo that; untitled; upgrade; upgrades; uploaded; various; whatever; whoops; workaround;
    working; working now; working version; works; works now; yes; your commit message; your message;
    your message here
    """.replace("\n", " ").split(";")
) | frozenset(
    f"{which} {what}"
    for which in ("another", "first", "second", "third", "2nd", "3rd", "last", "final", "next", "quick", "one more")
    for what in "attempt go iteration pass round try".split()
)
_SAME_AS_TYPE = {
    "docs": ("doc", "documentation", "docs", "docs docs"),
    "feat": ("feature", "features"),
    "fix": ("bugfix", "fixes", "fixed", "hotfix"),
    "test": ("tests", "testing", "tests tests"),
    "style": ("styles", "styling"),
    "chore": ("chores",),
    "refactor": ("refactoring", "refactors"),
}
FILLERS = frozenset(
    """
        a an the some few more most many much several various small smaller little minor tiny quick simple general
        different additional other another further extra just also again now still only really very bit lot lots of
        my our your its their these those here there all any every misc miscellaneous random last latest final new
        recent current necessary required requested needed important critical major big huge for to in on with from
        up please simply maybe hopefully couple bunch well too etc asap today yet i we me us have has had is
        are was were be been so as at by whole entire trivial cosmetic certain same next previous einige kleine
        kleinere diverse unos unas algunos pequenos petites quelques
    """.split()
)
_THINGS = ("stuff", "thing", "things", "something", "everything", "it", "this", "that")
_FIX_OBJECTS = frozenset(
    [
        *_THINGS,
        *"""
        bug bugs code codes defect defects error errors fault faults fix fixes glitch glitches issue issues mistake
        mistakes problem problems 问题
    """.split(),
    ]
)
_EDIT_OBJECTS = frozenset(
    [
        *_THINGS,
        *"""
        change changes code codebase codes feature features file files functionalities functionality project repo
        repository source sources update updates
    """.split(),
    ]
)
_ADD_OBJECTS = frozenset(
    [
        *_THINGS,
        *"""
        adjustment adjustments bugfix bugfixes change changes code codes commit commits correction corrections edit
        edits enhancement enhancements feature features file files fix fixes functionalities functionality
        improvement improvements modification modifications tweak tweaks update updates work
    """.split(),
    ]
)
_PUSH_OBJECTS = frozenset(
    [
        *_THINGS,
        *"""
        change changes code codes commit commits file files local progress project repo update updates work
    """.split(),
    ]
)
_CODE_OBJECTS = frozenset([*_THINGS, "code", "codes", "codebase", "file", "files"])
_FIX_VERBS = _forms("fix resolve solve correct patch repair address debug+ handle")
_EDIT_VERBS = _forms("update change modify edit tweak adjust improve enhance revise alter work")
_CODE_VERBS = [
    *_forms("rework refactor clean tidy polish restructure reorganize reorganise optimize optimise simplify move"),
    *"cleanup rewrite rewrites rewriting rewritten rewrote".split(),
]
_ADD_VERBS = [
    *_forms("add create implement introduce remove delete include apply perform finish complete"),
    *"make makes made making do does did done doing write writes writing written wrote".split(),
]
_PUSH_VERBS = [*_forms("commit+ push upload save submit+"), "commited"]
_OBJECTS = {
    **dict.fromkeys(_FIX_VERBS, _FIX_OBJECTS),
    **dict.fromkeys(_EDIT_VERBS, _EDIT_OBJECTS),
    **dict.fromkeys(_CODE_VERBS, _CODE_OBJECTS),
    **dict.fromkeys(_ADD_VERBS, _ADD_OBJECTS),
    **dict.fromkeys(_PUSH_VERBS, _PUSH_OBJECTS),
}
"""The words that may follow each verb in a clause that says nothing."""
_AFTER_ITS_OBJECT = frozenset(
    [*(verb for verb in _OBJECTS if verb.endswith(("ed", "ing"))), *"done made rewritten written".split()]
) - {"handling"}
"""The forms of verbs that come after their object, too: bugs fixed, some changes made."""
_CHANGE_NOUNS = frozenset(
    """
        adjustment adjustments change changed changes clean cleanup cleanups commit commits correction
        corrections edit edits enhancement enhancements fix fixed fixes fixing hotfix improvement improvements
        maintenance modification modifications patch patches refactor refactoring refactorings stuff tweak
        tweaks update updated updates updating 修复
    """.split()
)
_ATTRIBUTES = frozenset(
    "bug bugs issue issues error errors problem problems code codes file files project hot feature".split()
)
ALONE = frozenset(
    [
        *_CHANGE_NOUNS,
        *_THINGS,
        *_FIX_VERBS,
        *_EDIT_VERBS,
        *_CODE_VERBS,
        *_ADD_VERBS,
        *_forms("close experiment fiddle upgrade bump sync merge rebase revert start continue try end"),
        *"began begin beginning begins begun redid redo redoes redoing redone retried retries retry retrying".split(),
        *"undid undo undoes undoing undone".split(),
        *"""
        anything asdf bug bugfix bugfixes bugfixing bugs code commit commits commited committed committing day
        error errors feature features file files fixup functionality hotfixes housekeeping implementation issue
        issues nit nits nothing optimization optimizations part problem problems push pushed pushing ref refs
        relates related see step test ticket whatever
    """.split(),
        # The words of other languages for "changes", "fixes" and "update".
        *"""
        actualización ajustes alterações anpassung anpassungen arreglo arreglos atualização aufräumen cambio cambios
        correcciones corrección correção correções korrektur korrekturen mejoras verbesserungen änderung änderungen
        テスト 代码 优化 优化代码 修复bug 修改 修改代码 修正 変更 提交 提交代码 更新 更新代码 测试 调整 수정
    """.split(),
        *"""
        внесены изменения исправление исправления обновление обновления правки фикс фиксы
    """.split(),
    ]
) - {"handling"}
"""Words that say nothing when they are the only word."""
_WITH_ANY_SCOPE_AFTER = {
    **dict.fromkeys(_forms("handle"), ("error", "errors")),
    **dict.fromkeys(_forms("add"), ("description",)),
}
"""What verbs do for a scope that has it: feat(api): handle errors, feat(form): add description."""
_REVERTS = frozenset([*_forms("revert"), *"redo redoes redoing redone".split()])
_NOUNS = ("address", "addresses", "ticket")
"""Verbs that are more often nouns if no number follows."""
_WITH_ANY_SCOPE = frozenset(
    [
        *_forms("add create remove delete drop+ introduce include implement sync upload save submit+"),
        *"redo redoing redone retried retries retry retrying undo undoes undoing undone".split(),
    ]
)
"""Verbs that say what happens to a scope, or that are features: feat(sqs): retry."""
_ROUTINE = ("chore", "docs", "style", "test", "ci", "build")
_ROUTINE_SCOPES = frozenset("changelog dependencies deps docs documentation readme".split())
_LINTERS = frozenset(
    "bandit black flake8 isort linter linting lints mypy pyright ruff types typing typos zizmor".split()
)
"""Scopes of tools that report errors and issues: fix(mypy): errors."""
_WITH_ROUTINE_SCOPE = _WITH_ANY_SCOPE | frozenset(
    [
        *_FIX_VERBS,
        *_CODE_VERBS,
        *_forms("update modify edit tweak adjust improve enhance revise upgrade bump merge debug+"),
        *"""
        adjustment adjustments cleanup cleanups correction corrections enhancement enhancements fixes improvement
        improvements maintenance modification modifications optimization optimizations refactorings
    """.split(),
    ]
) - frozenset(_forms("debug+"))
"""Verbs and nouns that say what happens to the scope of a chore or of the docs: chore(deps): update."""
_REVIEW = frozenset("review reviewer reviewers feedback pr mr cr".split())
_ANSWERS = frozenset(_forms("address incorporate"))
_REVIEW_ACTS = frozenset(
    [
        *_ANSWERS,
        *_forms("answer apply fix implement resolve respond"),
        *"after based changes updates".split(),
    ]
)
_REVIEW_NOUNS = frozenset(
    [
        *_REVIEW,
        *"""
        change changes code comment comments finding findings fixes issues merge nit nits note notes pull remark
        remarks request requests round suggestion suggestions
    """.split(),
    ]
)
_REPLIES = frozenset(_forms("address answer apply implement incorporate resolve"))
_REMARKS = frozenset("comment comments feedback remark remarks suggestion suggestions".split())
"""What reviewers write: "resolved comments" tells of a review, and "fix comments" of the code."""
_CONFLICTS = frozenset("conflict conflicts".split())
_CONFLICT_WORDS = _CONFLICTS | frozenset(
    [*_forms("resolve fix solve merge handle rebase"), *"branch main master resolution".split()]
)
_MERGES = frozenset(_forms("merge rebase"))
_MERGE_WORDS = frozenset(
    "bad branch broken develop fix fixed fixes failed main master onto post upstream wrong".split()
)
"""The words around a merge or a rebase that say nothing else: broken merge, rebase onto main."""
_FUNCTION_WORDS = frozenset("a an the of to in on for with by at as is are was were be been so has have had".split())
_BEFORE_A_WORD = ("extra", "additional", "another", "further")
"""After these, a word that only joins others is itself the subject: remove extra the."""
KNOWN = frozenset(
    [
        ",",
        *(word for phrase in (*_PHRASES, *_UNFINISHED) for word in phrase.split()),
        *(word for words in _SAME_AS_TYPE.values() for phrase in words for word in phrase.split()),
        *"feat docs style chore test tests wip".split(),
        *FILLERS,
        *_OBJECTS,
        *_FIX_OBJECTS,
        *_EDIT_OBJECTS,
        *_ADD_OBJECTS,
        *_PUSH_OBJECTS,
        *_CHANGE_NOUNS,
        *_ATTRIBUTES,
        *ALONE,
        *_REVIEW_ACTS,
        *_REVIEW_NOUNS,
        *_REPLIES,
        *_REMARKS,
        *_CONFLICT_WORDS,
        *_MERGE_WORDS,
        *_WITH_ROUTINE_SCOPE,
    ]
)
"""Every word of every table. The first word that is not here makes a description pass."""

"""The summaries that say nothing, and those that say that the work is unfinished.

The whole description is judged, not a single word: each word has to be one that says nothing in its place. One word
that is in no table, such as a name, a path or a number with a dot, makes the description pass. This module is imported
for every short description, so it imports nothing itself.
"""

from __future__ import annotations

VAGUE = "vague"
UNFINISHED = "unfinished"


def emptiness(description: str, type_: str = "", *, is_in_use: bool = False) -> tuple[str, str]:
    """Return VAGUE or UNFINISHED and a message that says why; ("", "") for a description that says something.

    ``type_`` is the type of the commit; a description that only repeats it says nothing. ``is_in_use`` says that the
    team uses this type.
    """
    lowered = description.lower().replace("\u2019", "'")
    found = marker(lowered)
    if found:
        return UNFINISHED, f"{found} marks unfinished work"
    if type_.lower() in _UNFINISHED_TYPES and not is_in_use:
        return UNFINISHED, f"the type {type_!r} marks unfinished work"
    shown = description.strip()
    words = [] if len(shown) == 1 and shown < "\u2e80" else _words(description)
    if words is None:
        return "", ""
    if not words:
        is_reference = len(shown) > 1 and any(char.isalnum() for char in shown)
        what = "only a number or a reference" if is_reference else "not a word"
        return VAGUE, f"{shown!r} is {what}, and does not say what changed"
    text = " ".join(words)
    rest = [word for word in words if word not in _FILLERS]
    if text in _UNFINISHED or ("wip" in words and all(word in _WITH_WIP for word in rest)):
        return UNFINISHED, f"{shown!r} says that the work is unfinished, not what it does"
    if text in _PHRASES or text == type_.lower() or text in _SAME_AS_TYPE.get(type_, ()):
        return VAGUE, f"{shown!r} does not say what changed"
    if rest and _is_process(rest):
        return VAGUE, f"{shown!r} says why you commit, not what changed"
    if not all(_is_empty(clause) for clause in _clauses(words)):
        return "", ""
    said = [word for word in dict.fromkeys(rest or words) if word != ","]
    if said == [lowered.strip()]:
        return VAGUE, f"{shown!r} fits any commit"
    return VAGUE, f"{shown!r} says only {', '.join(map(repr, said))}, which fits any commit"


def marker(lowered: str) -> str:
    """Return the mark of unfinished work in a description in lower case, such as "'[wip]'", or ""."""
    if "wip" not in lowered and "draft" not in lowered and "merge" not in lowered:
        return ""
    text = lowered.strip()
    for mark in _MARKERS_BEFORE:
        if text.startswith(mark):
            return repr(mark.strip())
    for mark in _MARKERS_AFTER:
        if text.endswith(mark):
            return repr(mark.strip())
    return ""


def is_telling(word: str) -> bool:
    """Return whether each description with this word passes, if no marker says that the work is unfinished.

    A single letter is not such a word: a description of one letter says nothing.
    """
    return len(word) > 1 and word.isascii() and word.isalpha() and _words(word) is None


def _words(description: str) -> list[str] | None:
    """Return the words of a description in lower case, without signs, numbers and references; None if it passes anyway.

    "and", "," and the like become ",".
    """
    if any("\udc80" <= char <= "\udcff" for char in description):  # bytes in an undeclared encoding
        return None
    found: list[str] = []
    for token in description.replace("&", " & ").replace("+", " + ").split():
        if _is_reference(token):
            continue
        if _is_name(token):
            return None
        word = _bare(token)
        if not word:
            if token in ("&", "+", ",", ";", "/"):
                found.append(",")
            continue
        if len(word) > _LONGEST_WORD:
            return None
        if "/" in word and not all(part in _ALONE for part in word.lower().split("/")):  # a path, but not and/or
            return None
        if "-" in word and all(part in _FILLERS for part in word.lower().split("-")):  # many-to-many
            return None
        for part in word.lower().replace("\u2019", "'").replace("/", "-,-").replace(",", "-,-").split("-"):
            plain = _plain(part)
            if plain and plain not in _KNOWN and not _is_mashed(plain):
                return None
            found += [plain] if plain else []
        if token[-1] in ",;":
            found.append(",")
    while found and found[-1] == ",":
        found.pop()
    return found


def _plain(part: str) -> str:
    """Return a word as the tables have it: wip for w.i.p, fix for fix2, a comma for "and", "" for a number."""
    if part in ("and", "then", "or", "und"):
        return ","
    if "." in part and part[1::2].strip(".") == "" and part.replace(".", "").isalpha():
        return part.replace(".", "")
    word = part.rstrip("0123456789") if part.isascii() else part
    return word if not word or (word.isalpha() and len(word) > 2) else part


def _bare(token: str) -> str:
    """Return a word without the signs around it."""
    if token.isalnum():
        return token
    start, end = 0, len(token)
    while start < end and not token[start].isalnum():
        start += 1
    while end > start and not token[end - 1].isalnum():
        end -= 1
    if start and end < len(token) and token[0] == token[-1] == ":":  # an emoji's name
        return ""
    return token[start:end]


def _is_name(token: str) -> bool:
    """Return whether a word is marked as code or as a name: `update`, .env, --fix, $HOME, @types."""
    if token.startswith("--"):
        return token[2:3].isalnum()
    return token[:1] in ("`", "@", "$", "%", "~", "\\", ".") and token[1:2].isalnum()


def _is_reference(token: str) -> bool:
    """Return whether a word is a URL, or the number of a ticket or a pull request."""
    if token.startswith(("http://", "https://")):
        return True
    core = token.strip("()[]{}.,:;#!")
    if core.isdigit() and core.isascii():
        return True
    if "#" in token:  # owner/repository#12
        head, _, number = core.rpartition("#")
        return number.isdigit() and "/" in head
    key, _, number = core.partition("-")
    return number.isdigit() and key.isalnum() and key.isupper() and len(key) > 1 and key not in _NO_TICKETS


def _is_mashed(word: str) -> bool:
    """Return whether a word is mashed keys or a filler: asdf, xxx, blahblah."""
    if len(set(word)) == 1 and word.isascii():
        return len(word) > 2
    if word in _MASHED or (len(word) > 3 and any(word in row for row in _ROWS)):
        return True
    return any(word == part * (len(word) // len(part)) for part in (*_MASHED, *_FILL_WORDS) if len(word) > len(part))


def _clauses(words: list[str]) -> list[list[str]]:
    """Return the parts that "and" and commas separate, without fillers."""
    found: list[list[str]] = [[]]
    for word in words:
        if word == ",":
            found.append([])
        elif word not in _FILLERS:
            found[-1].append(word)
    return [clause for clause in found if clause]


def _is_empty(clause: list[str]) -> bool:
    """Return whether a clause has only a verb and objects that fit any change, or such nouns."""
    if all(map(_is_mashed, clause)):
        return True
    if len(clause) == 1:
        return clause[0] in _ALONE
    if len(clause) > _LONGEST_CLAUSE:
        return False
    head, *rest = clause
    for verb, others in ((head, rest), (clause[-1], clause[:-1])):
        objects = _OBJECTS.get(verb)
        if objects is None or (others is not rest and not verb.endswith(("ed", "ing", "done", "made"))):
            continue
        if all(word in objects for word in others):
            return True
    return clause[-1] in _CHANGE_NOUNS and all(word in _ATTRIBUTES for word in [*rest[:-1], head])


def _is_process(words: list[str]) -> bool:
    """Return whether words only tell about a review or a merge."""
    if any(word in _REVIEW for word in words):
        return all(word in _REVIEW or word in _REVIEW_ACTS or word in _REVIEW_NOUNS for word in words) and any(
            word in _REVIEW_ACTS for word in words
        )
    if words[0] in _ANSWERS and len(words) > 1:
        return all(word in _REVIEW_NOUNS for word in words[1:])
    if any(word in ("conflict", "conflicts") for word in words):
        return all(word in _CONFLICT for word in words) and any(word in _CONFLICT_ACTS for word in words)
    return False


_LONGEST_WORD = 30
"""A longer word passes: no table has one, and it may be a name."""
_LONGEST_CLAUSE = 4
"""A clause of more words passes, without counting fillers: that many words say something."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "abcdef", "qwertz", "azerty")
_MASHED = ("asd", "qwe", "zxc", "sdf", "dfg", "fgh", "ghj", "hjk", "jkl", "xcv", "abc", "xyz", "asdf", "fdsa")
_FILL_WORDS = ("bla", "blah", "foo", "test", "ha")
_NO_TICKETS = frozenset(
    "UTF SHA RFC ISO HTTP PEP AES ES GPT MD TLS SSL IPV PY RSA CP EC UCS ASCII BASE LATIN WINDOWS KOI8 GB BIG EUC ANSI "
    "HMAC CRC COVID WCAG PCI S3 H X P A B C V T ARM X86 AMD NTP RS HS PS ED CVE IPV4 IPV6 PS3 PS4 CSS HTML ECMA".split()
)
_MARKERS_BEFORE = (
    "wip:", "[wip]", "(wip)", "wip -", "wip \u2013", "wip \u2014", "wip,", "wip;", "wip!", "<wip>", "{wip}", "*wip*",
    "[draft]", "(draft)", "do not merge:", "[do not merge]", "don't merge:", "[dnm]",
)  # fmt: skip
_MARKERS_AFTER = ("(wip)", "[wip]", "- wip", "\u2013 wip", "\u2014 wip", ", wip", "<wip>", "(draft)", "[draft]",
                   "(work in progress)", "[work in progress]", "(do not merge)", "[do not merge]")  # fmt: skip
_UNFINISHED_TYPES = ("wip", "draft", "tmp", "temp", "dnm", "squashme")
_UNFINISHED = frozenset(
    phrase.strip()
    for phrase in """
    almost done; almost there; almost working; almost works; before lunch; broken; broken for now; check point;
    checkpoint; checkpoint commit; continue work; daily commit; dnm; do not merge; does not work yet; doesn't work;
    doesn't work yet; doesnt work yet; don't merge; dont merge; end of day; eod; eod commit; fix up; fixme; fixup;
    getting there; half done; half finished; in progress; incomplete; making progress; more progress; more work;
    nearly done; not done; not done yet; not finished; not finished yet; not working; not working yet; ongoing work;
    partial; partial work; save my work; save point; save progress; save work; savepoint; saving progress;
    saving work; some progress; squash; squash me; squash this; stash; still in progress; still working;
    still working on it; tbc; tbd; temp; temp commit; temp save; temporary; temporary commit; tmp; tmp commit;
    to be continued; to be squashed; to squash; todo; unfinished; unfinished work; will squash; will squash later;
    wip; work in progress; work ongoing; working on it
    """.replace("\n", " ").split(";")
)
_PHRASES = frozenset(
    phrase.strip()
    for phrase in """
    add description; add description here; add files via upload; again; all done; and again; another attempt;
    another try; argh; as discussed; as requested; attempt; bar; baz; begin; beginning; bla; bla bla; bla bla bla;
    blah; blah blah; blah blah blah; bug; bugs; bump; change things; chores; clean; clean up; cleaning; cleaning up;
    cleanup; cleanups; code review; code review comments; code review feedback; comments from review; commit;
    commit message; commited; commits; committed; committing; complete; completed; continue; continued; continuing;
    cosmetic; cosmetic change; cosmetic changes; cosmetics; cr comments; damn; debug; debugging; description here;
    dev; development; ditto; done; empty commit; empty message; end; etc; experimenting; fiddling; final;
    final commit; final final; final touch; final touches; final version; finally; finish; finished;
    finishing touches; first try; fix all the things; fix it again; foo; foo bar; foobar; forgot; forgot a file;
    forgot file; forgot files; forgot something; forgot to add file; forgot to add files; forgot to commit;
    forgot to save; general maintenance; get it working; getting it to work; good; got it working; hack; hacking;
    hacks; hacky fix; hello; hi; hmm; hope it works; hopefully works; housekeeping; idem; it works; it works now;
    just testing; last one; last touches; lol; lorem ipsum; made it work; magic; maintenance; make it work;
    make it work again; merge branch; merge changes; merge main; merge master; merged; merging; minor; misc;
    miscellaneous; more; move stuff around; move things around; moved stuff around; moved things around;
    moving stuff around; moving things around; mr comments; my bad; new; next try; nit; nitpick; nitpicks; nits; no;
    no comment; no commit message; no description; no message; nothing; nothing important; nothing special;
    nothing to see here; now it works; now works; ok; okay; one more; one more thing; one more time; one more try;
    ooops; oops; other; part; play around; playing around; please work; polish; polishing; pr changes; pr comments;
    pr feedback; pr fixes; pr review; pushed; pushing; quick; random; ready; rebased; rebasing; refactor;
    refactored; refactoring; retry; revert; revert change; revert changes; revert commit; revert last commit;
    revert previous commit; revert that; reverted; reverting; review changes; review comment; review comments;
    review feedback; review suggestions; same; same as above; same as before; same thing; saved; saving; second try;
    see above; see below; see description; see issue; see pr; see ticket; see title; short description;
    short summary; should work; should work now; small; some cleanup; sorry; start; started; step; stuff and things;
    suggestions from review; sync; synced; syncing; test change; test changes; test commit; test it; test push;
    test something; test stuff; testing; testing commit; testing it; testing push; testing something; testing stuff;
    testing things; the end; the last commit; things and stuff; this and that; this should work; tidy; tidy up;
    tidying; tidying up; tiny; todo message; trivial; try; try again; trying; trying again; tweaking; ugh; undo;
    undo changes; undo last commit; undo that; untitled; upgrade; upgrades; uploaded; various; whatever; whoops;
    workaround; working; working now; working version; works; works now; yes; your commit message; your message;
    your message here
    """.replace("\n", " ").split(";")
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
_FILLERS = frozenset(
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
        improvement improvements job modification modifications tweak tweaks update updates work
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
_OBJECTS = {
    **dict.fromkeys(
        """
        fix fixed fixes fixing resolve resolved resolves resolving solve solved solves solving correct corrected
        corrects correcting patch patched patches repair repaired address addressed addresses debug debugged
        debugging handle handled
    """.split(),
        _FIX_OBJECTS,
    ),
    **dict.fromkeys(
        """
        update updated updates updating change changed changes changing modify modified modifies modifying edit
        edited edits editing tweak tweaked tweaks tweaking adjust adjusted adjusts improve improved improves
        improving enhance enhanced revise revised alter altered work working worked
    """.split(),
        _EDIT_OBJECTS,
    ),
    **dict.fromkeys(
        """
        rework reworked refactor refactored refactors refactoring clean cleaned cleans cleaning cleanup tidy tidied
        polish polished restructure restructured reorganize reorganized reorganise optimize optimized optimise
        optimised rewrite rewrote simplify move moved moving
    """.split(),
        _CODE_OBJECTS,
    ),
    **dict.fromkeys(
        """
        add added adds adding create created creates creating make made makes making do did does doing done
        implement implemented implements implementing introduce introduced remove removed removes removing delete
        deleted deletes deleting include included apply applied applies perform performed write wrote finish
        finished complete completed
    """.split(),
        _ADD_OBJECTS,
    ),
    **dict.fromkeys(
        """
        commit committed commited committing push pushed pushing upload uploaded uploading save saved saving submit
        submitted
    """.split(),
        _PUSH_OBJECTS,
    ),
}
"""The words that may follow each verb in a clause that says nothing."""
_CHANGE_NOUNS = frozenset(
    """
        adjustment adjustments change changed changes clean cleanup cleanups commit commits correction corrections edit
        edits enhancement enhancements fix fixed fixes fixing hotfix improvement improvements maintenance
        modification modifications patch patches refactor refactoring refactorings stuff tweak tweaks update updated
        updates updating 修复
    """.split()
)
_ATTRIBUTES = frozenset(
    "bug bugs issue issues error errors problem problems code codes file files project hot feature".split()
)
_ALONE = frozenset(
    [
        *_CHANGE_NOUNS,
        *_THINGS,
        *"""
        add added adding adds adjust adjusted adjusting anything asdf bug bugfix bugfixes bugfixing bugs changing
        close closed closes code codes commited committed create created day debug debugging delete deleted done
        edited editing enhance enhanced error errors feature features file files finished fixup functionality
        hotfixes housekeeping implement implementation implemented improve improved improving issue issues made make
        modified modifies modify nit nits nothing optimise optimization optimizations optimize optimized part
        patching polish polishing problem problems ref refactored refs relates remove removed resolve
        resolved resolves rework reworked see solve solved solves step ticket tidy tweaked tweaking upgrade whatever
        work working works
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
)
_REVIEW = frozenset("review reviewer reviewers feedback pr mr cr".split())
_ANSWERS = frozenset("address addressed addresses addressing incorporate incorporated incorporates".split())
_REVIEW_ACTS = frozenset(
    [
        *_ANSWERS,
        *"""
        after applied applies apply applying based changes fix fixed fixes fixing implement implemented implements
        resolve resolved resolves resolving respond responded responding updates
    """.split(),
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
_CONFLICT_ACTS = frozenset(
    "resolve resolved resolves resolving fix fixed fixes fixing solve solved solves merge merged".split()
)
_CONFLICT = _CONFLICT_ACTS | frozenset("conflict conflicts main master rebase".split())
_WITH_WIP = frozenset(
    [*_ALONE, ",", *"wip commit save saving checkpoint push stash start continue broken draft temp tmp".split()]
)
_KNOWN = frozenset(
    [
        ",",
        *(word for phrase in (*_PHRASES, *_UNFINISHED) for word in phrase.split()),
        *(word for words in _SAME_AS_TYPE.values() for phrase in words for word in phrase.split()),
        *"feat docs style chore test tests wip".split(),
        *_FILLERS,
        *_OBJECTS,
        *_FIX_OBJECTS,
        *_EDIT_OBJECTS,
        *_ADD_OBJECTS,
        *_PUSH_OBJECTS,
        *_CHANGE_NOUNS,
        *_ATTRIBUTES,
        *_ALONE,
        *_REVIEW_ACTS,
        *_REVIEW_NOUNS,
        *_CONFLICT,
        *_WITH_WIP,
    ]
)
"""Every word of every table. The first word that is not here makes a description pass."""

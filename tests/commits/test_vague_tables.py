"""Every word of every table of vague summaries, a second time: without its entry a word would pass unnoticed."""

from __future__ import annotations

import pytest

from backend_standards.commits import UNFINISHED, VAGUE
from backend_standards.commits.vagueness import emptiness, is_telling

ALONE = """
actualización add added adding address addressed addresses addressing adds adjust adjusted adjusting adjustment
adjustments adjusts ajustes alter alterações altered altering alters anpassung anpassungen anything applied applies
apply applying arreglo arreglos asdf atualização aufräumen began begin beginning begins begun bug bugfix bugfixes
bugfixing bugs bump bumped bumping bumps cambio cambios change changed changes changing clean cleaned cleaning
cleans cleanup cleanups close closed closes closing code commit commited commits committed committing complete
completed completes completing continue continued continues continuing correcciones corrección correct corrected
correcting correction corrections corrects correção correções create created creates creating day debug debugged
debugging debugs delete deleted deletes deleting did do does doing done edit edited editing edits end ended ending
ends enhance enhanced enhancement enhancements enhances enhancing error errors everything experiment experimented
experimenting experiments feature features fiddle fiddled fiddles fiddling file files finish finished finishes
finishing fix fixed fixes fixing fixup functionality handle handled handles hotfix hotfixes housekeeping implement
implementation implemented implementing implements improve improved improvement improvements improves improving
include included includes including introduce introduced introduces introducing issue issues it korrektur
korrekturen made maintenance make makes making mejoras merge merged merges merging modification modifications
modified modifies modify modifying move moved moves moving nit nits nothing optimise optimised optimises optimising
optimization optimizations optimize optimized optimizes optimizing part patch patched patches patching perform
performed performing performs polish polished polishes polishing problem problems push pushed pushing rebase rebased
rebases rebasing redid redo redoes redoing redone ref refactor refactored refactoring refactorings refactors refs
related relates remove removed removes removing reorganise reorganised reorganises reorganising reorganize
reorganized reorganizes reorganizing repair repaired repairing repairs resolve resolved resolves resolving
restructure restructured restructures restructuring retried retries retry retrying revert reverted reverting reverts
revise revised revises revising rework reworked reworking reworks rewrite rewrites rewriting rewritten rewrote see
simplified simplifies simplify simplifying solve solved solves solving something start started starting starts step
stuff sync synced syncing syncs test that thing things this ticket tidied tidies tidy tidying tried tries try trying
tweak tweaked tweaking tweaks undid undo undoes undoing undone update updated updates updating upgrade upgraded
upgrades upgrading verbesserungen whatever work worked working works write writes writing written wrote änderung
änderungen внесены изменения исправление исправления обновление обновления правки фикс фиксы テスト 代码 优化 优化代码 修复 修复bug
修改 修改代码 修正 変更 提交 提交代码 更新 更新代码 测试 调整 수정
"""

FILLERS = """
a additional again algunos all also an another any are as asap at be been big bit bunch by certain cosmetic couple
critical current different diverse einige entire etc every extra few final for from further general had has have
here hopefully huge i important in is its just kleine kleinere last latest little lot lots major many maybe me minor
misc miscellaneous more most much my necessary needed new next now of on only other our pequenos petites please
previous quelques quick random really recent requested required same several simple simply small smaller so some
still the their there these those tiny to today too trivial unas unos up us various very was we well were whole with
yet your
"""

FIX_VERBS = """
fix fixes fixed fixing resolve resolves resolved resolving solve solves solved solving correct corrects corrected
correcting patch patches patched patching repair repairs repaired repairing address addresses addressed addressing
debug debugs debugged debugging handle handles handled handling
"""

FIX_OBJECTS = """
bug bugs code codes defect defects error errors everything fault faults fix fixes glitch glitches issue issues it
mistake mistakes problem problems something stuff that thing things this 问题
"""

EDIT_VERBS = """
update updates updated updating change changes changed changing modify modifies modified modifying edit edits edited
editing tweak tweaks tweaked tweaking adjust adjusts adjusted adjusting improve improves improved improving enhance
enhances enhanced enhancing revise revises revised revising alter alters altered altering work works worked working
"""

EDIT_OBJECTS = """
change changes code codebase codes everything feature features file files functionalities functionality it project
repo repository something source sources stuff that thing things this update updates
"""

CODE_VERBS = """
rework reworks reworked reworking refactor refactors refactored refactoring clean cleans cleaned cleaning tidy
tidies tidied tidying polish polishes polished polishing restructure restructures restructured restructuring
reorganize reorganizes reorganized reorganizing reorganise reorganises reorganised reorganising optimize optimizes
optimized optimizing optimise optimises optimised optimising simplify simplifies simplified simplifying move moves
moved moving cleanup rewrite rewrites rewriting rewritten rewrote
"""

CODE_OBJECTS = """
code codebase codes everything file files it something stuff that thing things this
"""

ADD_VERBS = """
add adds added adding create creates created creating implement implements implemented implementing introduce
introduces introduced introducing remove removes removed removing delete deletes deleted deleting include includes
included including apply applies applied applying perform performs performed performing finish finishes finished
finishing complete completes completed completing make makes made making do does did done doing write writes writing
written wrote
"""

ADD_OBJECTS = """
adjustment adjustments bugfix bugfixes change changes code codes commit commits correction corrections edit edits
enhancement enhancements everything feature features file files fix fixes functionalities functionality improvement
improvements it modification modifications something stuff that thing things this tweak tweaks update updates
work
"""

PUSH_VERBS = """
commit commits committed committing push pushes pushed pushing upload uploads uploaded uploading save saves saved
saving submit submits submitted submitting commited
"""

PUSH_OBJECTS = """
change changes code codes commit commits everything file files it local progress project repo something stuff that
thing things this update updates work
"""

CHANGE_NOUNS = """
adjustment adjustments change changed changes clean cleanup cleanups commit commits correction corrections edit
edits enhancement enhancements fix fixed fixes fixing hotfix improvement improvements maintenance modification
modifications patch patches refactor refactoring refactorings stuff tweak tweaks update updated updates updating 修复
"""

ATTRIBUTES = """
bug bugs code codes error errors feature file files hot issue issues problem problems project
"""

PHRASES = """
2nd attempt; 2nd go; 2nd iteration; 2nd pass; 2nd round; 2nd try; 3rd attempt; 3rd go; 3rd iteration; 3rd pass;
3rd round; 3rd try; add description; add description here; add files via upload; again; all done; and again;
another attempt; another go; another iteration; another pass; another round; another try; argh; as discussed;
as requested; attempt; bar; baz; begin; beginning; bla; bla bla; bla bla bla; blah; blah blah; blah blah blah; bug;
bugs; bump; change things; chores; clean; clean up; cleaning; cleaning up; cleanup; cleanups; code review;
code review comments; code review feedback; comments from review; commit; commit message; commited; commits;
committed; committing; complete; completed; continue; continued; continuing; cosmetic; cosmetic change;
cosmetic changes; cosmetics; cr comments; damn; debug; debugging; description here; dev; development; ditto; done;
empty commit; empty message; end; etc; experimenting; fiddling; final; final attempt; final commit; final final;
final go; final iteration; final pass; final round; final touch; final touches; final try; final version; finally;
finish; finished; finishing touches; first attempt; first go; first iteration; first pass; first round; first try;
fix all the things; fix it again; foo; foo bar; foobar; forgot; forgot a file; forgot file; forgot files;
forgot something; forgot to add file; forgot to add files; forgot to commit; forgot to save; general maintenance;
get it working; getting it to work; good; got it working; hack; hacking; hacks; hacky fix; hello; hi; hmm;
hope it works; hopefully works; housekeeping; idem; it works; it works now; just testing; last attempt; last go;
last iteration; last one; last pass; last round; last touches; last try; lol; lorem ipsum; made it work; magic;
maintenance; make it work; make it work again; merge branch; merge changes; merge main; merge master; merged;
merging; minor; misc; miscellaneous; more; move stuff around; move things around; moved stuff around;
moved things around; moving stuff around; moving things around; mr comments; my bad; new; next attempt; next go;
next iteration; next pass; next round; next try; nit; nitpick; nitpicks; nits; no; no comment; no commit message;
no description; no message; nothing; nothing important; nothing special; nothing to see here; now it works;
now works; ok; okay; one more; one more attempt; one more go; one more iteration; one more pass; one more round;
one more thing; one more time; one more try; ooops; oops; other; part; play around; playing around; please work;
polish; polishing; pr changes; pr comments; pr feedback; pr fixes; pr review; pushed; pushing; quick; quick attempt;
quick go; quick iteration; quick pass; quick round; quick try; random; ready; rebased; rebasing; refactor;
refactored; refactoring; retry; revert; revert change; revert changes; revert commit; revert last commit;
revert previous commit; revert that; reverted; reverting; review changes; review comment; review comments;
review feedback; review suggestions; same; same as above; same as before; same thing; save; saved; saving;
second attempt; second go; second iteration; second pass; second round; second try; see above; see below;
see description; see issue; see pr; see ticket; see title; short description; short summary; should work;
should work now; small; some cleanup; sorry; start; started; step; stuff and things; suggestions from review; sync;
synced; syncing; test change; test changes; test commit; test it; test push; test something; test stuff; testing;
testing commit; testing it; testing push; testing something; testing stuff; testing things; the end;
the last commit; things and stuff; third attempt; third go; third iteration; third pass; third round; third try;
this and that; this should work; tidy; tidy up; tidying; tidying up; tiny; todo message; trivial; try; try again;
trying; trying again; tweaking; ugh; undo; undo changes; undo last commit; undo that; untitled; upgrade; upgrades;
uploaded; various; whatever; whoops; workaround; working; working now; working version; works; works now; yes;
your commit message; your message; your message here
"""

UNFINISHED_PHRASES = """
almost done; almost there; almost working; almost works; before lunch; broken; broken for now; check point;
checkpoint; checkpoint commit; checkpoint progress; checkpoint work; continue work; daily commit; dnm; do not merge;
does not work yet; doesn't work; doesn't work yet; doesnt work yet; don't merge; dont merge; end of day; eod;
eod commit; fix up; fixme; fixup; getting there; half done; half finished; in progress; incomplete; making progress;
more progress; more work; nearly done; not done; not done yet; not finished; not finished yet; not working;
not working yet; ongoing work; partial; partial work; save my work; save point; save progress; save work; savepoint;
saving progress; saving work; some progress; squash; squash me; squash this; stash; still in progress;
still working; still working on it; tbc; tbd; temp; temp commit; temp fix; temp save; temporary; temporary commit;
temporary fix; tmp; tmp commit; tmp fix; to be continued; to be squashed; to squash; todo; unfinished;
unfinished work; will squash; will squash later; wip; work in progress; work ongoing; working on it
"""

WITH_ANY_SCOPE = """
add added adding adds create created creates creating delete deleted deletes deleting drop dropped dropping drops
implement implemented implementing implements include included includes including introduce introduced introduces
introducing redo redoing redone remove removed removes removing retried retries retry retrying save saved saves
saving submit submits submitted submitting sync synced syncing syncs undo undoes undoing undone upload uploaded
uploading uploads
"""

WITH_ROUTINE_SCOPE = """
address addressed addresses addressing adjust adjusted adjusting adjustment adjustments adjusts bump bumped bumping
bumps clean cleaned cleaning cleans cleanup cleanups correct corrected correcting correction corrections corrects
edit edited editing edits enhance enhanced enhancement enhancements enhances enhancing fix fixed fixes fixing handle
handled handles handling improve improved improvement improvements improves improving maintenance merge merged
merges merging modification modifications modified modifies modify modifying move moved moves moving optimise
optimised optimises optimising optimization optimizations optimize optimized optimizes optimizing patch patched
patches patching polish polished polishes polishing refactor refactored refactoring refactorings refactors
reorganise reorganised reorganises reorganising reorganize reorganized reorganizes reorganizing repair repaired
repairing repairs resolve resolved resolves resolving restructure restructured restructures restructuring revise
revised revises revising rework reworked reworking reworks rewrite rewrites rewriting rewritten rewrote simplified
simplifies simplify simplifying solve solved solves solving tidied tidies tidy tidying tweak tweaked tweaking tweaks
update updated updates updating upgrade upgraded upgrades upgrading
"""

REVIEW = """
cr feedback mr pr review reviewer reviewers
"""

ANSWERS = """
address addressed addresses addressing incorporate incorporated incorporates incorporating
"""

REVIEW_ACTS = """
address addressed addresses addressing after applied applies apply applying based changes fix fixed fixes fixing
implement implemented implementing implements incorporate incorporated incorporates incorporating resolve resolved
resolves resolving respond responded responding responds updates
"""

REVIEW_NOUNS = """
change changes code comment comments cr feedback finding findings fixes issues merge mr nit nits note notes pr pull
remark remarks request requests review reviewer reviewers round suggestion suggestions
"""

REPLIES = """
address addressed addresses addressing answer answered answering answers applied applies apply applying implement
implemented implementing implements incorporate incorporated incorporates incorporating resolve resolved resolves
resolving
"""

REMARKS = """
comment comments feedback remark remarks suggestion suggestions
"""

CONFLICT_WORDS = """
branch conflict conflicts fix fixed fixes fixing handle handled handles handling main master merge merged merges
merging rebase rebased rebases rebasing resolution resolve resolved resolves resolving solve solved solves solving
"""

MERGES = """
merge merged merges merging rebase rebased rebases rebasing
"""

MERGE_WORDS = """
bad branch broken develop failed fix fixed fixes main master onto post upstream wrong
"""
MASHED_ROWS = "qwertyuiop asdfghjkl zxcvbnm poiuytrewq lkjhgfdsa mnbvcxz abcdef qwertz azerty"
MASHED = "asd qwe zxc sdf dfg fgh ghj hjk jkl xcv abc xyz asdf fdsa"
REPEATED = "bla blah foo test ha"


def words(table: str) -> list[str]:
    return table.split()


def phrases(table: str) -> list[str]:
    return [each.strip() for line in table.strip().splitlines() for each in line.split("; ") if each.strip()]


def kinds(summaries: list[str], type_: str = "feat", scope: str = "") -> set[tuple[str, str]]:
    """Return the summaries that are not called vague, and what they are called."""
    return {(each, found) for each in summaries if (found := emptiness(each, type_, scope)[0]) != VAGUE}


def test_words_that_say_nothing_alone() -> None:
    needs_a_number = {"address", "addresses", "ticket"}
    assert kinds([word for word in words(ALONE) if word not in needs_a_number]) == {("fixup", UNFINISHED)}
    assert kinds([f"{word} #12" for word in needs_a_number]) == set()
    assert {emptiness(word)[0] for word in needs_a_number} == {""}
    reverts = {"revert", "reverts", "reverted", "reverting", "redo", "redoes", "redoing", "redone"}
    assert {word for word in words(ALONE) if not emptiness(f"{word} #12")[0]} == reverts


def test_fillers_add_nothing() -> None:
    assert kinds([f"{filler} update" for filler in words(FILLERS)]) == set()
    assert kinds([f"update {filler} code" for filler in words(FILLERS)]) == set()


@pytest.mark.parametrize(
    ("verbs", "objects"),
    [
        pytest.param(FIX_VERBS, FIX_OBJECTS, id="fix"),
        pytest.param(EDIT_VERBS, EDIT_OBJECTS, id="edit"),
        pytest.param(CODE_VERBS, CODE_OBJECTS, id="code"),
        pytest.param(ADD_VERBS, ADD_OBJECTS, id="add"),
        pytest.param(PUSH_VERBS, PUSH_OBJECTS, id="push"),
    ],
)
def test_verbs_and_what_says_nothing_after_them(verbs: str, objects: str) -> None:
    unfinished = {"save progress", "save work", "saving progress", "saving work"}
    for verb in words(verbs):
        assert kinds([f"{verb} {each}" for each in words(objects) if f"{verb} {each}" not in unfinished]) == set()
    before = [verb for verb in words(verbs) if verb.endswith(("ed", "done", "made", "written"))]
    assert kinds([f"{each} {verb}" for verb in before for each in words(objects)]) == set()


def test_a_noun_in_ing_is_no_verb_after_its_object() -> None:
    assert emptiness("fix error handling")[0] == ""
    assert emptiness("error handling")[0] == ""
    assert emptiness("code fixing")[0] == VAGUE


def test_nouns_for_a_change_and_what_says_nothing_before_them() -> None:
    for noun in words(CHANGE_NOUNS):
        assert kinds([f"{each} {noun}" for each in words(ATTRIBUTES)]) == set()
    assert emptiness("login update")[0] == ""


def test_phrases() -> None:
    assert kinds(phrases(PHRASES)) == set()
    assert [each for each in phrases(UNFINISHED_PHRASES) if emptiness(each)[0] != UNFINISHED] == []


@pytest.mark.parametrize(
    ("type_", "repeated"),
    [
        ("docs", "doc; documentation; docs; docs docs"),
        ("feat", "feature; features; feat"),
        ("fix", "bugfix; fixes; fixed; hotfix; fix"),
        ("test", "test; tests; testing; tests tests"),
        ("style", "style; styles; styling"),
        ("chore", "chore; chores"),
        ("refactor", "refactor; refactoring; refactors"),
    ],
)
def test_a_description_that_repeats_its_type(type_: str, repeated: str) -> None:
    assert kinds(phrases(repeated), type_) == set()


def test_words_of_reviews_and_merges() -> None:
    reviewed = [word for word in words(REVIEW_ACTS) if word not in ("based",)]
    assert kinds([f"{act} review" for act in reviewed] + ["changes based on review"]) == set()
    assert kinds([f"address {noun} {of}" for noun in words(REVIEW_NOUNS) for of in words(REVIEW)]) == set()
    assert kinds([f"{verb} {noun}" for verb in words(ANSWERS) for noun in words(REVIEW_NOUNS)]) == set()
    assert kinds([f"{verb} {noun}" for verb in words(REPLIES) for noun in words(REMARKS)]) == set()
    assert kinds([f"{noun} {verb}" for verb in words(REPLIES) for noun in words(REMARKS)]) == set()
    assert kinds([f"conflicts {word}" for word in words(CONFLICT_WORDS)]) == set()
    assert kinds([f"conflict {word}" for word in words(CONFLICT_WORDS)]) == set()
    assert kinds([f"{merge} {word}" for merge in words(MERGES) for word in words(MERGE_WORDS)]) == set()
    assert kinds([f"{word} {merge}" for merge in words(MERGES) for word in words(MERGE_WORDS)]) == set()
    told = ["review bot", "feedback form", "fix comments", "comments", "conflict page", "merge queue", "reviewer"]
    assert [each for each in told if emptiness(each)[0]] == []


@pytest.mark.parametrize("type_", ["feat", "fix", "refactor", "style", "test", "chore", "docs", "ci", "build"])
def test_verbs_with_a_scope_for_their_object(type_: str) -> None:
    assert [word for word in words(WITH_ANY_SCOPE) if emptiness(word, type_, "cart")[0]] == []
    assert emptiness("handle errors", type_, "cart")[0] == emptiness("handles error", type_, "cart")[0] == ""
    assert emptiness("handle bugs", type_, "cart")[0] == VAGUE
    never_alone = {"address", "addresses", "handling"}
    passing = [word for word in words(WITH_ROUTINE_SCOPE) if not emptiness(word, type_, "cart")[0]]
    assert passing == (words(WITH_ROUTINE_SCOPE) if type_ not in ("feat", "fix", "refactor") else sorted(never_alone))
    assert emptiness("clean up code", type_, "cart")[0] == ("" if type_ not in ("feat", "fix", "refactor") else VAGUE)
    assert emptiness("remove file", type_, "cart")[0] == ("" if type_ not in ("feat", "fix", "refactor") else VAGUE)


@pytest.mark.parametrize("scope", "changelog dependencies deps docs documentation readme README.md".split())
def test_scopes_that_are_a_place_of_one_kind(scope: str) -> None:
    assert emptiness("update", "feat", scope)[0] == ""
    assert emptiness("changes", "feat", scope)[0] == VAGUE


LINTERS = "bandit black flake8 isort linter linting lints lint eslint mypy pyright ruff types typing typos zizmor"


def test_scopes_of_tools_that_report_errors() -> None:
    for scope in LINTERS.split():
        assert kinds(["errors", "issues", "fix error", "resolve issues"], "fix", scope) == {
            (each, "") for each in ("errors", "issues", "fix error", "resolve issues")
        }
    assert emptiness("update", "fix", "mypy")[0] == VAGUE
    assert emptiness("errors", "fix", "api")[0] == VAGUE


@pytest.mark.parametrize(
    ("description", "type_", "scope", "kind"),
    [
        pytest.param("update", "chore", "deps", "", id="chore"),
        pytest.param("update", "docs", "readme", "", id="docs"),
        pytest.param("update", "chore", "", VAGUE, id="no-scope"),
        pytest.param("update", "fix", "api", VAGUE, id="fix"),
        pytest.param("bug", "fix", "api", VAGUE, id="bug"),
        pytest.param("retry", "feat", "sqs", "", id="feature"),
        pytest.param("retry", "feat", "", VAGUE, id="feature-without-scope"),
        pytest.param("update", "chore", "code", VAGUE, id="scope-that-says-nothing"),
        pytest.param("cleanup", "chore", "test", "", id="tests"),
        pytest.param("refactor", "chore", "bugs/fixes", VAGUE, id="scopes-that-say-nothing"),
        pytest.param("update", "chore", "the", VAGUE, id="filler-for-a-scope"),
        pytest.param("update", "chore", "code and tests", "", id="one-that-says-something"),
        pytest.param("update with the latest changes", "chore", "changelog", "", id="with"),
        pytest.param("with the latest changes", "chore", "changelog", VAGUE, id="with-first"),
        pytest.param("minor changes", "chore", "ui", VAGUE, id="changes"),
        pytest.param("fix things", "chore", "ui", VAGUE, id="object"),
        pytest.param("cleanup and fixes", "docs", "ui", "", id="two"),
        pytest.param("address comments", "chore", "ui", VAGUE, id="review"),
        pytest.param("wip", "chore", "ui", UNFINISHED, id="unfinished"),
        pytest.param("the", "chore", "ui", VAGUE, id="filler"),
        pytest.param("debug", "chore", "ui", VAGUE, id="debug"),
    ],
)
def test_scopes(description: str, type_: str, scope: str, kind: str) -> None:
    assert emptiness(description, type_, scope)[0] == kind


def test_mashed_keys() -> None:
    rows = words(MASHED_ROWS)
    assert kinds([row[at : at + 4] for row in rows for at in range(len(row) - 3)]) == set()
    assert kinds([*rows, *words(MASHED), *(each * 2 for each in words(MASHED) + words(REPEATED))]) == set()
    assert kinds(["aaa", "xxxx", "asdf qwe", "blahblahblah"]) == set()
    assert [each for each in ("poi", "ert", "vbn", "aa", "zz top", "\u4e00\u4e00\u4e00") if emptiness(each)[0]] == []


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        pytest.param("fix " + "the " * 16 + "bug", VAGUE, id="longest"),
        pytest.param("fix " + "the " * 16 + "bugs now", "", id="too-long"),
        pytest.param("\u4fee\u6539" * 16, "", id="long-word"),
        pytest.param("foo" * 10, VAGUE, id="longest-word"),
        pytest.param("foo" * 11, "", id="too-long-a-word"),
        pytest.param("fix bugs errors issues", VAGUE, id="longest-clause"),
        pytest.param("fix bugs errors issues faults", "", id="too-long-a-clause"),
        pytest.param("fix12", VAGUE, id="two-digits"),
        pytest.param("extra71", VAGUE, id="filler-and-two-digits"),
        pytest.param("extra712", "", id="three-digits"),
        pytest.param("issue1703", VAGUE, id="reference-in-a-word"),
        pytest.param("test123", VAGUE, id="mashed-with-digits"),
        pytest.param("qwe123", VAGUE, id="mashed-keys-with-digits"),
        pytest.param("w.i.p", UNFINISHED, id="dots"),
        pytest.param("f.i.x", VAGUE, id="dotted-fix"),
        pytest.param("it\u2019s broken", "", id="apostrophe"),
        pytest.param("doesn\u2019t work", UNFINISHED, id="known-apostrophe"),
        pytest.param("many-to-many", "", id="fillers-with-hyphens"),
        pytest.param("fix/update", VAGUE, id="slash"),
        pytest.param("fix/login", "", id="path"),
        pytest.param("input/output", "", id="two-words-with-a-slash"),
        pytest.param("\u4e00", "", id="one-letter-of-a-script-of-words"),
        pytest.param("x", VAGUE, id="one-letter"),
        pytest.param("caf\udce9", "", id="undeclared-bytes"),
        pytest.param("(fix bug)", VAGUE, id="in-parentheses"),
        pytest.param('"fix bug"', VAGUE, id="in-quotes"),
        pytest.param("[fix] [bug]", VAGUE, id="in-brackets"),
        pytest.param("fix,", VAGUE, id="trailing-comma"),
        pytest.param("fix and update then clean or tidy und fixes", VAGUE, id="conjunctions"),
        pytest.param(":tada: update", VAGUE, id="emoji-name"),
    ],
)
def test_bounds_and_forms(description: str, kind: str) -> None:
    assert emptiness(description)[0] == kind


@pytest.mark.parametrize("type_", ["wip", "draft", "tmp", "temp", "dnm", "squashme", "checkpoint", "squash"])
def test_types_that_mark_unfinished_work(type_: str) -> None:
    assert emptiness("add login", type_) == (UNFINISHED, f"the type {type_!r} marks unfinished work", type_)
    assert emptiness("", type_)[0] == UNFINISHED
    assert emptiness("add login", type_.upper())[0] == UNFINISHED
    assert emptiness("add login", type_, is_in_use=True)[0] == ""


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("login", True),
        ("update", False),
        ("and", False),
        ("x", False),
        ("lo-gin", False),
        ("caf\u00e9", False),
        ("ok", False),
    ],
)
def test_telling_words(word: str, expected: bool) -> None:
    assert is_telling(word) is expected

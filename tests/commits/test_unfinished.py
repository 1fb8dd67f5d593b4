"""The marks of unfinished work: where a word such as wip is one, and where it is what the change is about."""

from __future__ import annotations

import pytest

from backend_standards.commits import UNFINISHED
from backend_standards.commits.unfinished import mark, scope_mark
from backend_standards.commits.vagueness import emptiness

MARKED = """
wip; WIP.; wip caching; caching WIP; caching wip (#494); WIP: caching; WIP - caching; wip/caching; wip-caching; wip_caching; wip! caching
w.i.p. caching; caching w.i.p.; work in progress; work in progress on caching; caching - work in progress; work-in-progress: caching
[WIP] caching; (wip) caching; <wip> caching; {WIP} caching; *wip* caching; _wip_ caching; [wip, caching] index; ( wip ) caching
caching (WIP); caching [wip]; caching <wip>; caching {WIP}; caching *wip*; caching _wip_; caching (initial, WIP); caching (WIP for local testing)
caching (in progress); caching [in progress]; caching (still wip); caching (initial/wip)
caching (WIP) (#494); caching WIP #494; caching WIP (!12); caching WIP (abc-12); caching WIP (o/r#12); caching WIP [skip ci]; caching WIP (ci skip)
caching WIP...; caching WIP!; caching WIP \u2026; caching WIP :tada:; caching WIP \u2728; caching (WIP)(#494); caching WIP [ci skip]; caching WIP (skip-ci)
:sparkles: WIP caching; \u2728 (WIP) caching; :a_b+1: wip; \U0001f6a7 :x: WIP caching
caching - wip; caching \u2013 WIP; caching \u2014 WIP; caching, wip; caching; caching: wip; caching. WIP; caching | wip; caching / wip; caching -wip
caching - WIP - Pt. I; caching, WIP, more; caching; WIP; more; caching (WIP) and search; caching [wip] - search; caching (wip) + search; caching (wip) // x
caching wip, search later; caching still WIP for now; add the first WIP for caching; initial wip for x; early wip for x; continued wip to use x
further wip updates; stash local WIP changes; stashed local wip of x; stashing local wip of x; add S3 support WIP; make x work WIP; add page limit WIP
the tests are WIP; caching is wip; add x and y WIP; codegen - WIP (by hand); current wip on x; wip type hints
draft: caching; Draft : caching; [draft] caching; (Draft) caching; <draft> caching; caching (draft); caching [draft]; caching *draft*
do not merge: caching; don't merge: caching; do not merge - caching; don't merge \u2013 caching; do not merge \u2014 caching; [do not merge] caching
(don't merge) caching; caching, do not merge; caching - don't merge; caching (do not merge); caching [don't merge]; DO NOT MERGE caching
caching DO NOT MERGE until Monday; DON'T MERGE caching; don\u2019t merge: caching; dnm caching; DNM: caching; caching dnm; caching (dnm); [dnm] caching
caching, dnm; caching, not working yet; caching - not finished yet; caching; caching: not done yet; caching - not complete yet; caching, not ready yet; caching - not yet done
caching, but doesn't work yet; caching, does not work yet; caching - half-done; caching - half done; caching, unfinished; caching - incomplete
[in progress] caching; in progress: caching; in progress - caching; still working on caching; currently working on caching; caching (incomplete)
caching (not finished); caching [unfinished]; caching (still not ready yet); caching - still in-progress; caching, but not finished
caching - but is still incomplete; dont merge: caching; caching - don't merge yet; caching, do not merge yet; DONT MERGE caching; caching (dont merge)
clean up wip - menu simplified; menu wip \u2013 icons left; such WIP. More; caching. WIP search misses; caching! WIP on search; still a wip
ABC-12 WIP caching; [ABC-12] wip caching; #12: WIP caching; --wip-- [skip ci]; WIP check-in; wip check-in of caching
caching is a work in progress; this is definitely a work in progress, but a start; it remains a big wip; caching; still a WIP
caching, still not working yet; caching, it is not ready yet; caching - in progress; caching, still in progress; caching. In progress; caching, not yet working
"""
NOUNS = """
limit limits limiting item items column columns count counts counter label labels scope scopes status statuses state states board boards card
cards page pages pr prs mr mrs branch branches message messages prefix prefixes suffix tag tags badge badges bot bots app apps checks checker
flag flags marks marker markers title titles notice notices banner banners warning warnings info detection age metric metrics chart
charts tracking inventory account accounts cost costs order orders quantity quantities stock report reports view views widget widgets lane lanes
swimlane swimlanes threshold thresholds cap caps pull merge number numbers total totals value values entry entries list lists field fields keyword
keywords word words
"""
OBJECT_AFTER = """
a about all an any as be being by exclude excluding for from ignoring in into isn't like limiting mark marked no non not of on or out per skipping
than the to total tracking with without
"""
VERBS = """
allow ban calculate call cap compute count deprecate detect disallow display drop enforce exceed filter forbid handle hide ignore include label
limit measure minimise minimize plot prevent reduce refuse reject remove rename report restrict show skip support track treat visualise visualize
"""
NOT_MARKED = """
limit WIP items per board; show the wip limit; move the card out of wip; rename WIP column; fix wip counter; remove wip from the names; add wiping
wipe the disk; swipe left; pip-wip; wip's limit; mark it as WIP; unless the card is WIP; if cards are wip; when it is WIP; while it is wip; that is wip
whether it is WIP; which are wip; where it is wip; and limit WIP; can limit WIP; must count WIP; never count WIP; do not count WIP; or count WIP
the board should count WIP; try to count WIP; it will count WIP; colours, hide WIP; colours, and hide WIP; ignore "WIP"; skip 'wip'
[WIP] prefix is ignored; (wip) label; strip [WIP] from titles; detect (WIP) in titles; obsolete WIP message; a WIP runbook; test wip selection
do not merge dicts; do not merge lists of tags; don't merge maps; draft posts; show the draft; publish draft; save the draft: keep its title; drafts: keep
redraft: keep; draft-07; in progress state; progress bar; move the card to in progress; say that it is not finished yet; not found page; not null
say if it is unfinished; incomplete uploads; half done downloads; checkpoint model weights; add dnms; the button - not working; health - not ready; adnm caching; merge users; wip commits are squashed
wip commit message; first wip limit; still wip items; further wip reports; wip-limit; wip-limits per column; wip column, wider; stashed local wip tags
Revert "DO NOT MERGE caching"; Reapply "[WIP] caching"; Revert "caching (WIP)"; hide a page that is a WIP; warn if it is a wip; it is not a wip
ABC-12 WIP limits; wip checks; wip check runs; --wip prints a list; in progress jobs are listed; is a wip column; the board. WIP column first; limit wip - per column; restart jobs still working on old data; cancel in progress runs
say when a job is not finished; the button (not ready state); merge lists, dont merge maps
mark project work-in-progress; skip CI; declare the API WIP
work in progress limit; work-in-progress items; w.i.p. column; the work in progress
"""


def summaries(table: str) -> list[str]:
    return [each.strip() for line in table.strip().splitlines() for each in line.split("; ") if each.strip()]


@pytest.mark.parametrize("summary", [each for each in summaries(MARKED) if each not in ("caching", "more")])
def test_marked(summary: str) -> None:
    assert mark(summary)
    assert emptiness(summary, "feat")[0] == UNFINISHED


@pytest.mark.parametrize("summary", summaries(NOT_MARKED))
def test_not_marked(summary: str) -> None:
    assert mark(summary) == ""
    assert emptiness(summary, "feat")[0] == ""


def test_what_a_board_or_a_tool_has() -> None:
    for form in ("wip {}", "wip-{}", "[wip] {}", "[wip {}]", "the first wip {}", "work in progress {}"):
        assert [noun for noun in NOUNS.split() if mark(form.format(noun))] == []
    assert mark("wip search")
    assert mark("the first wip search")


def test_words_that_have_it_for_their_object() -> None:
    assert [word for word in OBJECT_AFTER.split() if mark(f"move boards {word} wip")] == []
    assert [verb for verb in VERBS.split() if mark(f"{verb} wip")] == []
    assert [verb for verb in VERBS.split() if not mark(f"S3 {verb} wip")] == []
    assert mark("S3 bucket wip")


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("caching WIP (#12)", "wip"),
        ("[WIP] caching", "[wip]"),
        ("caching (work in progress)", "(work in progress)"),
        ("caching - WIP - Pt. I", "wip"),
        ("caching (wip) and search", "(wip)"),
        ("caching still wip for now", "wip"),
        ("DO NOT MERGE this", "DO NOT MERGE"),
        ("caching,  not   working yet", ", not working yet"),
    ],
)
def test_the_mark_is_quoted(summary: str, found: str) -> None:
    assert mark(summary) == found


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ("wip", "wip"), ("WIP", "WIP"), ("auth,wip", "wip"), ("wip/auth", "wip"), ("auth wip", "wip"), ("dnm", "dnm"), ("w.i.p", "w.i.p"),
        ("work-in-progress", "work-in-progress"), ("auth", ""), ("wip-limits", ""), ("draft", ""), ("swipe", ""),
    ],
)  # fmt: skip
def test_scopes(scope: str, found: str) -> None:
    assert scope_mark(scope) == found
    assert (emptiness("add caching", "feat", scope)[0] == UNFINISHED) is bool(found)


def test_a_mark_is_found_in_a_long_summary_up_to_a_limit() -> None:
    assert emptiness("WIP add " + "x" * 100, "feat")[0] == UNFINISHED
    assert mark("x" * 496 + " wip")
    assert not mark("x" * 497 + " wip")

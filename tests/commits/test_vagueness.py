"""Near misses on both sides: summaries that say nothing, that only seem to, and that announce unfinished work."""

from __future__ import annotations

import pytest

from backend_standards.commits import UNFINISHED, VAGUE
from backend_standards.commits.vagueness import emptiness

VAGUE_SUMMARIES = """
update; updates; updated; updating; change; changes; changed; fix; fixes; fixed; fixing; edit; edits; tweak; tweaks; improve; improvements
modifications; adjustments; corrections; cleanup; clean up; clean-up; cleanups; cleaning up; refactor; refactoring; stuff; things; misc
miscellaneous; various; bug; bugs; bug fix; bug fixes; bugfix; bug-fix; bugfixes; hotfix; hot fix; quick fix; minor fix; minor fixes; small fix
small fixes; tiny fix; some fixes; more fixes; a few fixes; several fixes; another fix; other fixes; new fixes; last fix; final fix; general fixes
fix bug; fix bugs; fix a bug; fix the bug; fix some bugs; fixed bug; fixed a bug; fixed bugs; fixes bug; fixing bugs; bug fixed; bugs fixed
fix issue; fix issues; fix the issue; fixed issue; issue fixed; issues resolved; resolve issue; resolved issues; resolve problem; fix problem
fix problems; fix error; fix errors; fixed errors; error fix; error fixes; code fix; fix code; fixed the code; fix mistake; fix mistakes; fix it
fix this; fix that; fix stuff; fix things; fixed stuff; fixed everything; solve problem; solved; resolved; correct errors; patch; patches
update code; updated code; code update; code updates; update the code; update codebase; update files; updated files; update file; file updates
update stuff; update things; update project; update repo; update source; update everything; updates to code; update feature; update it
change code; changed code; code changes; code change; changes to the code; change stuff; changed some things; a few changes; some changes
some more changes; small changes; small change; minor changes; minor change; minor update; minor updates; major changes; big changes; new changes
latest changes; recent changes; more changes; other changes; additional changes; further changes; requested changes; required changes
necessary changes; last changes; final changes; random changes; various changes; several changes; many changes; misc changes; changes made
made changes; made some changes; make changes; did some changes; changes and fixes; fixes and changes; fixes and improvements
bug fixes and improvements; bug fixes, improvements; updates and fixes; various improvements; small improvements; general improvements
minor improvements; some improvements; improve code; improved code; improve stuff; enhance code; enhancements; code improvements; minor tweaks
small tweaks; tweak code; modify code; modified files; modified code; edit file; edit files; edited code; code cleanup; clean code; clean up code
cleanup code; cleaned up code; code clean up; some cleanup; minor cleanup; general cleanup; refactor code; refactored code; refactored
code refactoring; code refactor; minor refactoring; small refactor; some refactoring; rework; rework code; optimize code; optimizations
add; added; add stuff; add things; added stuff; add code; added code; add file; add files; added files; add new file; add new files; add feature
add new feature; add features; added feature; new feature; new features; features; add changes; added changes; add updates; add fix; add fixes
add functionality; implement feature; implemented; implement changes; implement stuff; create file; created files; remove stuff; remove things
remove code; removed code; remove files; delete files; deleted stuff; removed; deleted; apply changes; apply fixes; do stuff; did stuff
did some work; do things; write code; commit; commits; commit changes; committed changes; commit code; commit files; commit everything; new commit
another commit; test commit; final commit; last commit; commit 2; commit all; push code; push changes; pushed changes; push latest changes
upload files; uploaded files; add files via upload; save changes; saved work; save code; merge changes; test push; test change; test changes
testing; testing stuff; just testing; test it; test something; work; working; works; it works; it works now; works now; now it works
working version; should work now; hopefully works; make it work; try again; trying; another try; one more try; attempt; another attempt; retry
oops; ooops; whoops; ugh; argh; damn; lol; hmm; sorry; my bad; forgot; forgot something; forgot file; forgot files; forgot to commit; final
final version; final final; final touches; finishing touches; finally; finished; done; all done; complete; completed; ready; good; ok; okay; end
the end; one more; one more time; again; more; new; other; etc; start; begin; continue; sync; dev; tidy; tidy up; tidying up; polish; polishing
nit; nits; nitpicks; housekeeping; maintenance; chores; nothing; nothing special; whatever; something; everything; this and that; stuff and things
foo; bar; foobar; foo bar; blah; blah blah; bla bla; bla bla bla; asdf; asdfasdf; asdf asdf; qwerty; qwe; zxcv; asd; sdf; hjkl; fdsa; aaa; xxx
aaaaaa; x; a; .; ..; ...; -; ?; !; !!!; *; :tada:; #12; (#12); #1 #2; ABC-123; [ABC-123]; ABC-1, ABC-2; GH-12; owner/repo#12; 12; 123; 2024-01-02
fix #12; fixes #12; closes #12; close #12; fix ABC-123; fixed ABC-123; resolves #12; resolve ABC-1; see #12; see ticket; ref #12; fix issue #12
fix bug 42; fix for #12; fix for ABC-12; changes for ABC-12; update for ABC-12; work on ABC-123; https://example.com/issues/12
fix https://example.com/issues/12; fix 2; fix2; fix 3; update 2; update2; update 3; part 1; part 2; step 3; day 12; fixes 7; fix again; fix it again
fixed again; fix bug again; fixed it; another bug; another bug fix; more bugs; more stuff; some stuff; some more stuff; other stuff; small stuff
a lot of changes; lots of changes; bunch of changes; a bunch of fixes; a couple of fixes; a bit of cleanup; little fix; little changes
address review; address review comments; address comments; addressed comments; address pr comments; address feedback; addressed feedback
address pr feedback; address code review comments; address reviewer comments; address nits; address suggestions; addressing review comments
apply suggestions from code review; apply review suggestions; applied review feedback; apply review comments; incorporate feedback
incorporate review comments; implement review comments; implement pr feedback; fix review comments; fixed review comments; fix pr comments
fix code review issues; fixes after review; fixes from review; changes after review; changes from code review; review fixes; review changes
review comments; review feedback; code review; code review comments; code review fixes; pr feedback; pr comments; pr fixes; pr changes; pr review
mr comments; respond to review; resolve review comments; resolve pr comments; updates after review; updates based on review; requested pr changes
changes requested in review; merge conflicts fixed; resolve conflicts; resolved conflicts; resolve merge conflicts; resolve merge conflict
fix conflicts; fix merge conflicts; fixed merge conflict; conflicts resolved; merge conflict resolved; solve conflicts; merge branch; merge main
revert; revert changes; revert last commit; undo; undo changes; undo last commit; short summary; commit message; your message here; no message
description here; add description here; as requested; as discussed; see above; see description; cosmetic changes; trivial changes; workaround; hack
UPDATE; Update.; Fix!; FIXES; Bug Fixes.; "fix"; 'update'; (fix); [update]; *fix*; fix...; update…; fix :); \u2728 update; update \U0001f680; \U0001f680
fix / update; fix/update; bugs/issues; fix + cleanup; fix & update; fix, update; update and fix; fixes, updates and improvements; fix bugs, update code, clean up
fix-bugs; quick-fix; minor-changes; \u66f4\u65b0; \u4fee\u6539; \u4fee\u590d; \u4fee\u590dbug; \u66f4\u65b0\u4ee3\u7801; \u63d0\u4ea4\u4ee3\u7801; \u5909\u66f4; \uc218\uc815
\u043f\u0440\u0430\u0432\u043a\u0438; \u0438\u0441\u043f\u0440\u0430\u0432\u043b\u0435\u043d\u0438\u044f; \u00c4nderungen; kleine \u00c4nderungen; cambios; arreglos; correcciones
"""
UNFINISHED_SUMMARIES = """
wip; WIP; Wip; wip.; wip!; wip...; (wip); [wip]; w.i.p.; W.I.P; WIP WIP; wip 2; wip2; wip #12; WIP ABC-12; more wip; still wip; wip again; wip commit
wip changes; wip stuff; wip fixes; wip save; wip: add login form; WIP: handle null; [WIP] add login form; (wip) add login form; WIP - add login form
add login form (WIP); add login form [wip]; add login form - WIP; add login form, wip; work in progress; Work In Progress; work-in-progress
in progress; still in progress; still working on it; not finished; not finished yet; not done yet; unfinished; unfinished work; incomplete
half done; half-done; half finished; partial; partial work; temp; tmp; temporary; temp commit; tmp commit; temporary commit; checkpoint; check point
checkpoint commit; save point; savepoint; save progress; save work; saving work; save my work; more work; continue work; to be continued; tbc; tbd
todo; do not merge; don't merge; DO NOT MERGE; dnm; do not merge: try a cache; [draft] add login; squash; squash me; squash this; to be squashed
will squash later; fixup; fix up; not working; not working yet; doesn't work yet; does not work yet; broken; almost done; almost there; nearly done
almost works; some progress; more progress; making progress; end of day; eod; daily commit; stash
"""
TELLING_SUMMARIES = """
limit WIP items per board; wip limit per board; show WIP limits; count wip items; fix wip counter; rename WIP column; move card out of wip
update boto3 to 1.35.2; update boto3; update dependencies; update deps; update lock file; update README; update readme; update README.md
update changelog; update CHANGELOG; update docs; update documentation; update tests; update config; update settings; update .gitignore
update CI; update copyright year; update license; update schema; update translations; update snapshots; update fixtures; update Dockerfile
update python version; update to Python 3.13; update node; update terraform; update index.html; update user model; update button color
update error; update error messages; update issue template; update bug report template; update file upload; update version; update logo
handle misc header; parse misc section; drop misc module; add misc table; fix typo; fix typos; fix typo in README; fix a typo; fix tests
fix test; fix failing test; fix flaky test; fix build; fix CI; fix lint; fix lint errors; fix linting; fix mypy errors; fix warnings
fix imports; fix import order; fix formatting; fix indentation; fix whitespace; fix docs; fix links; fix broken link; fix crash; fix deadlock
fix race; fix memory leak; fix login; fix logout; fix search; fix pagination; fix migration; fix migrations; fix permissions; fix timeout
fix merge issue; fix merge error; fix commit error; fix update bug; fix delete bug; fix edit problem; fix save button; fix file upload
fix upload error; fix error handling; fix error message; fix bug report link; fix issue template; fix issue numbering; fix problem details
fix null check; fix off-by-one; fix off by one; fix C++; fix C++ build; fix UTF-8; fix SHA-256; fix HTTP-2; fix IPv6; fix i18n; fix l10n
fix a11y; fix Windows; fix macOS; fix version; fix release; fix deploy; fix docker; fix regression; fix segfault; fix NPE; fix N+1
fix `update`; fix .env; fix --help; fix %s; fix $PATH; fix main.py; fix src/app; fix @types; fix final newline; fix last page; fix new user flow
fix first run; fix test data; fix work queue; fix change log; fix comments; fix comment parsing; fix review app; fix feedback form
fix code block rendering; fix code splitting; fix code coverage; fix random seed; fix small screens; fix many-to-many; fix quick search
add login; add logging; add tests; add test; add more tests; add missing tests; add unit tests; add README; add license; add docs; add CI
add changelog; add types; add type hints; add comments; add cache; add search; add pagination; add dark mode; add retry; add timeout
add error page; add file upload; add feature flags; add feature flag; add code owners; add issue template; add bug template; add save button
add update endpoint; add delete endpoint; add work queue; add change log; add commit hook; add push notifications; add review comments
add pull request template; add merge queue; add draft state; add feedback form; add test file; add helper; add index; add migration
add ABC-123 header; add c flag; add x axis; add y axis; remove unused code; remove dead code; remove old code; remove print; remove debug output
remove logging; remove unused imports; remove file handle leak; remove legacy API; remove feature flag; delete user; delete old migrations
delete bug label; delete stale branches; clean up imports; clean up tests; clean up logging; clean up temp files; clean cache; cleanup job
cleanup old sessions; refactor auth; refactor tests; refactor login; refactor user model; refactor error handling; refactor file upload
rename user to account; rename files to documents; move files to src; move code to utils; move things into utils; improve performance
improve error messages; improve docs; improve logging; improve tests; improve test coverage; improve accessibility; improve search
optimize queries; optimize images; optimize query; polish login page; tidy imports; simplify auth; rework login; rewrite parser
initial commit; first commit; initial version; initial release; initial import; init; init project; bootstrap; scaffold; release; release 1.2.3
release v2; 1.2.3; v1.2.3; bump version; bump version to 1.2; bump boto3; bump actions/checkout; prepare release; start 2.0; begin 2.1 development
authentication; logging; login; search; pagination; dark mode; performance; i18n; formatting; lint; linting; typo; typos; whitespace; imports
readme; README; changelog; migration; docker; terraform; security; permissions; reviews; review queue; feedback; drafts; uploads; upload
backup; snapshot; versioning; notifications; address book; address validation; address form; addresses; handle review webhook; sync users
sync with upstream; merge files; merge duplicates; merge users; test merge; test upload; test login; test error path; test the parser
test issue 12 regression; working hours; working directory; work order; work log; final state; final keyword; done column; done state
todo list; todo app; todo items; temp directory; tmp cleanup; temporary tables; checkpoint model weights; stash support; squash migrations
squash commits on merge; draft posts; show draft; partial updates; partial index; broken links; broken pipe; incomplete uploads
not found page; not null constraint; in progress state; progress bar; save draft; save as; save work orders; save progress bar state
continue button; start button; stop; stop server; retry on 503; retry uploads; try next mirror; attempt counter; hello world; nothing to commit message
various artists page; random seed; random order; small screens; minor version; patch version; patch endpoint; patch requests; hotfix branch
change password; change log; change email; change data capture; changes feed; changes to the login form; change default port; edit profile
edit mode; edits history; tweak padding; tweak colors; adjust timeout; adjust margins; adjust log level; correct spelling; correct total
resolve hostnames; resolve symlinks; resolve conflicts in lockfile parser; resolve issue with login; issue tokens; issue invoices
issue with login; problem details; error page; error codes; error boundary; bug in parser; bug report form; code signing; code coverage
code owners; file names; file upload; file size limit; files tab; features page; feature toggles; use asdf for tool versions; use foo in docs example
bar chart; foo-bar example; abc notation; xyz coordinates; qwerty layout; azerty layout; x axis; y axis; support C; C bindings; R package
UTF-8; SHA-256; RFC-822; ISO-8859; PEP-8; Python 3; HTTP/2; 2FA; 3D view; 404 page; 500 on empty cart; 32-bit build; 12 hour clock
`wip`; `update`; .env; .gitignore; --fix; main.py; src/app.py; @types/node; $HOME; %d; C++; C#; F#; fix C#; node_modules; test_login
error/is-error; add finally; poi; POI; WER; tre; def keyword; updates/id; input/output; close modal; close connection; close #12 by validating input; fix #12 by checking null; fix ABC-123 null token; closes stale sockets
ABC-123 add login; ABC-123: handle null; (#12) handle null; handle #12 in titles; see also section; ref counting; ref cycles; part number
step function; day picker; new user flow; new login page; new relic agent; other address; more menu; again button; nit picker role
clean architecture; clean room; review apps; code review bot; pr template; pr labels; mr widget; merge request approvals; feedback widget
conflict detection; conflict resolution UI; merge conflict markers check; revert to boto3 1.34; revert flag rename; undo stack; undo button
remove extra the; remove additional is; fix the the; add another to; change a to an; fix is to are; fix "are be"; fix the "is a" (#12)
change a --> an; on <- off; add `$`; remove `?`; fix `->`, `;`; remove the \uff09; replace \uff1a; \u4fee\u590d\u767b\u5f55\u9875; \u66f4\u65b0\u4f9d\u8d56; \u043f\u0440\u0430\u0432\u043a\u0438 \u0432 \u043b\u043e\u0433\u0438\u043d\u0435; \u00c4nderungen am Login; cambios en el login
"""


def summaries(table: str) -> list[str]:
    return [each.strip() for line in table.strip().splitlines() for each in line.split("; ") if each.strip()]


def test_the_tables_are_long_and_have_no_duplicates() -> None:
    assert min(len(summaries(VAGUE_SUMMARIES)), len(summaries(TELLING_SUMMARIES))) > 400
    for table in (VAGUE_SUMMARIES, UNFINISHED_SUMMARIES, TELLING_SUMMARIES):
        assert len(set(summaries(table))) == len(summaries(table)), "an entry is there twice"


@pytest.mark.parametrize("type_", ["", "feat", "fix", "chore"])
def test_vague(type_: str) -> None:
    assert [text for text in summaries(VAGUE_SUMMARIES) if emptiness(text, type_)[0] != VAGUE] == []


@pytest.mark.parametrize("type_", ["", "feat", "fix", "chore"])
def test_unfinished(type_: str) -> None:
    assert [text for text in summaries(UNFINISHED_SUMMARIES) if emptiness(text, type_)[0] != UNFINISHED] == []


@pytest.mark.parametrize("type_", ["", "feat", "fix", "chore"])
def test_telling(type_: str) -> None:
    assert [(text, emptiness(text, type_)) for text in summaries(TELLING_SUMMARIES) if emptiness(text, type_)[0]] == []


@pytest.mark.parametrize(
    ("type_", "description", "expected"),
    [
        ("docs", "docs", VAGUE),
        ("docs", "documentation", VAGUE),
        ("docs", "tests", ""),
        ("test", "tests", VAGUE),
        ("feat", "tests", ""),
        ("refactor", "refactoring", VAGUE),
        ("style", "style", VAGUE),
        ("feat", "style", ""),
        ("wip", "add login form", UNFINISHED),
        ("WIP", "add login form", UNFINISHED),
        ("draft", "add login form", UNFINISHED),
    ],
)
def test_a_summary_that_repeats_the_type(type_: str, description: str, expected: str) -> None:
    assert emptiness(description, type_)[0] == expected


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("fix some bugs", "'fix some bugs' says only 'fix', 'bugs', which fits any commit"),
        ("update", "'update' fits any commit"),
        ("#12", "'#12' is only a number or a reference, and does not say what changed"),
        ("...", "'...' is not a word, and does not say what changed"),
        ("oops", "'oops' does not say what changed"),
        ("address review comments", "'address review comments' says why you commit, not what changed"),
        ("half done", "'half done' says that the work is unfinished, not what it does"),
        ("wip again", "'wip' marks unfinished work"),
        ("[WIP] add login", "'[wip]' marks unfinished work"),
    ],
)
def test_the_message_names_the_words(description: str, said: str) -> None:
    assert emptiness(description)[1] == said

"""The messages that git and forges write, in their exact forms. Imported only for a header that begins like one."""

from __future__ import annotations

import re

_NAME = r"'[^']+'(?: \(early part\))?"
_LIST = rf"{_NAME}(?:, {_NAME})*(?: and {_NAME})?"
_KINDS = r"(?:branch(?:es)?|remote-tracking branch(?:es)?|tags?|commits?)"
_SOURCE = rf"(?:HEAD|{_KINDS} {_LIST})(?:, {_KINDS} {_LIST})*(?: of \S+)?"
_OBJECT = r"[0-9a-f]{7,64}"
_MERGES = (
    # git (fmt-merge-msg.c), GitLab ("into 'main'"), GitHub and most others
    rf"Merge {_SOURCE}(?:; {_SOURCE})*(?: into (?:'\S+'|\S+))?",
    rf"Merge commit '{_OBJECT}' as '[^']+'",  # git subtree
    rf"Merge {_OBJECT} into {_OBJECT}",  # GitHub's refs/pull/N/merge
    r"Merge (?:[a-z+]+://\S+|\S*/\S+|\.\.?)(?: into \S+)?",  # git: the HEAD of a repository
    r"Merge pull request #\d+ from \S+",  # GitHub
    r"Merge commit from fork",  # GitHub's security advisories
    r"Merge pull request '.+' \(#\d+\) from \S+ into \S+",  # Gitea, Forgejo
    r"Merge pull request #\d+ in \S+ from \S+ to \S+",  # Bitbucket Server
    r"Pull request #\d+: .+",  # Bitbucket Server, later
    r"Merged in \S+ \(pull request #\d+\)",  # Bitbucket Cloud
    r"Merged PR \d+: .+",  # Azure DevOps
    r'Merge ".+"(?: into \S+)?',  # Gerrit
    r"Merge changes (?:from topic )?[\w\"',. -]+(?: into \S+)?",  # Gerrit
)
_REVERT = r'(?:Revert|Reapply) ".+"(?P<request> \((?:pull request )?#\d+\))?'
_REVERT_BODY = (
    rf"^(?:This reverts commit {_OBJECT}\b|This reverts merge request \S*!\d+|This reverts pull request #\d+|"
    r"Reverts \S*[#!]\d+)"
)
_LONGEST = 2000
"""A longer header is not matched: no forge writes one, and the time of the expressions stays small."""


def kind(header: str, rest: str, *, title: bool = False) -> str:
    """Return "merge", "revert" or "autosquash" for a message that git or a forge wrote, otherwise "".

    A revert needs a body that names the reverted commit. It needs no body if its header ends with the number of a pull
    request, as forges write it when they squash a revert. With ``title`` it needs no body either, because the title of
    a pull request has none.
    """
    if header.startswith(("fixup! ", "squash! ", "amend! ")):
        return "autosquash" if header.partition(" ")[2].strip() else ""
    if len(header) > _LONGEST:
        return ""
    if header.startswith(("Revert ", "Reapply ")):
        quoted = re.fullmatch(_REVERT, header)
        is_known = quoted and (title or quoted["request"] or re.search(_REVERT_BODY, rest, re.MULTILINE))
        return "revert" if is_known else ""
    return "merge" if any(re.fullmatch(form, header) for form in _MERGES) else ""

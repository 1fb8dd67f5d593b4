from __future__ import annotations

import base64
import random

import pytest

import fakes
from backend_standards.secrets import aws_clues


@pytest.mark.parametrize("name", ["secret", "SECRET", "Secret", "sEcReT"])
def test_clues_know_no_case(name: str) -> None:
    assert aws_clues.finder()(b"a " + name.encode()) == {b"secret": [2]}
    assert aws_clues.finder()(name[:-1].encode()) == {}


LITERALS = (
    *(b"AKIA", b"ASIA", b"ABIA", b"ACCA", b"ABSK", b"secret", b"smtp", b"da2-", b"codecommit", b"standards:"),
    *(b"bedrock-api-key-", b"amzn.mws.", *aws_clues.TOKENS, *aws_clues.ENCODED),
    *(aws_clues.PRIVATE_KEY, *aws_clues.KEYS_ENCODED),
)


@pytest.mark.parametrize("literal", LITERALS)
@pytest.mark.parametrize("before", [b"", b"x", b"\n", b"de", b"standards"])
@pytest.mark.parametrize("many", [False, True])
def test_every_literal_is_a_clue(literal: bytes, before: bytes, many: bool) -> None:
    assert len(before) in aws_clues.finder(many=many)(before + literal + b"AAAA").get(literal, [])


def test_heads_may_overlap() -> None:
    for many in (False, True):
        assert aws_clues.finder(many=many)(b"AKIA" + b"KIA2") == {b"AKIA": [0, 3]}


def test_the_expressions_for_many_files_are_made_once() -> None:
    """Each content of a history asks for them anew, and they take longer than the search in a small content."""
    assert aws_clues.finder(many=True) is aws_clues.finder(many=True)


def test_suspects() -> None:
    contents = {
        "clean": b"x = 1\n",
        "key": fakes.KEY_ID.encode(),
        "word": b"see the Secret",
        "utf-16": fakes.KEY_ID.encode("utf-16"),
        "nuls": bytes(1000),
    }
    for many in (False, True):
        suspects = aws_clues.suspects(contents.items(), many=many)
        assert {name: set(clues) for name, _data, clues in suspects} == {
            "key": {b"AKIA"},
            "word": {b"secret"},
            "utf-16": set(),
        }


def test_words_over_the_end_of_a_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_clues, "_PIECE", 16)
    data = b"." * 13 + b"SECRET" + b"." * 14 + b"secret"
    assert aws_clues.finder()(data) == {b"secret": [13, 33]}


# --- the literals, from what they stand for ---------------------------------------------------------

PLAIN = (
    "AKIA ASIA ABIA ACCA ABSK secret smtp da2- codecommit standards: bedrock-api-key- amzn.mws. QoDY QoGZ QoJb XIvY"
).split()


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("literal", [*PLAIN, "PRIVATE" + " KEY"])
def test_a_literal_is_a_clue_wherever_it_is(literal: str, *, many: bool) -> None:
    find = aws_clues.finder(many=many)
    word = literal.encode()
    for before in (b"", b"x", b"\n" * 40):
        assert find(before + word + b"A")[word] == [len(before)]
    assert find(word + b"A." + word + b"A")[word] == [0, len(word) + 2]
    assert word not in find(word[:-1] + b"_A")
    assert word not in find(word[1:] + b"A")
    has_case = literal not in ("secret", "smtp", "da2-", "codecommit")
    assert (word in find(word.swapcase() + b"A")) != has_case


HEADS = ["AKIA", "ASIA", "ABIA", "ACCA"]


@pytest.mark.parametrize("shift", range(3))
@pytest.mark.parametrize("head", HEADS)
def test_a_head_in_base64_is_a_clue(head: str, shift: int) -> None:
    for letter in fakes.BASE32:
        encoded = base64.b64encode(f"{'x' * shift}{head}{letter}{'Q' * 15}".encode())
        for many in (False, True):
            assert aws_clues.finder(many=many)(encoded), letter


# What the settings of the AWS CLI and the members of its API are called, and where a group of three letters may begin
# in them: such a name has no clue of its own in every place, but a file of a pair has two of them.
NAMES = {
    "aws_secret_access_key": (0, 1, 2),
    "AWS_SECRET_ACCESS_KEY": (0, 1, 2),
    "aws_access_key_id": (0, 2),
    "AWS_ACCESS_KEY_ID": (0, 2),
    "AccessKeyId": (0, 2),
    "SecretAccessKey": (0, 2),
    "accessKeyId": (0, 2),
}


@pytest.mark.parametrize(("name", "shift"), [(name, shift) for name, shifts in NAMES.items() for shift in shifts])
def test_a_name_in_base64_is_a_clue(name: str, shift: int) -> None:
    encoded = base64.b64encode(f"{' ' * shift}{name}   ".encode())
    for many in (False, True):
        assert aws_clues.finder(many=many)(encoded), encoded


def test_a_member_in_base64_that_nothing_else_tells() -> None:
    """The first letters of a member, where what is after them is written in another way."""
    for many in (False, True):
        assert aws_clues.finder(many=many)(base64.b64encode(b"Access_Key"))


LABELS = {
    "RSA ": ["MIIEpAIBAAKCAQEA", "MIIJKQIBAAKCAgEA"],
    "ENCRYPTED ": ["MIIFHDBO", "MIIFLTBX"],
    "OPENSSH ": ["b3BlbnNzaC1rZXktdjEAAAAA"],
    "DSA ": ["MIIBuwIBAAKB"],
    "EC ": ["MHcCAQEEI", "MIGkAgEBBDA"],
    "": ["MIIEvQIBADANBgkq", "MIGHAgEAMBMG", "MC4CAQAwBQYDK2Vw"],
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("label", "body"), [(label, body) for label, bodies in LABELS.items() for body in bodies])
@pytest.mark.parametrize("shift", range(3))
def test_a_private_key_in_base64_is_a_clue(label: str, body: str, shift: int, end: str) -> None:
    head = f"-----BEGIN {label}{'PRIVATE'} KEY-----{end}{body}"
    encoded = base64.b64encode((" " * shift + head + fakes.text(fakes.BASE62, 40)).encode())
    is_known = shift != 2 or label not in ("EC ", "")  # there, only the end of the key or its body has a clue
    for many in (False, True):
        assert aws_clues.KEYS_ENCODED.count(next(iter(aws_clues.finder(many=many)(encoded)), b"")) == is_known


def test_utf_16_has_its_clues_without_the_nuls() -> None:
    data = fakes.KEY_ID.encode("utf-16-le")
    assert list(aws_clues.suspects([("a", data)])) == [("a", data, {})]
    assert list(aws_clues.suspects([("a", b"\0" + data)], many=True)) == [("a", b"\0" + data, {})]


def test_a_piece_ends_in_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are looked for in pieces: each is found once, wherever a piece ends in it."""
    monkeypatch.setattr(aws_clues, "_PIECE", 16)
    for word in (b"secret", b"SMTP", b"Da2-", b"CodeCommit"):
        for before in range(40):
            data = b"." * before + word + b"." * 20
            assert aws_clues.finder()(data) == {word.lower(): [before]}


@pytest.mark.parametrize(
    "text",
    [
        "seer",
        "sacred",
        "dmtp",
        "smcp",
        "sat-",
        "xmtp",
        "smtd",
        "db2-",
        "da2_",
        "codecommi",
        "codeccommit",
        "decr",
        "oecp",
        "necrq",
    ],
)
def test_words_that_fold_into_the_same_letters(text: str) -> None:
    for many in (False, True):
        assert aws_clues.finder(many=many)(text.encode()) == {}


@pytest.mark.parametrize("literal", LITERALS)
@pytest.mark.parametrize("between", [b"", b"\0", b"\0\0\0"])
@pytest.mark.parametrize("many", [False, True])
def test_every_literal_is_found_in_a_binary(
    monkeypatch: pytest.MonkeyPatch, literal: bytes, between: bytes, many: bool
) -> None:
    monkeypatch.setattr(aws_clues, "_PIECE", 16)
    for length in range(20):
        data = b"\x80" * length + between.join(bytes([each]) for each in literal + b"A") + b"\0\x80"
        ((_, _, clues),) = aws_clues.suspects([("", data)], many=many)
        assert (literal in clues) is not bool(between)


def test_few_strings_of_a_picture_are_searched() -> None:
    """A picture has few strings, so what is searched in it is small."""
    picture = random.Random(13).randbytes(1 << 20)
    assert sum(map(len, aws_clues._strings(picture))) * 20 < len(picture)

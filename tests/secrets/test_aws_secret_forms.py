"""The ways to write a secret access key, and what is beside it: each written a second time, with a case beyond it."""

from __future__ import annotations

import base64

import pytest

import fakes
from aws_samples import found
from backend_standards.secrets.aws_keys import scan
from backend_standards.secrets.aws_secrets import has_named_columns, is_secret

ID, SECRET = fakes.KEY_ID, fakes.AWS_SECRET
RULE = "secret-access-key"
# Letters and digits that are no words, whatever their order.
LOWER, UPPER, DIGITS, SIGNS = "qzxvkjwp", "QZXVKJWP", "0123456789", "/+/+"


def value(*runs: str) -> str:
    joined = "".join(runs)
    assert len(joined) == 40
    return joined


# --- what is random ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(value(*("qzxv", "QZX", "012", "VKJ", "345", "/", "678", "KJWP", "kjw", "901", "pqzx", "WPQ", "vkj")), True, id="twelve-changes"),
        pytest.param(value(*("qzxv", "QZX", "012", "VKJ", "345", "/", "678", "KJWP", "kjwp", "9012", "pqzx", "WPQV")), False, id="eleven"),
        pytest.param(value(*("qzxv", "QZX", "012", "/+", "345", "+", "678", "/", "901", "+", "qzxvkjw", "KJWPQ", "2345")), True, id="signs-are-a-kind"),
    ],
)  # fmt: skip
def test_changes_from_one_kind_of_character_to_another(text: str, *, expected: bool) -> None:
    assert is_secret(text) is expected


@pytest.mark.parametrize(("letters", "expected"), [("qQ0zZ1xX2vV3kK4j", True), ("qQ0zZ1xX2vV3kK4", False)])
def test_different_letters(letters: str, *, expected: bool) -> None:
    text = letters + fakes.text(letters, 40 - len(letters))
    assert len(set(text)) == len(letters)
    assert is_secret(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Of the words, 21 letters and 22.
        ("Orders8Services2Records9qZ4xV7kJ1wQ3pX5z", True),
        ("Orders8Services2Account5Users9qZ4xV7kJ1w", False),
    ],
)
def test_letters_in_words(text: str, *, expected: bool) -> None:
    assert len(text) == 40
    assert is_secret(text) is expected


def test_base64_of_a_text_is_no_secret() -> None:
    texts = ["Kx9!mQ2@vT7#zP4$wL8%nR3^jH6&", "a;B2:c+D4,e-F6.g(H8)i=J0*k_L"]
    for text in texts:
        encoded = base64.b64encode(text.encode()).decode()
        assert len(encoded) == 40
        assert not is_secret(encoded)
        for odd in ("\x07", "\xff"):
            assert is_secret(base64.b64encode((text[:14] + odd + text[15:]).encode("latin-1")).decode())
        assert is_secret(encoded[:-1]) or len(encoded[:-1]) % 4, "the base64 of a text has a length of fours"


# --- its letters ------------------------------------------------------------------------------------

SLASHED = "a+" + SECRET[2:20] + "/b" + SECRET[22:]
SPELT_SLASH = [r"\/", r"\\/", "%2F", "%2f", "%252F", r"\u002F", r"\u002f", r"\\u002f", "&#x2F;", "&#x2f;", "&#47;"]
SPELT_PLUS = ["%2B", "%2b", "%252B", r"\u002B", r"\u002b", "&#x2B;", "&#x2b;", "&#43;"]


@pytest.mark.parametrize("slash", SPELT_SLASH)
@pytest.mark.parametrize("name", ["secret = ", f"{ID}\n"])
def test_a_slash_as_an_escape(slash: str, name: str) -> None:
    plain = SLASHED.replace("+", "c")
    hits = scan(f"{name}'{plain.replace('/', slash)}'".encode())
    assert (hits[-1].rule, hits[-1].value) == (f"aws-{RULE}", plain)


@pytest.mark.parametrize("plus", SPELT_PLUS)
def test_a_plus_as_an_escape(plus: str) -> None:
    plain = SLASHED.replace("/", "c")
    (hit,) = scan(f"secret = '{plain.replace('+', plus)}'".encode())
    assert (hit.rule, hit.value) == (f"aws-{RULE}", plain)


ENDS = ["", "'", ",", " ", ";", ")", "-->", "-old", "-previous", ". ", ".", "\n", "&", "|", "<", r"\n", "&quot;"]
GOES_ON = ["x", "0", "/", "+", "_", "~", "=", "-", "-1", "-x9", "-OLD", f"-{'x' * 11}", ".x", ".5", "-a-b"]


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_a_value(end: str) -> None:
    assert found(f"secret = {SECRET}{end}") == [RULE]


@pytest.mark.parametrize("end", GOES_ON)
def test_what_goes_on_in_a_value(end: str) -> None:
    assert found(f"secret = {SECRET}{end}") == []


@pytest.mark.parametrize(
    "before", ["=", ":", " ", "'", ": //", ":-", "\n+", "=3D", "=.", " .", "'.", '".', ":.", r"\n", "%22"]
)
def test_what_is_before_a_value(before: str) -> None:
    assert found(f"secret{before}{SECRET}") == [RULE]


@pytest.mark.parametrize("before", ["=x", "=0", "=_", "=~", " +", "=/", "=-", "--", "..", "a.", "=%"])
def test_what_a_value_goes_on_from(before: str) -> None:
    assert found(f"secret{before}{SECRET}") == []


@pytest.mark.parametrize("end", ["", "\n", "\r\n", " "])
def test_a_value_in_base64(end: str) -> None:
    encoded = base64.b64encode(f"{SECRET}{end}".encode()).decode()
    is_known = len(encoded) == 56 and encoded.endswith("=")
    for text in (f"secret: {encoded}", f"secret: '{encoded}'"):
        (hit,) = scan(text.encode()) if is_known else (None,)
        assert hit is None or (hit.kind, hit.value) == ("a base64-encoded AWS secret access key", SECRET)
    for text in (f"name: {encoded}", f"secret: x{encoded}", f"secret: {encoded}=", f"secret: -{encoded}"):
        assert found(text) == [], text


# --- its name ---------------------------------------------------------------------------------------

MEMBERS = ["name", "Name", "NAME", "key", "Key", "KEY", "ParameterKey", "ParameterName"]


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("end", ['", "', '",\n  "', '","', "\n", "\n    ", '",' + " " * 80 + '"'])
@pytest.mark.parametrize("sign", [": ", ":", " = ", '": "', '":"', '" : "', "=" + " " * 4, " " * 4 + ":"])
def test_a_member_after_a_value_has_its_name(member: str, end: str, sign: str) -> None:
    assert found(f'"{SECRET}{end}{member}{sign}db_secret') == [RULE]


@pytest.mark.parametrize(
    "between",
    [
        '",\n"other": "a',
        '",\n"nAme": "',
        f'",\n{" " * 80} "name": "',
        f'",\n"name":{" " * 5}"',
        '",\n"name" "',
        f'",\n"name": "{"x" * 41}',
        '",\n"name": "a b ',
        f'"\n"name": {" " * 3}"{"x" * 40}{"." * 70}',
    ],
)
def test_a_member_that_does_not_name_a_value(between: str) -> None:
    assert found(f'"{SECRET}{between}secret') == []


@pytest.mark.parametrize(("letters", "count"), [(40, 1), (41, 0)])
def test_how_long_a_name_after_a_value_is_before_the_word(letters: int, count: int) -> None:
    assert found(f'"{SECRET}"\nname: {"x" * letters}secret') == [RULE] * count


def test_how_far_a_name_after_a_value_is() -> None:
    for more in (0, 1):
        middle = f'",{" " * (120 - len(chr(34) + ",") - len("name: ") - 40 + more)}name: {"x" * 40}'
        assert len(middle) == 120 + more
        assert found(f'"{SECRET}{middle}secret') == [RULE] * (1 - more)


DEFAULTS = [
    "default = ",
    'default: "',
    "Default=",
    '"default": "',
    "'value' = '",
    "value\t:\t",
    "VALUE: ",
    "<value>",
    "<value>\n  ",
]
FAR = "a description, " * 20


@pytest.mark.parametrize("default", DEFAULTS)
def test_a_default_has_its_name_further_up(default: str) -> None:
    assert found(f"secret\n{FAR}\n{default}{SECRET}\n") == [RULE]
    for end in ("\n}", "</property>"):
        assert found(f"secret\n{FAR}{end}\n{default}{SECRET}\n") == [], end
    for other in ("\n }", "}", "</property2>"):
        assert found(f"secret\n{FAR}{other}\n{default}{SECRET}\n") == [RULE], other


@pytest.mark.parametrize(
    "other",
    ["defaults = ", "xdefault = ", "default ", "default == ", "default =" + " " * 21, "<values>", "default = x, "],
)
def test_another_word_does_not_reach_as_far(other: str) -> None:
    assert found(f"secret\n{FAR}\n{other}{SECRET}\n") == []


def test_the_nearest_word_counts() -> None:
    assert found(f"secret{'.' * 400} secret = {SECRET}") == [RULE]
    assert found(f"secret = {SECRET}{'.' * 400} secret") == [RULE]
    assert found(f"secret{'.' * 1200} {SECRET} {'.' * 200} secret") == []


# --- lists and columns ------------------------------------------------------------------------------


def secrets(count: int) -> list[str]:
    return [fakes.text(fakes.BASE64, 40, seed=500 + number) for number in range(count)]


@pytest.mark.parametrize(
    "sign", [", ", ";", "|", "', '", '", "', "] [", ") (", "} {", " - ", "\n", "\\n", "\t", " " * 60]
)
def test_what_is_between_the_values_of_a_list(sign: str) -> None:
    assert len(found(f"secrets: {sign.join(secrets(30))}")) == 30


@pytest.mark.parametrize("sign", [" = ", " a ", ": ", "\n\nx ", " " * 61])
def test_what_ends_a_list(sign: str) -> None:
    assert len(found(f"secrets: {sign.join(secrets(30))}")) < 30


@pytest.mark.parametrize(("spaces", "count"), [(34, 200), (35, 199)])
def test_how_long_a_list_is(spaces: int, count: int) -> None:
    values = secrets(200)
    text = " ".join(values[:199]) + " " * spaces + values[199]
    assert text.index(values[199]) == 8192 + 200 - count
    assert len(found(f"secrets: {text}")) == count


@pytest.mark.parametrize("delimiter", ",;\t|")
def test_a_column_of_secrets(delimiter: str) -> None:
    values = secrets(3)
    head = delimiter.join(["user", "Secret access key", "note"])
    rows = [delimiter.join([f"bob{number}", f' "{each}" ', "x" * 300]) for number, each in enumerate(values)]
    assert found("\n".join([head, *rows])) == [RULE] * 3
    assert (
        found("\n".join([head, *(row.replace(each, each[:-1]) for row, each in zip(rows, values, strict=True))])) == []
    )
    other = delimiter.join(["Secret", "user", "note"])
    assert len(found("\n".join([other, "x" * 300, *rows]))) < 3, "the column is that of the name"
    assert len(found("\n".join(["x", head, "x" * 300, *rows]))) < 3, "the names are in the first line"


@pytest.mark.parametrize(("columns", "count"), [(2, 1), (64, 1), (65, 0)])
def test_how_many_columns_a_table_has(columns: int, count: int) -> None:
    names = ["secret", *(f"c{number}" for number in range(columns - 1))]
    row = [SECRET, *("1" for _ in names[1:])]
    assert found(",".join(names) + f"\n{'.' * 900}\n" + ",".join(row)) == [RULE] * count


@pytest.mark.parametrize(("length", "count"), [(4095, 1), (4096, 0)])
def test_how_long_the_first_line_of_a_table_is(length: int, count: int) -> None:
    head = "secret," + "x" * (length - len("secret,"))
    assert found(f"{head}\n{SECRET},1\n") == [RULE] * count
    assert has_named_columns(f"{head}\n".encode()) == bool(count)


def test_a_first_line_that_names_no_column() -> None:
    for head in (b"user,key\nsecret\n", b"", b"secret", b"\nsecret"):
        assert not has_named_columns(head)
    assert has_named_columns(b"user,SECRET\n")


# --- binaries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("nuls", [0, 3, 7])
def test_a_secret_after_its_length(nuls: int) -> None:
    data = b"\1secret(" + b"\0" * nuls + SECRET.encode() + b"Z\0"
    assert [each.rule for each in scan(data, binary=True)] == [f"aws-{RULE}"]
    assert scan(data) == []
    assert scan(data.replace(b"(", b")"), binary=True) == []
    assert scan(data.replace(b"secret", b"public"), binary=True) == []


def test_a_secret_after_an_id_in_a_binary() -> None:
    data = b"\0" + ID.encode() + SECRET.encode() + b"Z\0"
    assert {each.rule for each in scan(data, binary=True)} == {"aws-access-key-id", f"aws-{RULE}"}
    assert scan(b"\0" + ID.encode() + b"(" + b"a" * 40 + b"Z", binary=True)[-1].rule == "aws-access-key-id"

"""Forms that no template says: binaries, and files that hold the base64 of another file."""

from __future__ import annotations

import base64
import json
import random
import struct
from collections.abc import Callable, Iterator

from aws_corpus.templates import Expected, Form
from aws_corpus.values import CREDENTIALS, key_id, secret_key

_ID = CREDENTIALS["id"].rule
_SECRET = CREDENTIALS["secret"].rule
Pair = Callable[[str, str], tuple[bytes, Expected]]


def with_credential() -> Iterator[Form]:
    """Yield the forms that hold a credential, made from a key ID and a secret."""
    for name, section, path, make in (
        ("bin-pyc-like", "binaries", "__pycache__/settings.cpython-311.pyc", _bytecode),
        ("bin-java-class", "binaries", "target/classes/com/acme/Const.class", _java_class),
        ("bin-core-environ", "binaries", "core.1234", _core_dump),
        ("bin-sqlite-lone-id", "binaries", "cache.db", _database),
        ("bin-null-with-lines", "binaries", "blob.dat", _lines_with_nul),
        ("b64-credentials-file-k8s", "base64 of a file", "k8s/cloud.yaml", _kubernetes_yaml),
        ("b64-env-file-shell", "base64 of a file", "mkenv.sh", _shell),
        ("b64-json-k8s-json", "base64 of a file", "k8s/creds.json", _kubernetes_json),
    ):
        yield Form(name, section, path, _with_pair(make), times=3, has_credential=True)


def harmless() -> Iterator[Form]:
    """Yield the forms that hold none."""
    for name, path, times, make in (
        ("empty-file", "empty", 1, lambda _: b""),
        ("only-newlines", "nl", 1, lambda _: b"\n\r\n\n"),
        ("random-binary", "rand.bin", 2, lambda r: r.randbytes(120_000)),
        ("random-base64-line", "rand.b64", 2, lambda r: base64.b64encode(r.randbytes(200_001))),
        ("random-hex-line", "rand.hex", 2, lambda r: r.randbytes(60_000).hex().encode()),
        ("pyc-no-secret", "__pycache__/a.pyc", 2, _bytecode_with_name),
        ("png", "a.png", 2, lambda r: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + r.randbytes(20_000)),
    ):
        yield Form(name, "binaries without", path, _without(make), times, has_credential=False)


def _with_pair(make: Pair) -> Callable[[random.Random, int], tuple[bytes, Expected]]:
    return lambda r, style: make(key_id(r, "AK"), secret_key(r, style))


def _without(make: Callable[[random.Random], bytes]) -> Callable[[random.Random, int], tuple[bytes, Expected]]:
    return lambda r, _style: (make(r), [])


def _bytecode(identifier: str, secret: str) -> tuple[bytes, Expected]:
    data = b"\xa7\x6f\x20\x01" + bytes(4) + b"\x11\x22\x33\x44\x55\0\0\0\xe3" + bytes(16)
    data += b"\xda\x11AWS_ACCESS_KEY_ID\xda\x14" + identifier.encode()
    data += b"\xda\x15AWS_SECRET_ACCESS_KEY\xfa\x28" + secret.encode() + b"\xe9\0\0\0\0\x4e\x29\x02"
    return data, [(1, _ID), (1, _SECRET)]


def _bytecode_with_name(r: random.Random) -> bytes:
    names = b"\xda\x15AWS_SECRET_ACCESS_KEY\xda\x07environ\xda\x03get"
    return b"\xa7\x6f\x20\x01" + bytes(12) + b"\xe3" + bytes(16) + names + r.randbytes(60)


def _java_class(identifier: str, secret: str) -> tuple[bytes, Expected]:
    def constant(text: str) -> bytes:
        return b"\1" + struct.pack(">H", len(text)) + text.encode()

    data = b"\xca\xfe\xba\xbe\0\0\0\x34\0\x30\7\0\2" + constant("com/acme/Const") + constant("awsAccessKeyId")
    data += constant(identifier) + b"\x08\0\5" + constant("awsSecretAccessKey") + constant(secret)
    return data + b"\x08\0\7" + constant("<init>") + bytes(8), [(1, _ID), (1, _SECRET)]


def _core_dump(identifier: str, secret: str) -> tuple[bytes, Expected]:
    data = b"\x7fELF\2\1\1" + bytes(60) + b"PATH=/usr/bin\0AWS_ACCESS_KEY_ID=" + identifier.encode()
    data += b"\0AWS_SECRET_ACCESS_KEY=" + secret.encode() + b"\0HOME=/root\0\0" + bytes(range(128, 256))
    return data, [(1, _ID), (1, _SECRET)]


def _database(identifier: str, _secret: str) -> tuple[bytes, Expected]:
    data = b"SQLite format 3\0\x10\0\1\1\0\x40\x20\x20" + bytes(80) + b"\x81\2\3\x17\x35\1\0\3"
    return data + identifier.encode() + b"\2\5" + bytes(40), [(1, _ID)]


def _lines_with_nul(identifier: str, secret: str) -> tuple[bytes, Expected]:
    data = b"\0\1\2header\n\0\xff\xfe\nAWS_SECRET_ACCESS_KEY=" + secret.encode() + b"\n\0"
    return data + identifier.encode() + b"\0\n", [(3, _SECRET), (4, _ID)]


def _kubernetes_yaml(identifier: str, secret: str) -> tuple[bytes, Expected]:
    file = f"[default]\naws_access_key_id = {identifier}\naws_secret_access_key = {secret}\n"
    text = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: cloud-credentials\ndata:\n  cloud: "
    return text.encode() + base64.b64encode(file.encode()) + b"\n", [(6, _ID), (6, _SECRET)]


def _shell(identifier: str, secret: str) -> tuple[bytes, Expected]:
    file = f"AWS_ACCESS_KEY_ID={identifier}\nAWS_SECRET_ACCESS_KEY={secret}\n"
    encoded = base64.b64encode(file.encode())
    return b"#!/bin/sh\necho " + encoded + b" | base64 -d > .env\n", [(2, _ID), (2, _SECRET)]


def _kubernetes_json(identifier: str, secret: str) -> tuple[bytes, Expected]:
    file = json.dumps({"AccessKeyId": identifier, "SecretAccessKey": secret})
    document = {"kind": "Secret", "data": {"creds.json": base64.b64encode(file.encode()).decode()}}
    return json.dumps(document, indent=2).encode(), [(4, _ID), (4, _SECRET)]

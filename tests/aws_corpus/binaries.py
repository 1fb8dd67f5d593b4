"""Binary files as programs write them: bytecode of the Python that runs, pickles, databases, executables, documents."""

from __future__ import annotations

import gzip
import importlib.util
import marshal
import pickle
import plistlib
import random
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from aws_corpus.templates import Expected, Form
from aws_corpus.values import CREDENTIALS, HEX, base64_of_bytes, key_id, secret_key, text


class Pair(NamedTuple):
    """What a file is made from; it may hold one of the two alone."""

    id: str
    secret: str


def with_credential() -> Iterator[Form]:
    """Yield the forms that hold a credential."""
    constants = 'AWS_ACCESS_KEY_ID = "{0.id}"\nAWS_SECRET_ACCESS_KEY = "{0.secret}"\n'
    secret_only = 'DEBUG = False\nAWS_SECRET_ACCESS_KEY = "{0.secret}"\n'
    call = (
        "import boto3\ndef up():\n"
        '    return boto3.client("s3", aws_access_key_id="{0.id}", aws_secret_access_key="{0.secret}")\n'
    )
    environ = (
        'import os\nos.environ["AWS_SECRET_ACCESS_KEY"] = "{0.secret}"\nos.environ["AWS_ACCESS_KEY_ID"] = "{0.id}"\n'
    )
    settings = (
        "create table settings(name text, value text)",
        "insert into settings values('aws_access_key_id', '{0.id}')",
        "insert into settings values('aws_secret_access_key', '{0.secret}')",
    )
    accounts = (
        "create table accounts(id integer primary key, access_key text, secret_key text)",
        "insert into accounts(access_key, secret_key) values('{0.id}', '{0.secret}')",
    )
    secrets = (
        "create table kv(k text, v text)",
        "insert into kv values('AWS_SECRET_ACCESS_KEY', '{0.secret}')",
    )
    documents = (
        "create table blobs(doc text)",
        """insert into blobs values('{{"accessKeyId": "{0.id}", "secretAccessKey": "{0.secret}"}}')""",
    )
    makers: tuple[tuple[str, str, Callable[[Pair], bytes]], ...] = (
        ("bin-pyc-constants", "__pycache__/settings.cpython-311.pyc", lambda p: _bytecode(constants.format(p))),
        ("bin-pyc-secret-only", "__pycache__/conf.cpython-311.pyc", lambda p: _bytecode(secret_only.format(p))),
        ("bin-pyc-call", "__pycache__/up.cpython-311.pyc", lambda p: _bytecode(call.format(p))),
        ("bin-pyc-environ", "__pycache__/env.cpython-311.pyc", lambda p: _bytecode(environ.format(p))),
        ("bin-pyc-lone-id", "__pycache__/one.cpython-311.pyc", lambda p: _bytecode(f'KEY = "{p.id}"\nOTHER = "x y"\n')),
        ("bin-pickle-0", "creds.p0.pkl", lambda p: pickle.dumps(_named(p), protocol=0)),
        ("bin-pickle-2", "creds.p2.pkl", lambda p: pickle.dumps(_named(p), protocol=2)),
        ("bin-pickle-4", "creds.p4.pkl", lambda p: pickle.dumps(_named(p), protocol=4)),
        ("bin-pickle-5-secret-only", "creds.p5.pkl", lambda p: pickle.dumps({_SECRET_NAME: p.secret}, protocol=5)),
        ("bin-pickle-3-bytes", "creds.p3.pkl", lambda p: pickle.dumps(_named(p, as_bytes=True), protocol=3)),
        ("bin-marshal", "creds.marshal", lambda p: marshal.dumps({_ID_NAME: p.id, _SECRET_NAME: p.secret}, 4)),
        ("bin-sqlite-key-value", "settings.db", lambda p: _database(settings, p)),
        ("bin-sqlite-columns", "accounts.sqlite3", lambda p: _database(accounts, p)),
        ("bin-sqlite-secret-only", "kv.sqlite", lambda p: _database(secrets, p)),
        ("bin-sqlite-json", "state.db", lambda p: _database(documents, p)),
        ("bin-plist", "Info.bplist", _property_list),
        ("bin-bson", "cfg.bson", _bson),
        ("bin-msgpack", "cfg.msgpack", _message_pack),
        ("bin-protobuf-pair", "cfg.pb", _protocol_buffer),
        ("bin-java-serialized", "session.ser", _java_map),
        ("bin-elf-rodata", "libs3.so", _library),
        ("bin-elf-flags-string", "app.bin", _program),
        ("bin-dotnet-user-strings", "App.dll", _assembly),
        ("bin-png-text-chunk", "shot.png", _image),
        ("bin-pdf-plain-stream", "guide.pdf", _portable_document),
        ("bin-vim-swap", ".env.swp", _swap_file),
        ("bin-proc-environ", "environ", _environment),
    )
    for name, path, make in makers:
        yield Form(name, "binaries of programs", path, _with_pair(make), times=3, has_credential=True)


def harmless() -> Iterator[Form]:
    """Yield the forms that hold none."""
    reads = 'import os\nSECRET = os.environ["AWS_SECRET_ACCESS_KEY"]\nREV = "{}"\n'
    makers: tuple[tuple[str, str, Callable[[random.Random], bytes]], ...] = (
        ("bin-gzip", "secret.gz", lambda r: gzip.compress(r.randbytes(30_000), mtime=0)),
        ("bin-git-crypt", "secrets.env", lambda r: b"\0GITCRYPT\0" + r.randbytes(4000)),
        ("bin-pyc-environ-get", "__pycache__/ok.cpython-311.pyc", lambda r: _bytecode(reads.format(text(r, HEX, 40)))),
        ("bin-pickle-hashes", "h.pkl", lambda r: pickle.dumps(_hashes(r))),
        ("bin-plist-hash", "h.bplist", lambda r: _binary_plist({"SecretName": "tls", "Revision": text(r, HEX, 40)})),
    )
    for name, path, make in makers:
        yield Form(name, "binaries of programs without", path, _without(make), times=2, has_credential=False)


def _with_pair(make: Callable[[Pair], bytes]) -> Callable[[random.Random, int], tuple[bytes, Expected]]:
    def content(r: random.Random, style: int) -> tuple[bytes, Expected]:
        pair = Pair(key_id(r, "AK"), secret_key(r, style))
        data = make(pair)
        return data, sorted(_places(data, pair))

    return content


def _places(data: bytes, pair: Pair) -> Iterator[tuple[int, str]]:
    for name, value in pair._asdict().items():
        for encoded in (value.encode(), value.encode("utf-16-le")):
            if encoded in data:
                yield data[: data.index(encoded)].count(b"\n") + 1, CREDENTIALS[name].rule


def _without(make: Callable[[random.Random], bytes]) -> Callable[[random.Random, int], tuple[bytes, Expected]]:
    return lambda r, _style: (make(r), [])


_ID_NAME, _SECRET_NAME = "aws_access_key_id", "aws_secret_access_key"


def _named(pair: Pair, *, as_bytes: bool = False) -> dict[str, str | bytes]:
    if as_bytes:
        return {_ID_NAME: pair.id.encode(), _SECRET_NAME: pair.secret.encode(), "region": "eu-west-1"}
    return {_ID_NAME: pair.id, _SECRET_NAME: pair.secret, "region": "eu-west-1"}


def _hashes(r: random.Random) -> dict[str, str | None]:
    return {"secret": None, "sha1": text(r, HEX, 40), "sri": f"sha1-{base64_of_bytes(r, 20)}"}


def _bytecode(source: str) -> bytes:
    head = importlib.util.MAGIC_NUMBER + struct.pack("<III", 0, 1715933730, len(source))
    return head + marshal.dumps(compile(source, "app/settings.py", "exec", dont_inherit=True))


def _database(statements: tuple[str, ...], pair: Pair) -> bytes:
    connection = sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement.format(pair))
    connection.commit()
    data = bytearray(connection.serialize())
    connection.close()
    data[24:28] = data[92:96] = struct.pack(">I", 2)  # how often it was changed
    data[96:100] = struct.pack(">I", 3045001)  # the library's version
    return bytes(data)


def _binary_plist(content: dict[str, str]) -> bytes:
    return plistlib.dumps(content, fmt=plistlib.FMT_BINARY)


def _property_list(pair: Pair) -> bytes:
    return _binary_plist({"AWSAccessKeyIdentifier": pair.id, "AWSSecretAccessKey": pair.secret})


def _bson(pair: Pair) -> bytes:
    def field(name: bytes, value: str) -> bytes:
        return b"\2" + name + b"\0" + struct.pack("<i", len(value) + 1) + value.encode() + b"\0"

    body = field(b"accessKeyId", pair.id) + field(b"secretAccessKey", pair.secret)
    return struct.pack("<i", len(body) + 5) + body + b"\0"


def _message_pack(pair: Pair) -> bytes:
    return b"\x82\xaaaccess_key\xb4" + pair.id.encode() + b"\xaasecret_key\xd9\x28" + pair.secret.encode()


def _protocol_buffer(pair: Pair) -> bytes:
    return b"\x08\1\x12\x14" + pair.id.encode() + b"\x1a\x28" + pair.secret.encode() + b"\x22\x09eu-west-1"


def _java_map(pair: Pair) -> bytes:
    def string(value: str) -> bytes:
        return b"t" + struct.pack(">H", len(value)) + value.encode()

    head = b"\xac\xed\0\5sr\0\x11java.util.HashMap\5\7\xda\xc1\xc3\x16\x60\xd1\3\0\2F\0\x0aloadFactorI\0\x09thresholdxp"
    head += b"?@\0\0\0\0\0\x0cw\x08\0\0\0\x10\0\0\0\2"
    return head + b"".join(map(string, ("accessKeyId", pair.id, "secretAccessKey", pair.secret))) + b"x"


def _library(pair: Pair) -> bytes:
    strings = ("usage: %s", _ID_NAME, pair.id, _SECRET_NAME, pair.secret, "%d")
    return b"\x7fELF\2\1\1\0" + bytes(56) + "\0".join(strings).encode() + bytes(33)


def _program(pair: Pair) -> bytes:
    # Go keeps constants one after another, without ends.
    strings = f"AWS_SECRET_ACCESS_KEY={pair.secret} AWS_ACCESS_KEY_ID={pair.id} "
    return b"\x7fELF\2\1\1\0" + bytes(24) + strings.encode() + bytes(9)


def _assembly(pair: Pair) -> bytes:
    def string(value: str) -> bytes:
        return bytes([2 * len(value) + 1]) + value.encode("utf-16-le") + b"\0"

    strings = map(string, ("AWSAccessKey", pair.id, "AWSSecretKey", pair.secret))
    return b"MZ\x90\0" + bytes(60) + b"#US\0\0" + b"".join(strings) + bytes(12)


def _image(pair: Pair) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    comment = f"Comment\0aws_access_key_id={pair.id} aws_secret_access_key={pair.secret} ".encode()
    chunks = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"tEXt", comment)
    return b"\x89PNG\r\n\x1a\n" + chunks + chunk(b"IEND", b"")


def _portable_document(pair: Pair) -> bytes:
    shown = f"BT /F1 9 Tf (AWS access key: {pair.id}) Tj\n(AWS secret key: {pair.secret}) Tj ET\n".encode()
    return b"%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<</Length 90>>\nstream\n" + shown + b"endstream\nendobj\n"


def _swap_file(pair: Pair) -> bytes:
    lines = f"AWS_SECRET_ACCESS_KEY={pair.secret}\0AWS_ACCESS_KEY_ID={pair.id}\0"
    return b"b0VIM 9.0\0\0\0\0\x10\0\0" + bytes(80) + b"~alice/.env\0" + bytes(40) + lines.encode()


def _environment(pair: Pair) -> bytes:
    return f"PATH=/bin\0AWS_ACCESS_KEY_ID={pair.id}\0AWS_SECRET_ACCESS_KEY={pair.secret}\0LANG=C\0".encode()

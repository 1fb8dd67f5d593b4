from __future__ import annotations

import pytest

import fake_keys
import fakes
from backend_standards.secrets.secret_files import Policy, judge
from secret_samples import PRIVATE, PUBLIC_PEM, SEALED, encoded, rules


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        pytest.param("a.pem", fake_keys.pem(), "a private key", id="pkcs8"),
        pytest.param("id_rsa", fake_keys.pem(f"RSA {PRIVATE}"), "a private key", id="pkcs1"),
        pytest.param("ssh_host_rsa_key", fake_keys.pem(f"RSA {PRIVATE}"), "a private key", id="host"),
        pytest.param("server.crt", PUBLIC_PEM + fake_keys.pem(), "a private key", id="beside-the-certificate"),
        pytest.param("deploy_key", fake_keys.pem(), "a private key", id="no-suffix"),
        pytest.param("id_rsa", fake_keys.pem().replace("\n", "\r\n"), "a private key", id="crlf"),
        pytest.param("id_rsa", fake_keys.pem().encode("utf-16"), "a private key", id="utf-16"),
        pytest.param("id_rsa", fake_keys.pem().encode("utf-8-sig"), "a private key", id="bom"),
        pytest.param("a.pem", fake_keys.pem().replace("\n", "\\n"), "a private key", id="escaped"),
        pytest.param("a.pem", PUBLIC_PEM + fake_keys.pem(f"EC {PRIVATE}"), "a private key", id="behind-a-certificate"),
        pytest.param("a.pem", fake_keys.pem()[:200], "a private key", id="cut-off"),
        pytest.param("a.pem", "0\n" + fake_keys.pem(), "a private key", id="behind-text-that-begins-as-der"),
        pytest.param("a.key", fake_keys.pem(f"PGP {PRIVATE} BLOCK", head="Version: 1\n\n"), "a private key", id="openpgp"),
        pytest.param("a.pem", fake_keys.pem(f"ENCRYPTED {PRIVATE}"), "encrypted with a passphrase", id="pkcs8-encrypted"),
        pytest.param("a.pem", fake_keys.pem(f"RSA {PRIVATE}", head="Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0\n\n"), "encrypted with a passphrase", id="pkcs1-encrypted"),
        pytest.param("id_ed25519", fake_keys.openssh("none"), "a private key", id="openssh"),
        pytest.param("id_ed25519", fake_keys.openssh("aes256-ctr"), "encrypted with a passphrase", id="openssh-encrypted"),
        pytest.param("a.ppk", fake_keys.ppk("none"), "a private key", id="putty"),
        pytest.param("a.ppk", fake_keys.ppk("aes256-cbc"), "encrypted with a passphrase", id="putty-encrypted"),
        pytest.param("a.key", f"---- BEGIN SSH2 ENCRYPTED {PRIVATE} ----\nComment: x\n{fakes.text(fakes.BASE64, 70)}\n", "a private key", id="ssh-com"),
        pytest.param("a.der", fake_keys.DER_PKCS1, "a private key", id="der-pkcs1"),
        pytest.param("a.key", fake_keys.DER_PKCS8, "a private key", id="der-pkcs8"),
        pytest.param("a.key", fake_keys.DER_SEC1, "a private key", id="der-sec1"),
        pytest.param("a.key", fake_keys.DER_DSA, "a private key", id="der-dsa"),
        pytest.param("a.der", fake_keys.DER_SEALED, "encrypted with a passphrase", id="der-pkcs8-encrypted"),
        pytest.param("a.pem.example", fake_keys.pem(), "a private key", id="template"),
    ],
)  # fmt: skip
def test_private_key(path: str, content: bytes | str, words: str) -> None:
    data = content.encode() if isinstance(content, str) else content
    (finding,) = judge([(path, data)], Policy())
    assert (finding.rule.id, finding.line) == ("private-key-file", 0)
    assert finding.message.startswith("this file holds a private key")
    assert words in finding.message
    assert ("passphrase" in finding.message) == ("passphrase" in words)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("cacert.pem", PUBLIC_PEM * 3, id="certificates"),
        pytest.param("a.pem", fake_keys.pem("PUBLIC KEY"), id="public-key"),
        pytest.param("a.pem", fake_keys.pem("CERTIFICATE REQUEST"), id="request"),
        pytest.param("a.pem", fake_keys.pem("DH PARAMETERS") + fake_keys.pem("EC PARAMETERS"), id="parameters"),
        pytest.param("a.key", PUBLIC_PEM, id="certificate-called-key"),
        pytest.param("sort_key", "name: created_at\n", id="another-kind-of-key"),
        pytest.param("deploy-key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA deploy\n", id="public-key-of-openssh"),
        pytest.param("chain.crt", PUBLIC_PEM * 3, id="chain"),
        pytest.param("root.cer", fake_keys.DER_CERTIFICATE, id="der-root"),
        pytest.param("uber.cert", PUBLIC_PEM + "a note on the PRIVATE KEY, which lies elsewhere\n", id="note-on-the-key"),
        pytest.param("ssh_host_rsa_key", "@SSH_HOST_KEY@\n", id="host-to-fill-in"),
        pytest.param("a.pem", f"-----BEGIN {PRIVATE}-----\nYOUR KEY HERE\n-----END {PRIVATE}-----\n", id="placeholder"),
        pytest.param("a.pem", f"-----BEGIN {PRIVATE}-----\n...\n", id="dots"),
        pytest.param("a.pem", f"-----BEGIN {PRIVATE}-----", id="header-alone"),
        pytest.param("a.pem", fake_keys.pem(body="x" * 300), id="filled-with-x"),
        pytest.param("a.pem", fake_keys.pem(body="MIIEXAMPLE" + fakes.text(fakes.BASE64, 90)), id="example"),
        pytest.param("a.pem", "a note on -----BEGIN and PRIVATE KEY", id="words"),
        pytest.param("slides.key", b"PK\x03\x04" + fake_keys.NOISE * 20, id="keynote"),
        pytest.param("de.key", "greeting=Hallo\nPRIVATE KEY=Schl\u00fcssel\n", id="translations"),
        pytest.param("us.key", "key <AE01> { [ 1, exclam ] };\n", id="keyboard"),
        pytest.param("a.ppk", "not a key", id="other-ppk"),
        pytest.param("a.ppk", fake_keys.ppk("none").replace("Private-Lines: 1", "Private-Lines: 0"), id="putty-without-key"),
        pytest.param("a.der", fake_keys.DER_CERTIFICATE, id="der-certificate"),
        pytest.param("a.der", fake_keys.DER_PUBLIC, id="der-public-key"),
        pytest.param("a.der", fake_keys.DER_REQUEST, id="der-request"),
        pytest.param("a.key", fake_keys.DER_PARAMETERS, id="der-parameters"),
        pytest.param("a.der", fake_keys.DER_PKCS8[:40], id="der-cut-off"),
        pytest.param("id_rsa", b"", id="empty"),
        pytest.param("id_rsa", "../keys/id_rsa", id="link"),
        pytest.param("id_rsa.age", (SEALED / "age-binary").read_bytes(), id="age"),
        pytest.param("id_rsa.asc", (SEALED / "gpg-rsa-armor").read_bytes(), id="openpgp-message"),
        pytest.param("id_rsa", (SEALED / "git-crypt").read_bytes(), id="git-crypt"),
        pytest.param("id_rsa", (SEALED / "ansible-1.1").read_bytes(), id="ansible-vault"),
        pytest.param("a.key", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n", id="lfs"),
    ],
)  # fmt: skip
def test_no_private_key(path: str, content: bytes | str) -> None:
    assert rules(path, content) == []


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        pytest.param("a.p12", fake_keys.pkcs12(fake_keys.SHROUDED_BAG, fake_keys.CERTIFICATE_BAG), "a private or secret key", id="shrouded"),
        pytest.param("a.pfx", fake_keys.pkcs12(fake_keys.KEY_BAG), "a private or secret key", id="plain"),
        pytest.param("a.p12", fake_keys.pkcs12(fake_keys.SECRET_BAG), "a private or secret key", id="secret"),
        pytest.param("truststore.p12", fake_keys.pkcs12(fake_keys.SHROUDED_BAG), "a private or secret key", id="key-in-a-trust-store"),
        pytest.param("a.p12", fake_keys.pkcs12(fake_keys.ENCRYPTED_DATA), "which may be a private key", id="encrypted-as-a-whole"),
        pytest.param("a.p12", encoded(fake_keys.pkcs12(fake_keys.KEY_BAG)), "a private or secret key", id="base64"),
        pytest.param("a.p12", b"\x30\x80\x02\x01\x03\x30\x80" + fake_keys.pkcs12(fake_keys.KEY_BAG), "a private or secret key", id="indefinite-length"),
        pytest.param("a.jks", fake_keys.pkcs12(fake_keys.SHROUDED_BAG), "a private or secret key", id="pkcs12-called-jks"),
        pytest.param("a.jks", fake_keys.jks(1), "a private key (Java", id="jks"),
        pytest.param("a.jks", fake_keys.jks(2, 2, 1), "a private key (Java", id="jks-behind-certificates"),
        pytest.param("a.truststore", fake_keys.jks(2, 1, version=1), "a private key (Java", id="jks-1"),
        pytest.param("a.keystore", fake_keys.jks(2, 3, magic="cececece"), "a secret key (Java", id="jceks"),
        pytest.param("a.jks", fake_keys.jks(2, count=2), "a damaged Java key store", id="jks-count"),
        pytest.param("a.jks", fake_keys.jks(2, 9), "a damaged Java key store", id="jks-tag"),
        pytest.param("a.jks", fake_keys.jks(2)[:60], "a damaged Java key store", id="jks-cut-off"),
        pytest.param("a.jks", fake_keys.jks(2, version=3), "a damaged Java key store", id="jks-version"),
        pytest.param("a.jks", fake_keys.NOISE, "content of an unknown form", id="noise"),
        pytest.param("a.keystore", b"\xfe\xed\xfe\xed", "a damaged Java key store", id="jks-head"),
        pytest.param("a.p12", fake_keys.pem(), "a private key", id="pem"),
    ],
)  # fmt: skip
def test_key_store(path: str, content: bytes | str, words: str) -> None:
    data = content.encode() if isinstance(content, str) else content
    (finding,) = judge([(path, data)], Policy())
    assert (finding.rule.id, finding.line) == ("key-store-file", 0)
    assert words in finding.message


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("a.jks", fake_keys.jks(2, 2), id="jks-of-certificates"),
        pytest.param("a.jks", fake_keys.jks(2, version=1), id="jks-1-of-certificates"),
        pytest.param("a.jks", fake_keys.jks(2, magic="cececece"), id="jceks-of-certificates"),
        pytest.param("a.jks", fake_keys.jks(), id="no-entry"),
        pytest.param("a.p12", fake_keys.pkcs12(fake_keys.CERTIFICATE_BAG), id="certificates-in-clear"),
        pytest.param("truststore.p12", fake_keys.pkcs12(fake_keys.ENCRYPTED_DATA), id="encrypted-trust-store"),
        pytest.param("a.truststore", fake_keys.pkcs12(fake_keys.ENCRYPTED_DATA), id="encrypted-trust-store-2"),
        pytest.param("cacerts.jks", fake_keys.pkcs12(fake_keys.ENCRYPTED_DATA), id="cacerts"),
        pytest.param("a.jks", b"", id="empty"),
        pytest.param("a.jks", "../ssl/a.jks", id="link"),
        pytest.param("a.keystore", "put the key store here\n", id="note"),
        pytest.param("a.p12", (SEALED / "git-crypt").read_bytes(), id="git-crypt"),
        pytest.param("a.p12.age", (SEALED / "age-binary").read_bytes(), id="age"),
    ],
)
def test_no_key_in_the_store(path: str, content: bytes | str) -> None:
    assert rules(path, content) == []

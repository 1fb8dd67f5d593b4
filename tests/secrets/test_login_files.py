from __future__ import annotations

import pytest

import fakes
from secret_samples import RANDOM, SEALED, WORD, encoded, rules

AUTH = encoded(f"bot:{WORD}")
LOGINS_REFUSED = {
    "netrc": (".netrc", f"machine a.acme-corp.io login app password {WORD}", 1),
    "netrc-lines": ("_netrc", f"machine a.acme-corp.io\n  login app\n  password {WORD}\n", 3),
    "netrc-split": (".netrc", f"machine a login app password\n{WORD}\n", 2),
    "netrc-quoted": (".netrc", f'machine a login app password "{WORD} 1"\n', 1),
    "netrc-account": (".netrc", f"machine a login app account {WORD}\n", 1),
    "netrc-behind-a-macro": (".netrc", f"macdef init\npassword xyz123\n\ndefault login b password {WORD}\n", 4),
    "netrc-crlf": (".netrc", f"machine a\r\nlogin password\r\npassword {WORD}\r\n", 3),
    "netrc-template": (".netrc.example", f"machine a login app password {RANDOM}\n", 1),
    "netrc-token-as-user": (".netrc", f"machine github.com login {fakes.GITHUB} password x-oauth-basic\n", 1),
    "git": (".git-credentials", f"https://app:{WORD}@git.acme-corp.io\n", 1),
    "git-token": (".config/git/credentials", f"https://{fakes.GITHUB}:x-oauth-basic@github.com\n", 1),
    "pgpass": (".pgpass", f"# c\ndb.acme-corp.io:5432:app:app:{WORD}\n", 2),
    "pgpass-escapes": ("pgpass.conf", f"db\\:1:5432:*:app:a\\:{WORD}\n", 1),
    "docker": (".docker/config.json", f'{{"auths": {{"https://r.acme-corp.io/v1/": {{"auth": "{AUTH}"}}}}}}', 1),
    "docker-lines": (".dockercfg", f'{{"r.acme-corp.io": {{\n"auth": "{AUTH}",\n"email": "a@b"}}}}', 2),
    "docker-token": (".dockerconfigjson", f'{{"auths": {{"x": {{"identitytoken": "{RANDOM}"}}}}}}', 1),
    "s3fs": (".passwd-s3fs", f"AKIDx:{RANDOM}\n", 1),
    "s3fs-bucket": (".passwd-s3fs", f"bucket:AKIDx:{RANDOM}\n", 1),
    "apache-bcrypt": (".htpasswd", "app:$2y$05$" + fakes.text(fakes.BASE62, 53) + "\n", 1),
    "apache-md5": ("a.htpasswd", "# c\napp:$apr1$" + fakes.text(fakes.BASE62, 31) + "\n", 2),
    "apache-sha": (".htpasswd", "app:{SHA}" + fakes.text(fakes.BASE62, 27) + "=\n", 1),
}  # fmt: skip
LOGINS_PASS = {
    "netrc-placeholder": (".netrc", "machine a login app password <password>\nmachine b login c password ${TOKEN}\n"),
    "netrc-without": (".netrc", "# machine a password abc123xyz\nmachine a login app\ndefault login anonymous password guest\n"),
    "netrc-template": (".netrc.example", f"machine a login app password {WORD}\n"),
    "netrc-fixed": (".netrc", "machine github.com login ${TOKEN} password x-oauth-basic\n"),
    "git-fixed": (".git-credentials", "https://${TOKEN}:x-oauth-basic@github.com\nhttps://oauth2:$CI_JOB_TOKEN@git.acme-corp.io\n"),
    "netrc-macro": (".netrc", "macdef init\npassword abc123xyz\n"),
    "netrc-link": (".netrc", "../home/.netrc"),
    "git": (".git-credentials", "https://app@git.acme-corp.io\n"),
    "pgpass": (".pgpass", "# host:port:db:user:hunt\nlocalhost:5432:*:postgres:postgres\n"),
    "docker-lists": (".dockercfg", '[["abc123xyz"], {"a": [["b"]]}]'),
    "docker-helper": (".docker/config.json", '{"credsStore": "ecr-login", "credHelpers": {"a.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login"}, "auths": {"b": {}}}'),
    "docker-placeholder": (".docker/config.json", f'{{"auths": {{"x": {{"auth": "{encoded("user:password")}"}}, "y": {{"auth": "${{AUTH}}"}}}}}}'),
    "apache": (".htpasswd", "# app:hash\napp:\n"),
    "sealed": (".netrc", (SEALED / "git-crypt").read_bytes()),
    "sealed-2": (".htpasswd", (SEALED / "ansible-1.1").read_bytes()),
}  # fmt: skip
CSV_HEAD = "Access key ID,Secret access key"
CONSOLE_HEAD = "User name,Password,Access key ID,Secret access key,Console login link"


@pytest.mark.parametrize(
    ("path", "content", "line"), [pytest.param(*case, id=name) for name, case in LOGINS_REFUSED.items()]
)
def test_login(path: str, content: str, line: int) -> None:
    assert rules(path, content) == [f"login-file:{line}"]


@pytest.mark.parametrize(("path", "content"), [pytest.param(*case, id=name) for name, case in LOGINS_PASS.items()])
def test_no_login(path: str, content: bytes | str) -> None:
    assert rules(path, content) == []


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        pytest.param("rootkey.csv", f"{CSV_HEAD}\n{fakes.KEY_ID},{fakes.AWS_SECRET}\n", [2], id="csv"),
        pytest.param("rootkey.csv", f"\ufeff{CSV_HEAD}\r\n{fakes.KEY_ID},{fakes.AWS_SECRET}", [2], id="csv-bom-crlf"),
        pytest.param("rootkey.csv", f"AWSAccessKeyId={fakes.KEY_ID}\nAWSSecretKey={fakes.AWS_SECRET}\n", [1, 2], id="old-root-key"),
        pytest.param("a_accessKeys (1).csv", f"{CSV_HEAD}\n{fakes.KEY_ID},{fakes.AWS_SECRET}\n", [2], id="csv-downloaded-twice"),
        pytest.param("credentials.csv", f'User Name,Access Key Id,Secret Access Key\n"app",{fakes.KEY_ID},{fakes.AWS_SECRET}\n', [2], id="csv-old"),
        pytest.param("credentials.csv", f"{CONSOLE_HEAD}\napp,,,,https://a.signin.aws.amazon.com/console\n", [], id="csv-without-values"),
        pytest.param("app_credentials.csv", f'User name,Password,Console login link\napp,"{fakes.PASSWORD},1",https://a.signin.aws.amazon.com/console\n', [2], id="csv-password"),
        pytest.param("movie_credentials.csv", "movie,Password,director\nx,y1234567,z\n", [], id="csv-of-films"),
        pytest.param("accessKeys.csv", "", [], id="csv-empty"),
    ],
)  # fmt: skip
def test_files_of_the_aws_console(path: str, content: str, expected: list[int]) -> None:
    assert rules(path, content) == [f"aws-credentials-file:{line}" for line in expected]

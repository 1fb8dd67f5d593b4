"""Files that hold no credential but look as if; ``templates`` says how ``TEMPLATES`` is read."""
# ruff: noqa: RUF001 - the samples hold letters of other scripts on purpose

from __future__ import annotations

from collections.abc import Iterator

from aws_corpus.templates import Form, form

# What people write in place of a secret.
_PLACEHOLDERS = {
    "angle": "<your-aws-secret-access-key>",
    "caps": "YOUR_AWS_SECRET_ACCESS_KEY",
    "kebab": "your-secret-access-key-goes-here-replace-me",
    "x40": "«repeat:X*40»",
    "x40l": "«repeat:x*40»",
    "stars": "«repeat:**40»",
    "dots": "...",
    "changeme": "changeme",
    "zeros": "«repeat:0*40»",
    "seq": "«seq40»",
    "digits": "«repeat:1234567890*4»",
    "hexseq": "«repeat:0123456789abcdef*2»01234567",
    "brackets": "[SECRET]",
    "todo": "TODO",
    "empty": "",
    "test": "test",
    "testing": "testing",
    "foobar": "foobar_secret",
    "mock": "mock_secret_key",
    "fake": "fake",
    "dummy": "dummy-secret-access-key",
    "minio": "minioadmin",
    "redacted": "***REDACTED***",
    "none": "None",
    "null": "null",
    "percent": "%AWS_SECRET_ACCESS_KEY%",
    "at": "@@AWS_SECRET_ACCESS_KEY@@",
    "underscored": "__AWS_SECRET_ACCESS_KEY__",
    "curly": "{aws_secret_access_key}",
    "insert": "INSERT_YOUR_AWS_SECRET_ACCESS_KEY_HERE_PLEASE",
    "abc": "abc123",
    "as": "«repeat:a*40»",
    "abrep": "«repeat:abcd1234*5»",
    "thisis": "ThisIsNotARealSecretAccessKeyJustAFiller",
}
_IN_CODE = ("angle", "x40", "seq", "changeme", "testing", "insert", "abrep", "thisis")
# Where a secret is read from; each is a line of a file.
_REFERENCES = {
    "sh-var": "export AWS_SECRET_ACCESS_KEY=$CI_AWS_SECRET_ACCESS_KEY",
    "sh-brace": 'export AWS_SECRET_ACCESS_KEY="${PROD_AWS_SECRET_ACCESS_KEY}"',
    "sh-cmd": 'export AWS_SECRET_ACCESS_KEY=$(echo "$CREDS" | jq -r .Credentials.SecretAccessKey)',
    "sh-backtick": "export AWS_SECRET_ACCESS_KEY=`aws configure get aws_secret_access_key --profile ci`",
    "sh-ssm": "SECRET_KEY=$(aws ssm get-parameter --name /prod/app/AwsSecretAccessKeyForUploads2 --with-decryption)",
    "gha": "AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY }}",
    "jinja": 'aws_secret_key: \'{{ lookup("env", "AWS_SECRET_ACCESS_KEY") }}\'',
    "jinja-vault": 'aws_secret_key: "{{ vault_aws_secret_access_key_production }}"',
    "helm": "AWS_SECRET_ACCESS_KEY: {{ .Values.aws.secretAccessKey | b64enc | quote }}",
    "cfn-ref": "SecretAccessKey: !Ref UploadsUserSecretAccessKeyParameter",
    "cfn-getatt": "SecretKey: !GetAtt UploadsUserAccessKeyProduction.SecretAccessKey",
    "cfn-sub": "AWS_SECRET_ACCESS_KEY: !Sub '{{resolve:secretsmanager:${AWS::StackName}-aws:SecretString:secretAccessKey}}'",
    "cfn-resolve": "AWS_SECRET_ACCESS_KEY: '{{resolve:secretsmanager:prod/app/aws-«alnum:6»:SecretString:secret_access_key}}'",
    "cfn-resolve-ssm": "SecretKey: '{{resolve:ssm-secure:/prod/app/aws/secret-access-key:3}}'",
    "cfn-json-getatt": '"SecretAccessKey": {"Fn::GetAtt": ["«camel:40»", "SecretAccessKey"]}',
    "cfn-json-ref": '"SecretAccessKey": {"Ref": "«camel:40»"}',
    "sm-arn": "AWS_SECRET_ACCESS_KEY_ARN=arn:aws:secretsmanager:us-east-1:«digits:12»:secret:prod/app/aws-«alnum:6»",
    "sm-arn-valuefrom": '{"name": "AWS_SECRET_ACCESS_KEY", "valueFrom": "arn:aws:secretsmanager:eu-west-1:«digits:12»:secret:UploadsSecretAccessKey-«alnum:6»:secretAccessKey::"}',
    "ssm-arn": '"AWS_SECRET_ACCESS_KEY": "arn:aws:ssm:us-east-1:«digits:12»:parameter/prod/app/AwsSecretAccessKey"',
    "ssm-path": "aws_secret_access_key: ssm:/production/billing/Uploads2/SecretAccessKey",
    "tf-var": "secret_key = var.aws_secret_access_key",
    "tf-interp": 'secret_key = "${var.aws_secret_access_key}"',
    "tf-vault": 'secret_key = "${data.vault_generic_secret.aws_production_credentials.data["secret_key"]}"',
    "tf-resource": "aws_secret_access_key = aws_iam_access_key.uploads_production.secret",
    "tf-random": "secret_access_key = random_password.minio_secret_access_key_production.result",
    "tf-output": 'output "secret_access_key" { value = aws_iam_access_key.ci.secret }',
    "py-environ": 'AWS_SECRET_ACCESS_KEY = os.environ["AWS_SECRET_ACCESS_KEY"]',
    "py-getenv": 'aws_secret_access_key=os.getenv("AWS_SECRET_ACCESS_KEY", "")',
    "py-settings": 'boto3.client("s3", aws_secret_access_key=settings.AWS_SECRET_ACCESS_KEY_PRODUCTION_UPLOADS)',
    "py-config": 'secret_key = config("AWS_SECRET_ACCESS_KEY", default=None)',
    "py-attr": "aws_secret_access_key=self.session.get_credentials().get_frozen_credentials().secret_key",
    "py-dict": "aws_secret_access_key=response['Credentials']['SecretAccessKey'],",
    "py-airflow": 'secret = BaseHook.get_connection("aws_default_production_uploads").password',
    "js-env": "secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY_PRODUCTION,",
    "js-vite": "secretAccessKey: import.meta.env.VITE_AWS_SECRET_ACCESS_KEY,",
    "ruby": "secret_access_key: ENV.fetch('AWS_SECRET_ACCESS_KEY')",
    "rails": "secret_access_key: <%= Rails.application.credentials.dig(:aws, :secret_access_key) %>",
    "php": "'secret' => env('AWS_SECRET_ACCESS_KEY'),",
    "java": 'String secretKey = System.getenv("AWS_SECRET_ACCESS_KEY");',
    "java-long": "String secretAccessKey = «lcamel:36».getS3();",
    "spring": "cloud.aws.credentials.secret-key=${AWS_SECRET_ACCESS_KEY:}",
    "csharp": 'var secretKey = Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY");',
    "go": 'SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY"),',
    "serverless": "AWS_SECRET: ${ssm:/aws/reference/secretsmanager/prod/AwsSecretAccessKey}",
    "serverless-self": "AWS_SECRET: ${self:custom.secrets.AWS_SECRET_ACCESS_KEY}",
    "vault-path": "aws_secret_access_key: vault:secret/data/production/aws#secret_key",
    "vault-agent": '{{ with secret "aws/creds/deploy-role" }}export AWS_SECRET_ACCESS_KEY={{ .Data.secret_key }}{{ end }}',
    "onepassword": "AWS_SECRET_ACCESS_KEY=op://Production/AwsUploads/secret_access_key",
    "file": "AWS_SECRET_ACCESS_KEY_FILE=/run/secrets/aws_secret_access_key",
    "compose": "- AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:?must be set}",
    "make": "AWS_SECRET_ACCESS_KEY ?= $(shell pass show aws/production/secret_access_key)",
    "powershell": "$env:AWS_SECRET_ACCESS_KEY = $creds.Credentials.SecretAccessKey",
    "cmd": "set AWS_SECRET_ACCESS_KEY=%PROD_AWS_SECRET_ACCESS_KEY%",
    "jenkins": "AWS_SECRET_ACCESS_KEY = credentials('jenkins-aws-secret-access-key-production')",
    "k8s-ref": "secretKeyRef: {name: aws-production-credentials, key: AWS_SECRET_ACCESS_KEY}",
    "circleci": "aws-secret-access-key: AWS_SECRET_ACCESS_KEY_PRODUCTION_UPLOADS",
    "azure": "AWS_SECRET_ACCESS_KEY: $(AwsProduction.SecretAccessKey)",
    "bicep": "secretKey: keyVault.getSecret('AwsSecretAccessKeyProduction')",
    "sops": "aws_secret_access_key: ENC[AES256_GCM,data:«b64:40»,iv:«b64:32»,tag:«b64:16»,type:str]",
    "eyaml": "aws_secret_access_key: ENC[PKCS7,MIIB«b64run:500»]",
    "jasypt": "cloud.aws.credentials.secret-key=ENC(«b64:80»)",
    "kms-blob": "AWS_SECRET_ACCESS_KEY_ENCRYPTED: «kms:210»",
    "travis-secure": 'env:\n  global:\n    - secure: "«b64:512»" # AWS_SECRET_ACCESS_KEY',
    "ansible-vault": "aws_secret_key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  «hex:80»\n  «hex:80»\n  «hex:40»",
    "sealed": "kind: SealedSecret\nspec:\n  encryptedData:\n    AWS_SECRET_ACCESS_KEY: AgB«b64:540»",
}


def placeholders() -> Iterator[Form]:
    """Yield placeholders in an env file, and some of them in Python and in YAML."""
    section = "placeholders in env files and in code"
    for name, value in _PLACEHOLDERS.items():
        env = f"AWS_ACCESS_KEY_ID=\nAWS_SECRET_ACCESS_KEY={value}\nAWS_REGION=us-east-1\n"
        yield form(f"placeholder-env-{name}", section, ".env.example", env, has_credential=False)
    for name in _IN_CODE:
        python = f'AWS_SECRET_ACCESS_KEY = "{_PLACEHOLDERS[name]}"\n'
        yield form(f"placeholder-py-{name}", section, "settings_example.py", python, has_credential=False)
        yaml = f'aws:\n  secretAccessKey: "{_PLACEHOLDERS[name]}"\n  region: eu-west-1\n'
        yield form(f"placeholder-yaml-{name}", section, "values.example.yaml", yaml, has_credential=False)


def references() -> Iterator[Form]:
    """Yield references to a secret."""
    for name, line in _REFERENCES.items():
        yield form(f"ref-{name}", "references", "conf/ref.txt", f"{line}\n", has_credential=False)


TEMPLATES = r"""
§§ AWS documentation examples
§ doc-ini docs/a.ini
[default]
aws_access_key_id = «docid»
aws_secret_access_key = «docsecret»
§ doc-ini-second docs/b.ini
[user2]
aws_access_key_id=«docid2»
aws_secret_access_key=«docsecret2»
§ doc-export docs/c.sh
export AWS_ACCESS_KEY_ID=«docid»
export AWS_SECRET_ACCESS_KEY=«docsecretplus»
§ doc-json docs/d.json
{"AccessKeyId": "«docidtemporary»", "SecretAccessKey": "«docsecret»", "SessionToken": "«aqhead»EJr...<remainder of security token>"}
§ doc-session-token docs/e.xml
<SessionToken>
   «doctoken»
</SessionToken>
<SecretAccessKey>«docsecret»</SecretAccessKey>
<AccessKeyId>«docidtemporary»</AccessKeyId>
§ doc-presigned-v4 docs/f.md
https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=«docid»%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=«hex:64»
§ doc-presigned-raw-placeholders docs/g.md
https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=<your-access-key-id>/20130721/us-east-1/s3/aws4_request&X-Amz-Date=20130721T201207Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=<signature-value>
§ doc-authorization docs/h.txt
Authorization: AWS4-HMAC-SHA256 Credential=«docid»/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-date, Signature=«hex:64»
§ doc-any-example-id docs/i.py
aws_access_key_id = "«exampleid»"
§ doc-example-id-in-json-line docs/j.json
{"AccessKeyMetadata": [{"UserName": "Bob", "Status": "Active", "AccessKeyId": "«exampleid»"}]}
§ doc-example-secret-suffix docs/k.py
aws_secret_access_key = "«examplesecret»"
§ doc-utf16 docs/m.txt utf-16-le crlf
«bom»aws_access_key_id=«docid»
aws_secret_access_key=«docsecret»
§ doc-k8s-base64 docs/n.yaml
kind: Secret
data:
  AWS_ACCESS_KEY_ID: «docid|b64»
  AWS_SECRET_ACCESS_KEY: «docsecret|b64»
§ doc-url-encoded docs/o.py
broker = "sqs://«docid»:«docsecret|url»@"
§ doc-csv docs/p.csv
Access key ID,Secret access key
«docid»,«docsecret»
§ doc-xml docs/q.xml
<AccessKeyId>«docid2»</AccessKeyId>
<SecretAccessKey>«docsecret2»</SecretAccessKey>
§ doc-java docs/R.java
new BasicAWSCredentials("«docid»", "«docsecret»");
§ doc-iq-long-string-example docs/s.sh
export AWS_SESSION_TOKEN=IQoJb3JpZ2luX2«repeat:IQoJb3JpZ2luX2*3»IQoJb3JpZVERYLONGSTRINGEXAMPLE
§ doc-fws-truncated docs/t.md
"SessionToken": "«fwhead»EXAMPLE..."
§ doc-aqo-example docs/u.sh
export AWS_SESSION_TOKEN=AQoEXAMPLEH4aoAH0gNCAPy...truncated...zrkuWJOgQs8IZZaIv2BXIa2R4Olgk
§§ placeholders
§ placeholder-id-x e1.env
AWS_ACCESS_KEY_ID=«akia»«repeat:X*16»
§ placeholder-id-xlow e2.env
AWS_ACCESS_KEY_ID=«akia»xxxxxxxxxxxxxxxx
§ placeholder-id-a e3.env
AWS_ACCESS_KEY_ID=«akia»«repeat:A*16»
§ placeholder-id-alphabet e4.env
AWS_ACCESS_KEY_ID=«akia»«alpha16»
§ placeholder-id-digits e5.env
AWS_ACCESS_KEY_ID=«akia»1234567890123456
§ placeholder-id-stars e6.env
AWS_ACCESS_KEY_ID=«akia»****************
§ placeholder-id-dots e7.md
The ID begins with `«akia»...` (or `«asia»...` for temporary keys).
§ placeholder-id-fake-repeated e8.env
AWS_ACCESS_KEY_ID=«akia»«repeat:FAKE*4»
§ placeholder-id-masked-middle e9.log
access key AKIA************T7QZ shared-credentials-file ~/.aws/credentials
§ placeholder-id-repeated-digit e10.env
AWS_ACCESS_KEY_ID=«akia»«repeat:2*16»
§ aws-configure-list e11.txt
access_key     ****************ABCD shared-credentials-file
secret_key     ****************wxyz shared-credentials-file
§§ dummies of test libraries
§ dummy-moto tests/conftest.py
@pytest.fixture
def aws_credentials():
    os.environ["AWS_ACCESS_KEY_ID"] = "testing"
    os.environ["AWS_SECRET_ACCESS_KEY"] = "testing"
    os.environ["AWS_SECURITY_TOKEN"] = "testing"
    os.environ["AWS_SESSION_TOKEN"] = "testing"
§ dummy-localstack docker-compose.test.yml
services:
  app:
    environment:
      AWS_ACCESS_KEY_ID: test
      AWS_SECRET_ACCESS_KEY: test
      AWS_ENDPOINT_URL: http://localstack:4566
§ dummy-localstack-tf tests/provider.tf
provider "aws" {
  access_key                  = "mock_access_key"
  secret_key                  = "mock_secret_key"
  skip_credentials_validation = true
}
§ dummy-botocore tests/unit/test_signers.py
self.credentials = Credentials("AKIDEXAMPLE", "«docsecretplus»")
self.fixed = ReadOnlyCredentials(access_key="foo", secret_key="bar", token="baz")
creds = Credentials('access_key', 'secret_key')
§ dummy-foobar tests/test_boto.py
conn = boto3.client("s3", aws_access_key_id="foobar_key", aws_secret_access_key="foobar_secret")
§ dummy-minio compose.yml
environment:
  MINIO_ROOT_USER: minioadmin
  MINIO_ROOT_PASSWORD: minioadmin
  AWS_SECRET_ACCESS_KEY: minioadmin
§ dummy-localstack-ids tests/out.json
{"AccessKeyId": "LKIAQ«repeat:A*6»«base32:9»", "Other": "LSIAQ«repeat:A*6»«base32:9»", "SecretAccessKey": "test"}
§ dummy-dynamodb-local ddb.js
new DynamoDB({ endpoint: 'http://localhost:8000', accessKeyId: 'fakeMyKeyId', secretAccessKey: 'fakeSecretAccessKey' })
§§ git hashes, lock files, digests
§ sha-near-secret-word a.md
Moved the secret key to Vault in «hex:40».
§ sha-assigned-secret b.py
SECRET_COMMIT = "«hex:40»"
aws_secret_key_rotated_in = "«hex:40»"
§ sha-secret-key-value b2.env
GIT_SECRET_SHA=«hex:40»
AWS_SECRET_KEY_SHA1=«hex:40»
§ sha-near-example-id c.md
«docid»
commit «hex:40»
Author: Bob
§ sha-pinned-actions .github/workflows/pin.yml
- uses: aws-actions/configure-aws-credentials@«hex:40» # v4.0.2
  with:
    aws-access-key-id: ${{ secrets.AWS_ACCESS_KEY_ID }}
    aws-secret-access-key: ${{ secrets.AWS_SECRET_ACCESS_KEY }}
§ sha-git-log log.txt
«hex:40» fix: secret access key is read at runtime
«hex:40» docs
§ sha-submodule sub.diff
-Subproject commit «hex:40»
+Subproject commit «hex:40»
§ sha-uppercase thumb.ps1
$SecretCertThumbprint = '«HEX:40»'
§ gpg-fingerprint keys.txt
sec   rsa4096 2023-01-01 [SC]
      «HEX:40»
uid   Bob <bob@acme.io>
§ gpg-secret-key-id Jenkinsfile
GPG_SECRET_KEY = '«HEX:40»'
§ npm-lock-sha512 package-lock.json
{
  "node_modules/@aws-sdk/credential-provider-env": {
    "version": "3.496.0",
    "resolved": "https://npm.acme.io/@aws-sdk/credential-provider-env/-/credential-provider-env-3.496.0.tgz",
    "integrity": "sha512-«b64:64»",
    "dev": true
  },
  "node_modules/secretlint": {
    "integrity": "sha1-«b64:20»"
  }
}
§ yarn-lock yarn.lock
aws-secret-access-key@^1.0.0:
  version "1.0.3"
  resolved "https://npm.acme.io/aws-secret-access-key/-/aws-secret-access-key-1.0.3.tgz#«hex:40»"
  integrity sha512-«b64:64»
§ yarn-berry yarn.lock
"secret-key@npm:^1":
  version: 1.2.0
  checksum: 10/«hex:128»
  languageName: node
§ pnpm-lock pnpm-lock.yaml
  /secretlint@7.0.0:
    resolution: {integrity: sha512-«b64:64»}
    engines: {node: '>=14'}
§ uv-lock uv.lock
[[package]]
name = "aws-secretsmanager-caching"
sdist = { url = "https://wheels.acme.io/packages/«hex:2»/«hex:2»/«hex:60»/aws_secretsmanager_caching-1.1.1.tar.gz", hash = "sha256:«hex:64»", size = 2100 }
§ poetry-lock poetry.lock
[[package]]
name = "secretstorage"
files = [
    {file = "SecretStorage-3.3.3.tar.gz", hash = "sha256:«hex:64»"},
]
§ pipfile-lock Pipfile.lock
{"default": {"secretstorage": {"hashes": ["sha256:«hex:64»", "sha256:«hex:64»"]}}}
§ composer-lock composer.lock
{"name": "aws/aws-secret-key", "source": {"type": "git", "reference": "«hex:40»"}}
§ cargo-lock Cargo.lock
[[package]]
name = "aws-credential-types"
version = "1.1.4"
source = "registry+https://crates.acme.io/index"
checksum = "«hex:64»"
§ go-sum go.sum
github.com/aws/aws-sdk-go-v2/credentials v1.16.16 h1:«b64:32»
github.com/aws/aws-sdk-go-v2/credentials v1.16.16/go.mod h1:«b64:32»
§ terraform-lock .terraform.lock.hcl
provider "terraform.acme.io/hashicorp/aws" {
  hashes = [
    "h1:«b64:32»",
    "zh:«hex:64»",
  ]
}
§ nuget-lock packages.lock.json
"AWSSDK.SecretsManager": {"type": "Direct", "resolved": "3.7.302", "contentHash": "«b64:64»"}
§ nix flake.lock
{"locked": {"lastModified": 1700000000, "narHash": "sha256-«b64:32»", "rev": "«hex:40»", "repo": "agenix-secrets"}}
§ sri-html sri.html
<script src="https://cdn.io/aws-secret.js" integrity="sha384-«b64:48»" crossorigin="anonymous"></script>
§ docker-digest Dockerfile
FROM public.ecr.aws/acme/secret-store@sha256:«hex:64»
ENV AWS_SECRET_ACCESS_KEY=
§ etag h.log
< ETag: "«hex:32»-12"
< x-amz-request-id: «HEX:16»
< x-amz-id-2: «b64:57»
§ sha1-field-json f.json
{"secret_key_file": "a.bin", "sha1": "«hex:40»", "sha256": "«hex:64»"}
§ sha1-base64-field f2.json
{"secret": "see vault", "shasum": "«b64:20»", "md5": "«b64:16»"}
§ cloudfront-ids cf.log
x-amz-cf-id: «alnum:54»==
x-amz-cf-pop: FRA56-P3
secret: none
§ hexdump dump.hex
«hexdump:60»
§§ base64 and keys
§ ssh-rsa-pub id_rsa.pub
ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC«b64run:480»= alice@acme
§ ssh-rsa-pub-akia id_rsa.pub times=3
ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC«b64akia:480»= alice@acme
§ ssh-rsa-pub-akia-word id_rsa.pub
ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC«b64akiaword:480»= alice@acme
§ ssh-ed25519 authorized_keys
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI«b64run:43» secret-key@host
§ known-hosts known_hosts
|1|«b64:20»|«b64:20» ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY«b64run:112»=
§ pem-cert ca.pem
-----BEGIN CERTIFICATE-----
«pem:18»
-----END CERTIFICATE-----
§ pem-cert-k8s-secret tls.yaml
kind: Secret
stringData:
  ca.crt: |
    -----BEGIN CERTIFICATE-----
    MIID«b64run:60»
    «b64run:64»
    «b64run:64»
    «b64run:40»
    -----END CERTIFICATE-----
§ pem-cert-akia chain.pem
-----BEGIN CERTIFICATE-----
«b64run:64»
«b64akia:64»
«b64run:64»
-----END CERTIFICATE-----
§ pem-public-key-json jwks.json
{"secretName": "jwt", "publicKey": "-----BEGIN PUBLIC KEY-----\nMIIB«b64run:60»\n«b64run:64»\n«b64run:40»\n-----END PUBLIC KEY-----\n"}
§ pgp-block pub.asc
-----BEGIN PGP PUBLIC KEY BLOCK-----

mQIN«b64run:60»
«b64run:64»
«b64run:64»
«b64run:40»
=«alnum:4»
-----END PGP PUBLIC KEY BLOCK-----
§ pgp-message sops.yaml
sops:
  pgp:
    - enc: |
        -----BEGIN PGP MESSAGE-----

        «b64run:64»
        «b64run:64»
        «b64run:40»
        -----END PGP MESSAGE-----
      fp: «HEX:40»
§ data-uri-css a.css
.secret-key{background:url(data:image/png;base64,iVBORw0KGgo«b64run:3000»==)}
§ data-uri-font-akia b.css
@font-face{src:url(data:font/woff2;base64,d09GMgABAAAA«b64akia:20000»)}
§ base64-wrapped-76 logo.b64
«wrapb64:200»
§ source-map-vlq a.js.map
{"version":3,"names":["secretKey"],"mappings":"«vlq:3000»"}
§ jwt jwt.env
SECRET_TOKEN=«jwt»
§ jwt-auth-header j.http
Authorization: Bearer «jwt»
§ jwks-modulus jwk.json
{"kty":"RSA","kid":"secret-1","n":"«b64run:342»","e":"AQAB"}
§ saml saml.xml
<ds:DigestValue>«b64:32»</ds:DigestValue>
<ds:X509Certificate>MIID«b64run:900»</ds:X509Certificate>
§ wasm-base64 w.js
const wasm="AGFzbQEAAAAB«b64akiaword:8000»";
§ pickle-base64-secret p.yml
secret_blob: gASV«b64:300»
§§ words, paths, identifiers
§ path-next-to-secret p.py
SECRET_ACCESS_KEY_PATH = "«path:40»"
§ path-as-secret-value p.yml
secret_key: «path:40»
secretAccessKey: «path:44»
§ path-absolute p.sh
AWS_SECRET_ACCESS_KEY_FILE=/«path:39»
§ path-camel p2.py
aws_secret = load("«camelpath:40»")
§ java-package P.java
import com.amazonaws.services.securitytoken.model.Credentials;
// secret: com/amazonaws/auth/profile/internal/securitytoken/ProfileCredentials
§ camel-40-secret C.java
private static final String SECRET_KEY_NAME = "«camel:40»";
§ camel-40-call C2.java
this.secretKey = «lcamel:40»();
§ camel-40-class C3.ts
// secret access key
export class «camel:40» {}
§ camel-40-near-example C4.md
`«docid»`
`«camel:40»`
§ lower-words-40 w.md
aws secret: «words:40»
§ snake-40 s.py
aws_secret_access_key = «snake:40»
§ snake-40-upper s2.py
secret_access_key = "AWS_SECRET_ACCESS_KEY_FOR_UPLOADS_BUCKET"
§ kebab-40 k.yml
secretName: «kebab:40»
secretKey: «kebab:40»
§ slug-40 slug.md
[secret key](https://acme.io/blog/«kebab:40»)
§ cdk-logical-id cdk.json
{"SecretAccessKey": {"Fn::GetAtt": ["«cdk»", "Arn"]},
 "aws:cdk:path": "Stack/Secret/Resource"}
§ cdk-logical-id-key cdk2.json
{"Resources": {"«cdk»": {"Type": "AWS::SecretsManager::Secret"}}}
§ sentence t.md
AWS secret access key: never write it in a file, load it at runtime from Secrets Manager instead.
§ sentence-ids t2.md
An access key ID starts with «akia» or «asia»; the secret access key has 40 characters.
§ lorem l.txt
Secret access key: lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.
§ url-docs u.md
secret key: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#Using_CreateAccessKey
§ mangled-symbol sym.txt
00000000 T _ZN3Aws4Auth14AWSCredentials15SetAWSSecretKeyERKNSt7__cxx11
§ objc-selector x.m
- (instancetype)initWithAccessKey:(NSString *)accessKey secretKey:(NSString *)secretKey;
§ sql-column c.sql
SELECT aws_access_key_id, aws_secret_access_key FROM «snake:40»;
§ api-model service-2.json
{"accessKeySecretType":{"type":"string","sensitive":true},"SecretAccessKey":{"shape":"accessKeySecretType","documentation":"<p>The secret key used to sign requests.</p>"}}
§ function-names fn.py
def test_create_access_key_returns_secret_access_key_once():
    assert secret_access_key_is_never_logged_by_the_client
§ css-modules m.css
.secretKey_«alnumlow:5», .SecretAccessKeyInput__wrapper___«alnumlow:5» { color: red }
§ i18n-keys i18n.json
{"secretAccessKey": "Secret Access Key", "secretAccessKeyPlaceholder": "EnterYourSecretAccessKeyFromTheIamConsole"}
§ dna g.fa
>secret_key_40
«dna:40»
«dna:70»
§ dna-assign g.py
secret_primer = "«dna:40»"
§ protein p.fa
>sp|P12345|SECRETIN
«protein:40»
«protein:60»
§§ other identifiers of AWS
§ iam-unique-aida iam.json
{"Id": "«iamid:AIDA»", "secret": "no"}
§ iam-unique-aroa iam.json
{"Id": "«iamid:AROA»", "secret": "no"}
§ iam-unique-agpa iam.json
{"Id": "«iamid:AGPA»", "secret": "no"}
§ iam-unique-anpa iam.json
{"Id": "«iamid:ANPA»", "secret": "no"}
§ iam-unique-aipa iam.json
{"Id": "«iamid:AIPA»", "secret": "no"}
§ iam-unique-anva iam.json
{"Id": "«iamid:ANVA»", "secret": "no"}
§ iam-unique-apka iam.json
{"Id": "«iamid:APKA»", "secret": "no"}
§ iam-unique-asca iam.json
{"Id": "«iamid:ASCA»", "secret": "no"}
§ iam-policy-userid pol.json
{"StringNotLike": {"aws:userId": ["«iamid:AROA»:*", "«iamid:AIDA»", "«digits:12»"]}}
§ cognito cg.js
userPoolId: 'us-east-1_«alnum:9»', userPoolWebClientId: '«alnumlow:26»', identityPoolId: 'us-east-1:«uuid»'
§ cloudfront-key-pair-ids cf.env
CLOUDFRONT_DISTRIBUTION=E«base32:13»
HOSTED_ZONE_ID=Z0«base32:19»
§ kms-key-arn kms.tf
kms_key_id = "arn:aws:kms:us-east-1:«digits:12»:key/«uuid»"
mrk = "mrk-«hex:32»"
§ kms-ciphertext-lone kms.txt
secret ciphertext: «kms:180»
§ kms-ciphertext-json kms.json
{"CiphertextBlob": "«kms:184»", "KeyId": "arn:aws:kms:us-east-1:«digits:12»:key/«uuid»"}
§ s3-version-id v.json
{"Key": "secret.txt", "VersionId": "«alnum:32»", "ETag": "\"«hex:32»\""}
§ x-amz-id-2 x.log
HostId: «b64:57»
RequestId: «HEX:16»
§ next-token nt.json
{"NextToken": "eyJ2IjoiMiIsImMi«b64:120»", "SecretList": []}
§ sqs-receipt sqs.json
{"ReceiptHandle": "AQEB«b64:180»", "MessageId": "«uuid»"}
§ ec2-ids ec2.txt
i-0«hex:16» ami-0«hex:16» sg-0«hex:16» vpc-0«hex:16» secretkey.pem
§ lambda-codesha l.json
{"CodeSha256": "«b64:32»", "RevisionId": "«uuid»", "FunctionName": "rotate-secret-key"}
§ cloudtrail-masked ct.json
{"requestParameters": {"secretAccessKey": "HIDDEN_DUE_TO_SECURITY_REASONS"}, "eventID": "«uuid»"}
§ uuids u.json
{"secretId": "«uuid»", "access_key": "«uuid»"}
§ request-ids-log r.log
INFO RequestId: «uuid» secret rotation done Version: $LATEST
§§ tokens of others, not of 40 mixed characters
§ stripe o.env
STRIPE_SECRET_KEY=sk_test_«alnum:24»
§ github-token o2.env
GITHUB_SECRET=ghp_«alnum:36»
§ slack o3.env
SLACK_SIGNING_SECRET=«hex:32»
SLACK_SECRET_TOKEN=xoxb-«digits:12»-«alnum:24»
§ twitter o4.env
TWITTER_API_SECRET=«alnum:50»
TWITTER_ACCESS_TOKEN_SECRET=«alnum:45»
§ google o5.env
GOOGLE_CLIENT_SECRET=GOCSPX-«alnum:28»
GOOGLE_API_KEY=AIza«alnum:35»
§ azure-storage o6.env
AZURE_STORAGE_SECRET_KEY=«b64:64»
§ flask-secret o7.py
SECRET_KEY = "«hex:64»"
SECRET_SALT = "«hex:32»"
§ django-insecure o8.py
SECRET_KEY = 'django-insecure-«alnumlow:10»&(«alnumlow:9»!$«alnumlow:12»)^«alnumlow:14»'
§ jwt-secret-512 o9.env
JWT_SECRET=«b64:64»
§ eth-address o10.js
const secretVault = '«eip55»';
§ eth-private-hex o11.js
const secretKey = '0x«hex:64»';
§ totp o12.txt
otpauth://totp/AWS:alice?secret=«base32:32»&issuer=AWS
§ totp-64 o13.txt
Virtual MFA secret key: «base32:64»
§ sendgrid o14.env
SENDGRID_SECRET=SG.«alnum:22».«alnum:43»
§ datadog o15.env
DD_API_KEY=«hex:32»
DD_APP_SECRET_KEY=«hex:40»
§ laravel-app-key o16.env
APP_KEY=base64:«b64:32»
AWS_SECRET_ACCESS_KEY=
§ bcrypt o17.sql
INSERT INTO users VALUES ('secret', '$2b$12$«alnum:53»');
§ wireguard o18.conf
PublicKey = «b64:32»
PresharedKeySecret = see vault
§§ almost IDs
§ id-15 n1.txt
key: «short15»
§ id-17 n2.txt
key: «long17»
§ id-30 n3.txt
blob «long30» end
§ id-lower n4.txt
AWS_ACCESS_KEY_ID=«lowid»
§ id-not-base32 n5.txt times=3
AWS_ACCESS_KEY_ID=«notb32»
§ id-in-longer-word n6.txt
serial «inword»
§ id-in-lower-word n7.txt
var x«inword»y = 1
§ word-akia n8.md
Akia and AKIANE are names; SLOVAKIA, the CZECHOSLOVAKIAN team.
§ word-asia n9.md
SOUTHEASTASIA ASIAPACIFICREGIONALHEADQUARTERS ASIA-PACIFIC ASIAPACIFICSOUTHEAST1
§ word-asia-locations n10.cs
public const string Region = "ASIAPACIFICSOUTHEASTSINGAPORE";
§§ rules and code about keys
§ regex-id r1.py
PATTERN = re.compile(r"(?<![A-Z0-9])(AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])")
§ regex-secret r2.py
SECRET = r"(?i)aws(.{0,20})?(secret|key)(.{0,20})?['\"]([0-9a-zA-Z/+]{40})['\"]"
§ regex-gitleaks-toml gitleaks.toml
[[rules]]
id = "aws-access-token"
regex = '''\b((?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b'''
keywords = ["akia", "asia"]
§ regex-git-secrets .git/config
[secrets]
	patterns = (A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}
	patterns = (\"|')?(AWS|aws|Aws)?_?(SECRET|secret|Secret)?_?(ACCESS|access|Access)?_?(KEY|key|Key)(\"|')?\\s*(:|=>|=)\\s*(\"|')?[A-Za-z0-9/\\+=]{40}(\"|')?
	allowed = «docid»
	allowed = «docsecret»
§ regex-token r3.go
var re = regexp.MustCompile(`(IQoJb3JpZ2luX2Vj|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9/+=]{100,}`)
§ regex-bedrock r4.toml
regex = '''\b(ABSK[A-Za-z0-9+/]{109,269}={0,2})\b'''
regex2 = '''«bedrockhead»YmVkcm9jay5hbWF6b25hd3MuY29t'''
§ regex-mws r5.py
MWS = r"amzn\.mws\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
DA2 = r"da2-[a-z0-9]{26}"
§ generator gen.py
def fake_id(rnd):
    return "AKIA" + "".join(rnd.choices(ALPHABET, k=16))

def fake_secret(rnd):
    return "".join(rnd.choices(string.ascii_letters + string.digits + "/+", k=40))
§ generator-token-hex gen2.py
aws_secret_access_key = secrets.token_urlsafe(30)
aws_access_key_id = 'AKIA' + uuid4().hex[:16].upper()
§ scanner-test-x tests/test_scan.py
assert scan("AKIA" + "X" * 16)
assert scan("«akia»«repeat:X*16»")
assert scan("aws_secret_access_key=" + "«repeat:X*40»")
§ faker tests/fac.py
access_key = factory.Faker("pystr_format", string_format="AKIA????????????????")
§ alphabet-constant al.py
SECRET_ALPHABET = "«alphabet64»"
§ alphabet-joined al.js
const secretChars = "«alphabet64»";
§§ other rules: harmless
§ presigned-no-signature q1.md
https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20240517T081530Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host
§ presigned-template q2.py
url = f"https://{host}/{key}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={cred}&X-Amz-Date={d}&X-Amz-Signature={sig}"
§ presigned-param-list q3.js
const params = ['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-Security-Token', 'X-Amz-SignedHeaders'];
§ presigned-cors q4.yml
AllowedHeaders: 'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token,X-Amz-Credential,X-Amz-Signature'
§ presigned-elided q5.md
https://b.s3.amazonaws.com/k?X-Amz-Credential=...&X-Amz-Signature=...
§ mws-zero q6.py
TOKEN = "amzn.mws.00000000-0000-0000-0000-000000000000"
§ mws-x q7.md
MWSAuthToken: amzn.mws.xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx
§ mws-module q8.py
import amzn.mws.orders
from amzn.mws import client
§ da2-x q9.js
aws_appsync_apiKey: "da2-xxxxxxxxxxxxxxxxxxxxxxxxxx"
§ da2-short q10.md
API keys look like `da2-xxxxxxxx` or da2-<26 characters>.
§ da2-uuid q11.txt
id «hex:5»da2-«hex:4»-4«hex:3»-9«hex:3»-«hex:12»
§ da2-digits q12.js
apiKey: "da2-«repeat:0*26»"
§ bedrock-placeholder q13.env
AWS_BEARER_TOKEN_BEDROCK=«absk»<your-api-key>
OTHER=«absk»«repeat:x*128»
§ bedrock-short-name q14.yml
name: bedrock-api-key-rotation-lambda
secretName: bedrock-api-key-production
§ bedrock-ref q15.env
AWS_BEARER_TOKEN_BEDROCK=${BEDROCK_API_KEY}
B=bedrock-api-key-${TOKEN}
§ absk-word q16.md
The IABSK index and ABSKETCH are words; absk is not a key.
§ session-token-head-only q17.md
Session tokens begin with `«iqhead»`, `«fwhead»` or `«aqhead»`.
§ session-token-ref q18.sh
export AWS_SESSION_TOKEN="$(jq -r .Credentials.SessionToken out.json)"
§ session-token-truncated q19.log
"SessionToken": "«iqhead»E...(truncated)"
§ codecommit-plain-url q20.cfg
url = https://git-codecommit.us-east-1.amazonaws.com/v1/repos/app
url2 = codecommit::us-east-1://deploy@app
§ codecommit-ssh q21.cfg
url = ssh://APKAEIBAERJR2EXAMPLE@git-codecommit.us-east-1.amazonaws.com/v1/repos/app
§ codecommit-placeholder q22.env
CODECOMMIT_PASSWORD=<password>
CODECOMMIT_URL=https://$USER:$PASS@git-codecommit.us-east-1.amazonaws.com/v1/repos/app
§ ses-ref q23.py
EMAIL_HOST = "email-smtp.eu-west-1.amazonaws.com"
EMAIL_HOST_PASSWORD = os.environ["SES_SMTP_PASSWORD"]
§ ses-placeholder q24.env
SES_SMTP_USERNAME=your-smtp-username
SES_SMTP_PASSWORD=your-smtp-password
§ ses-dkim q25.tf
ses_dkim = ["«alnumlow:32»", "«alnumlow:32»"]
ses_verification = "«b64:32»"
§§ files of size and of odd kinds
§ minified-js dist/v.min.js unended
«minjs:300000»
§ minified-js-secret-words dist/w.min.js unended
«minjs:60000»e.secretAccessKey=t.credentials.secretAccessKey,e.accessKeyId=n;«minjs:60000»
§ minified-webpack-hashes dist/manifest.json
{"secret.js":"secret.«hex:20».js","vendors~secret-key.js":"vendors~secret-key.«hex:20».js"}
§ python-source ok.py
import boto3

def client(role_arn):
    c = boto3.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="x")["Credentials"]
    return boto3.client("s3", aws_access_key_id=c["AccessKeyId"], aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
§ cjk-text zh.md
AWS 的访问密钥和秘密访问密钥不应提交到仓库。secret access key：从 Secrets Manager 读取。
§ utf16-prose u16.txt utf-16-le crlf
«bom»The AWS secret access key is read at run time.
clé: ${AWS_SECRET_ACCESS_KEY}
§ utf16-sha u16b.txt utf-16-le
secret key commit «hex:40»
§ latin1-prose l1.txt latin-1
clé secrète: voir le coffre
aws_secret_access_key = <à compléter>
§ git-conflict-refs gc.yml
<<<<<<< HEAD
aws_secret_access_key: ${A}
=======
aws_secret_access_key: ${B}
>>>>>>> «hex:40»
§ csv-header-only h.csv
User name,Access key ID,Secret access key
§ csv-empty-cells h2.csv crlf
«bom»Access key ID,Secret access key
,
§ markdown-table-placeholder t.md
| Variable | Value |
|---|---|
| `AWS_ACCESS_KEY_ID` | `«akia»...` |
| `AWS_SECRET_ACCESS_KEY` | `<secret>` |
§ tfstate-encrypted terraform.tfstate
{"type": "aws_iam_access_key", "attributes": {"id": "«exampleid»", "encrypted_secret": "wcFMA«b64:400»", "key_fingerprint": "«hex:40»", "secret": null}}
§ credentials-sso .aws/config
[profile dev]
sso_start_url = https://acme.awsapps.com/start
sso_account_id = «digits:12»
sso_role_name = Dev
credential_process = /opt/bin/get-creds --secret-key-from keychain
"""

"""Files that hold values of other kinds, most of them near the word secret; ``templates`` says how this is read."""

TEMPLATES = r"""
§§ digests
§ digest-header-sha h.txt
GET /secret-santa HTTP/1.1
Digest: SHA=«b64:20»
Content-MD5: «b64:16»
§ digest-24-nonce n.json
{"secretbox": {"nonce": "«b64:24»", "alg": "xsalsa20"}}
§ digest-28-sha224 d.txt
sha224:«b64:28»  secret-store-1.2.tar.gz
sha224:«b64:28»  README
§ digest-28-json d.json
{"name": "secretstorage", "sha224": "«b64:28»", "size": 812}
§ digest-ldap-ssha u.ldif
dn: uid=secretary,dc=acme
userPassword: {SSHA}«b64:28»
userPassword: {SHA}«b64:20»
§ digest-apk-checksum APKINDEX
C:Q1«b64:20»
P:libsecret
V:0.21.4-r0
§ checksum-sha1-header put.log
> PUT /secret.bin HTTP/1.1
> x-amz-checksum-sha1: «b64:20»
> x-amz-checksum-sha256: «b64:32»
§ websocket-accept ws.log
Sec-WebSocket-Key: «b64:16»
Sec-WebSocket-Accept: «b64:20»
X-Topic: secret-chat
§ csp-nonce-30 csp.html
<meta http-equiv="Content-Security-Policy" content="script-src 'nonce-«mixedb64:40»'">
<title>Secret garden</title>
§ manifest-mf META-INF/MANIFEST.MF
Name: com/acme/SecretKey.class
SHA1-Digest: «b64:20»
SHA-256-Digest: «b64:32»
§ xmldsig-sha1 sig.xml
<Reference URI="#secret"><DigestValue>«b64:20»</DigestValue></Reference>
<SignatureValue>«b64:128»</SignatureValue>
§ hpkp-pins p.conf
# secret.acme.io
pin-sha256="«b64:32»"; pin-sha256="«b64:32»"
§ ssh-fingerprint f.txt
256 SHA256:«b64bare:32» secret-host (ED25519)
§ scram-verifier roles.sql
ALTER ROLE secretary PASSWORD 'SCRAM-SHA-256$4096:«b64:16»$«b64:32»:«b64:32»';
§ kafka-scram k.txt
SCRAM-SHA-1=salt=«b64:20»,stored_key=«b64:20»,server_key=«b64:20»,iterations=4096
§ pbkdf2-django users.json
{"username": "secretary", "password": "pbkdf2_sha256$600000$«alnum:22»$«b64:32»"}
§ argon2 a.txt
secretary:$argon2id$v=19$m=65536,t=3,p=4$«b64bare:16»$«b64bare:32»
§ mysql-native-hash g.sql
GRANT USAGE ON *.* TO 'secretary'@'%' IDENTIFIED BY PASSWORD '*«HEX:40»';
§ ds-record zone
secret.acme.io. 3600 IN DS 2371 13 1 «HEX:40»
secret.acme.io. IN DNSKEY 257 3 13 «b64:64»
§§ lock files and packages
§ npm-shrinkwrap-two npm-shrinkwrap.json
{"dependencies": {"secret-handshake": {"version": "1.1.21",
 "integrity": "sha1-«b64:20» sha512-«b64:64»"}}}
§ bun-lock bun.lock
{"packages": {"secretlint": ["secretlint@8.1.0", "", {}, "sha512-«b64:64»"]}}
§ deno-lock deno.lock
{"npm": {"client-secrets@1.0.0": {"integrity": "sha512-«b64:64»"}}, "remote": {"https://deno.acme.io/secrets/mod.ts": "«hex:64»"}}
§ bazel-module-lock MODULE.bazel.lock
{"bzlTransitiveDigest": "«b64:32»", "integrity": "sha256-«b64:32»", "name": "rules_secrets"}
§ nix-base32 default.nix
fetchurl { url = "https://x.io/libsecret.tar.xz"; sha256 = "«nix32:52»"; }
§ nix-store-path result.txt
/nix/store/«nix32:32»-libsecret-0.21.4/lib/libsecret-1.so
§ swift-resolved Package.resolved
{"identity": "secret-store", "state": {"revision": "«hex:40»", "version": "1.2.0"}}
§ podfile-lock Podfile.lock
SPEC CHECKSUMS:
  AWSSecretsManager: «hex:40»
  AWSCore: «hex:40»
§ mix-lock mix.lock
%{"ex_aws_secretsmanager": {:hex, :ex_aws_secretsmanager, "2.0.0", "«hex:64»", [:mix], [], "hexpm", "«hex:64»"}}
§ conda-lock conda-lock.yml
- name: secretstorage
  hash:
    md5: «hex:32»
    sha256: «hex:64»
§ pnpm-sri-sha1 pnpm-lock2.yaml
  /secret-santa/1.0.0:
    resolution: {integrity: sha1-«b64:20»}
§ sri-sha1-html s.html
<link href="secret.css" integrity="sha1-«b64:20»" rel="stylesheet">
§§ what AWS gives that is no credential
§ x-amz-id-2-xml err.xml
<Error><Code>NoSuchKey</Code><Key>secret.txt</Key><RequestId>«HEX:16»</RequestId><HostId>«b64:57»</HostId></Error>
§ x-amz-id-2-python err.log
{'RequestId': '«HEX:16»', 'HostId': '«b64:56»', 'Key': 'client_secret.json'}
§ s3-versions-list v.json
{"Versions": [{"Key": "secret-plan.txt", "VersionId": "«dashed:32»", "ETag": "\"«hex:32»\"", "Owner": {"ID": "«hex:64»"}}]}
§ s3-upload-id mp.json
{"Key": "secret.iso", "UploadId": "«dashed:128»"}
§ s3-etag-multipart ls.json
{"Contents": [{"Key": "secret/a", "ETag": "\"«hex:32»-31\""}]}
§ kms-terraform-payload kms.tf
data "aws_kms_secrets" "db" {
  secret {
    name    = "master"
    payload = "«kms:160»"
  }
}
§ kms-env-encrypted k.env
KMS_ENCRYPTED_SECRET=«kms:200»
§ kms-folded-yaml k.yaml
secret_ciphertext: >
  «kms:210|wrap76_2»
§ kms-data-key dk.json
{"CiphertextBlob": "AQED«b64:180»", "KeyId": "alias/secret"}
§ sm-policy-arn pol.json
{"Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:eu-west-1:«digits:12»:secret:prod/UploadsAccessKey-«alnum:6»"}
§ sm-name-suffix c.yml
secretName: prod/app/aws-uploads-access-key-«alnum:6»
secretId: AmazonSageMaker-UploadsSecretAccessKey-«alnum:6»
§ sm-rds-managed rds.json
{"MasterUserSecret": {"SecretArn": "arn:aws:secretsmanager:eu-west-1:«digits:12»:secret:rds!cluster-«uuid»-«alnum:6»", "SecretStatus": "active"}}
§ sm-camel-name-40 sm.py
client.get_secret_value(SecretId="«cameldigit:33»-«alnum:6»")
§ cfn-physical-id stack.json
{"LogicalResourceId": "UploadsSecret", "PhysicalResourceId": "arn:aws:secretsmanager:us-east-1:«digits:12»:secret:UploadsSecret«HEX:8»-«alnum:12»-«alnum:6»"}
§ cdk-asset-parameters cdk.out.json
{"AssetParameters«hex:64»S3Bucket«HEX:8»": {"Type": "String"}, "SecretKeyRotation«HEX:8»": {}}
§ sns-signature sns.json
{"Type": "Notification", "Subject": "secret rotated", "Signature": "«b64:256»", "SigningCertURL": "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-«hex:32».pem"}
§ xray-trace x.log
X-Amzn-Trace-Id: Root=1-«hex:8»-«hex:24»;Parent=«hex:16»;Sampled=1 path=/secret
§ alb-cookie cookies.txt
Set-Cookie: AWSALB=«b64:96»; Path=/
Set-Cookie: AWSALBCORS=«b64:96»; SameSite=None; Secure
§ kinesis-iterator ki.json
{"ShardIterator": "AAAAAAAAAAE«b64:168»", "StreamName": "secret-events"}
§ acm-validation acm.tf
_«hex:32».secret.acme.io. CNAME _«hex:32».«lower:10».acm-validations.aws.
§ eks-oidc eks.tf
thumbprint_list = ["«hex:40»"]
url = "https://oidc.eks.eu-west-1.amazonaws.com/id/«HEX:32»" # secrets csi
§ service-model-docs iam.json
{"SecretAccessKey": {"shape": "accessKeySecretType", "documentation": "<p>The secret key used to sign requests.</p>"}, "CreateServiceSpecificCredentialResponse": {"type": "structure"}}
§ smithy-model iam.smithy.json
{"com.amazonaws.iam#accessKeySecretType": {"type": "string", "traits": {"smithy.api#sensitive": {}}}, "com.amazonaws.iam#«cameldigit:40»": {}}
§ docs-shape-names paginators.json
{"SecretAccessKey": {"shape": "«cameldigit:40»"}, "members": {"AccessKeyId": {"shape": "«lcameldigit:40»"}}}
§§ web tokens and cookies
§ jwt-parts-lines jwt.txt
client secret: see vault
header eyJhbGciOiJSUzI1NiJ9
signature «b64url:256»
§ jwt-long j.http
# no secret here
Authorization: Bearer eyJhbGciOiJSUzI1NiIs«alnum:30».eyJ«alnum:120».«b64url:256»
§ jwks-kid jwks.json
{"keys": [{"kty": "EC", "kid": "«dashed:40»", "x": "«b64url:32»", "y": "«b64url:32»", "x5t": "«b64url:20»"}], "note": "no secret part"}
§ pkce oauth.log
GET /authorize?code_challenge=«b64url:32»&code_challenge_method=S256&client_secret=REDACTED
§ laravel-csrf-token form.html
<label>Your secret question</label>
<input type="hidden" name="_token" value="«mixed:40»">
§ laravel-session-id sessions.csv
session_id,user,page
«mixed:40»,7,/secret-santa
§ rails-authenticity f.html
<input type="hidden" name="authenticity_token" value="«b64:64»">
<h1>Secret Santa</h1>
§ django-csrftoken c.txt
Cookie: csrftoken=«mixed:64»; sessionid=«alnumlow:32»; page=secret
§ flask-session-cookie fl.txt
Set-Cookie: session=eyJ«alnum:40».«alnum:6».«b64url:20»; HttpOnly
§ aspnet-antiforgery af.html
<input name="__RequestVerificationToken" type="hidden" value="CfDJ8«b64url:120»">
§ viewstate vs.aspx
<input type="hidden" name="__VIEWSTATE" value="/wEPDwUK«b64:300»">
<!-- secret -->
§ recaptcha-sitekey rc.html
<div class="g-recaptcha" data-sitekey="6L«dashed:38»"></div>
<!-- secret stays on the server -->
§ webauthn-credential wa.json
{"type": "public-key", "rawId": "«b64url:64»", "id": "«b64url:64»"}
§§ certificates and public keys
§ pem-last-line-40 ca.crt
# secret store CA
-----BEGIN CERTIFICATE-----
MIID«b64run:60»
«b64run:806|wrap64_0»==
-----END CERTIFICATE-----
§ pem-last-line-40-full ca2.crt
-----BEGIN CERTIFICATE-----
MIID«b64run:60»
«b64run:808|wrap64_0»
-----END CERTIFICATE-----
secret: none
§ pem-in-yaml tls.yaml
kind: ConfigMap
data:
  secret-store-ca.crt: |
    -----BEGIN CERTIFICATE-----
    MIID«b64run:60»
    «b64run:679|wrap64_4»=
    -----END CERTIFICATE-----
§ pem-public-key pub.pem
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA«b64run:20»
«b64run:294|wrap64_0»==
-----END PUBLIC KEY-----
§ openssl-text cert.txt
Subject: CN = secret.acme.io
Serial Number: «colonhex:16»
SHA1 Fingerprint=«colonhex:20»
§ k8s-tls-crt tls2.yaml
kind: Secret
type: kubernetes.io/tls
data:
  tls.crt: «pem64»
§ k8s-helm-release rel.yaml
kind: Secret
type: helm.sh/release.v1
data:
  release: «gzip64:400»
§ dkim-dns dns.txt
mail._domainkey IN TXT ( "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA«b64:100»" ) ; secret is on mx1
§ dkim-signature-header m.eml
Subject: Secret Santa
DKIM-Signature: v=1; a=rsa-sha256; d=acme.io; s=s1; bh=«b64:32»;
 b=«b64run:60»
  «b64run:60»
  «b64run:40»
§ gmail-headers m2.eml
Subject: secret garden tour
X-Gm-Message-State: AOJu0Y«b64url:60»
X-Google-Smtp-Source: AGHT+IF«b64url:60»
Message-ID: <CA+«dashed:48»@mail.gmail.com>
§ chrome-manifest-key manifest.json
{"name": "Secret notes", "manifest_version": 3, "key": "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA«b64:230»"}
§ sparkle-signature appcast.xml
<enclosure url="https://acme.io/Secrets-2.1.zip" sparkle:edSignature="«b64:64»" length="81240"/>
§ minisign app.minisig
untrusted comment: signature from minisign secret key
RWQ«b64run:97»
trusted comment: timestamp:1715933730	file:app
«b64:64»
§ gpg-ownertrust ot.txt
# list of trusted keys, no secret ones
«HEX:40»:6:
«HEX:40»:5:
§ gpg-keygrip kg.txt
sec>  ed25519 2023-01-01 [SC]
      «HEX:40»
      Keygrip = «HEX:40»
uid   Secretary <s@acme.io>
§§ encrypted
§ sops-dotenv sops.env
AWS_SECRET_ACCESS_KEY=ENC[AES256_GCM,data:«b64:40»,iv:«b64:32»,tag:«b64:16»,type:str]
sops_mac=ENC[AES256_GCM,data:«b64:90»,iv:«b64:32»,tag:«b64:16»,type:str]
sops_version=3.8.1
§ sops-json-kms sops.json
{"aws_secret_access_key": "ENC[AES256_GCM,data:«b64:40»,iv:«b64:32»,tag:«b64:16»,type:str]",
 "sops": {"kms": [{"arn": "arn:aws:kms:eu-west-1:«digits:12»:key/«uuid»", "enc": "«kms:170»"}]}}
§ sops-age-block sops.yaml
password: ENC[AES256_GCM,data:«b64:12»,iv:«b64:32»,tag:«b64:16»,type:str]
sops:
  age:
    - recipient: age1«alnumlow:58»
      enc: |
        -----BEGIN AGE ENCRYPTED FILE-----
        YWdlLWVuY3J5cHRpb24ub3JnL3Yx«b64run:36»
        «b64run:64»
        «b64run:40»
        -----END AGE ENCRYPTED FILE-----
§ age-header secret.age
age-encryption.org/v1
-> X25519 «b64bare:32»
«b64bare:32»
--- «b64bare:32»
§ ansible-vault-file vault.yml
$ANSIBLE_VAULT;1.2;AES256;prod
«hex:80»
«hex:80»
«hex:80»
«hex:40»
§ eyaml-block common.eyaml
aws_secret_access_key: >
    ENC[PKCS7,MIIBiQYJKoZIhvcNAQcDoIIBejCC«b64run:40»
    «b64run:70»
    «b64run:70»
    «b64run:40»]
§ sealed-secret-full sealed.yaml
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: aws
spec:
  encryptedData:
    AWS_ACCESS_KEY_ID: AgA«b64:510»
    AWS_SECRET_ACCESS_KEY: AgB«b64:522»
§ sealed-secret-json-folded sealed2.yaml
kind: SealedSecret
spec:
  encryptedData:
    secretKey: >-
      AgC«b64:390|wrap76_6»
§ vault-transit vt.yml
aws_secret_access_key: vault:v1:«b64:68»
§ rails-credentials-enc config/credentials.yml.enc unended
«b64:420»--«b64:12»--«b64:16»
§ openssl-salted secret.env.enc
U2FsdGVkX1«b64run:54»
«b64run:64»
«b64run:230|wrap64_0»==
§§ keys of other vendors
§ vendor-cohere v1.env
COHERE_API_KEY=«mixed:40»
§ vendor-cloudflare v2.tf
provider "cloudflare" {
  api_token = "«dashed:40»"
}
§ vendor-ghp v3.sh
git clone https://ghp_«mixed:36»@github.com/acme/app
§ vendor-npm .npmrc
//npm.acme.io/:_authToken=npm_«mixed:36»
§ vendor-replicate v4.py
REPLICATE_API_TOKEN = "r8_«mixed:37»"
§ vendor-hf v5.env
HF_TOKEN=hf_«mixed:34»
§ vendor-sonar sonar.properties
sonar.login=sqp_«hex:40»
§ vendor-newrelic newrelic.yml
license_key: eu01xx«hex:30»NRAL
§ vendor-openai v6.env
OPENAI_API_KEY=sk-«mixed:20»T3BlbkFJ«mixed:20»
§ vendor-google-doc links.md
[plan](https://docs.google.com/spreadsheets/d/1«dashed:43»/edit) (secret project)
§ vendor-telegram v7.env
BOT_TOKEN=«digits:10»:AA«dashed:33»
§ vendor-mapbox map.js
mapboxgl.accessToken = "pk.eyJ1Ijoi«alnum:60».«b64url:16»";
§ vendor-firebase-web fb.js
const firebaseConfig = { apiKey: "AIza«dashed:35»", appId: "1:«digits:12»:web:«hex:22»" };
§§ identifiers in code
§ minified-secret-ids m.min.js
«minjs:20000»e.clientSecret=n.secret,t.secretKey=e.SecretAccessKey||r.secret;«minjs:20000»
§ minified-base64-table b64.min.js
var secretAlphabet="«alphabet64»=",t={};«minjs:3000»
§ inline-source-map x.js
const clientSecret = load();
//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJ«b64:1500»
§ source-map-names y.js.map
{"version":3,"sources":["secret.ts"],"names":["«lcameldigit:40»","secretKey"],"mappings":"«vlq:12»;«vlq:12»"}
§ webpack-chunk-map rt.js
o.u=e=>({12:"secret-key-form",31:"secrets"}[e]+"."+{12:"«hex:20»",31:"«hex:20»"}[e]+".chunk.js");
§ vite-assets manifest.json
{"src/SecretAccessKeyForm.vue": {"file": "assets/SecretAccessKeyForm-«dashed:8».js", "css": ["assets/SecretKey.«hex:8».css"]}}
§ css-module-classes c.html
<div class="SecretKeyInput_wrapper__«alnum:5» SecretAccessKeyPanel_containerWide__«alnum:5»"></div>
§ class-40-java-stack st.txt
java.lang.IllegalStateException: secret missing
	at com.acme.«cameldigit:40».<init>(Secret.java:12)
§ class-40-secret-value s.java
private final «cameldigit:40» secretAccessKey;
this.secretKey = new «cameldigit:40»(cfg);
§ class-40-yaml cls.yaml
secretAccessKeyProvider: «cameldigit:40»
§ class-40-xml bean.xml
<bean id="secretKey" class="«cameldigit:40»"/>
§ class-40-python-import imp.py
from acme.secrets import «cameldigit:40»
secret_access_key = «cameldigit:40»()
§ method-40-js me.js
const secretAccessKey = await this.«lcameldigit:40»();
§ path-40-secret p.env
SECRET_KEY_FILE=«pathdigit»
AWS_SECRET_DIR=«abspath»
§ path-40-vault p.tf
data "vault_generic_secret" "aws" {
  path = "«pathdigit»"
}
§ terraform-address moved.tf
moved {
  from = aws_iam_access_key.«cameldigit:40»
  to   = module.secrets.aws_secretsmanager_secret_version.this["prod"]
}
§ terraform-state-mv mv.sh
terraform state mv module.secrets.random_password.SecretAccessKeyV2 module.secrets.random_password.UploadsSecretAccessKeyV2
§ rust-mangled sym.txt
_ZN4acme7secrets21SecretAccessKeyLoader4load17h«hex:16»E
§ github-node-id repo.json
{"node_id": "«nodeid»", "security_and_analysis": {"secret_scanning": {"status": "enabled"}}}
§ graphql-cursor q.json
{"secretScanningAlerts": {"pageInfo": {"endCursor": "«cursor»", "hasNextPage": true}}}
§ base64-of-prose ex.md
Decode the secret message: `echo «prose64» | base64 -d`
§§ odd data
§ licence-key lic.env
LICENSE_KEY=«base32:5»-«base32:5»-«base32:5»-«base32:5»-«base32:5»
# the secret sauce of the report module
§ licence-40 ag.js
LicenseManager.setLicenseKey("«mixed:40»");
// secret sauce below
§ mime-last-line-40 att.eml
Subject: secret recipe
Content-Transfer-Encoding: base64

«b64run:1560|wrap76_0»
§ uuencode f.uu
begin 644 secret.bin
«uu:12»
`
end
§ inchikey mol.tsv
name	inchikey
secretin	«upper:14»-«upper:8»SA-N
secretase	«upper:14»-«upper:8»SA-N
§ ids-mixed ids.json
{"secretId": "01«crockford:24»", "ksuid": "«alnum:27»", "oid": "«hex:24»"}
§ crypto-addresses wallets.md
secret fund: bc1q«alnumlow:38», «base58:44», Qm«base58:44»
§ onion-magnet t.txt
http://«lower:56».onion/secret magnet:?xt=urn:btih:«HEX:40»
§ colab-authorship c.ipynb
{"metadata": {"colab": {"authorship_tag": "ABX9Ty«dashed:22»"}}, "cells": [{"cell_type": "code", "source": ["secret = userdata.get('AWS_SECRET_ACCESS_KEY')"], "outputs": [], "metadata": {"id": "«mixed:12»"}}]}
§ utf16-digests u.txt crlf utf-16-le
«bom»secret.bin  «hex:40»
integrity: sha1-«b64:20»
"""

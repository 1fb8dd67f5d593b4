"""Documents and data files that hold a credential, and credentials of other kinds; ``templates`` says how this is read."""
# ruff: noqa: RUF001 - the samples hold letters of other scripts on purpose

TEMPLATES = r"""
§§ messages
§ slack-export-json 2024-05-17.json
[{"type": "message", "user": "U02", "text": "AWS_ACCESS_KEY_ID=«id»\nAWS_SECRET_ACCESS_KEY=«secret|jsonslash»", "ts": "1715933730.000100"}]
§ chat-json-u003c teams.json
{"content": "\u003cp\u003esecret access key: \u003ccode\u003e«secret|jsonslash»\u003c\/code\u003e\u003c\/p\u003e"}
§ chat-json-u003c-id teams2.json
{"content": "\u003cb\u003e«id»\u003c\/b\u003e is still active"}
§ chat-json-u003d gson.json
{"cmd": "export AWS_SECRET_ACCESS_KEY\u003d«secret»\u0026\u0026 aws s3 ls"}
§ chat-slack-backticks slack2.json
{"text": "```\naws_access_key_id = «id»\naws_secret_access_key = «secret»\n```"}
§ whatsapp-export chat.txt
[17/05/2024, 08:15:30] Bob: the new aws keys
[17/05/2024, 08:15:41] Bob: «id»
[17/05/2024, 08:15:52] Bob: «secret»
§ irc-log irc.log
08:15 <bob> AWS_SECRET_ACCESS_KEY=«secret»
08:16 <eve> thanks
§ jira-noformat jira.txt
{noformat}
aws_access_key_id=«id»
aws_secret_access_key=«secret»
{noformat}
§ wiki-table conf.wiki
||Name||Value||
|Access key|«id»|
|Secret access key|{{«secret»}}|
§ org-mode notes.org
#+PROPERTY: aws_secret_access_key «secret»
| access key id | «id» |
§ email-quoted re.eml
On Fri, Bob wrote:
> > Access Key ID: «id»
> > Secret Access Key: «secret»
>
> thanks
§§ tables
§ tsv-header keys.tsv
User name	Access key ID	Secret access key
deploy	«id»	«secret»
ci	«id#2»	«secret#2»
§ semicolon-csv keys.csv crlf
user;access_key_id;secret_access_key;region
deploy;«id»;«secret»;eu-west-1
§ semicolon-csv-secret-only k2.csv
env;aws_secret_key
prod;«secret»
§ csv-secret-first-column k3.csv
SecretAccessKey,Owner
«secret»,alice
«secret#2»,bob
§ csv-key-value-rows k4.csv
name,value
AWS_ACCESS_KEY_ID,«id»
AWS_SECRET_ACCESS_KEY,«secret»
§ csv-quoted-semicolon k5.csv
"Konto";"Access Key";"Secret Key"
"prod";"«id»";"«secret»"
§ csv-sep-line k6.csv crlf
sep=,
Access key ID,Secret access key
«id»,«secret»
§ csv-utf16-tab k7.csv crlf utf-16-le
«bom»Access key ID	Secret access key
«id»	«secret»
§§ markup
§ rst-field-list docs/k.rst
Settings
========

:access key: «id»
:secret access key: «secret»
§ rst-list-table docs/t.rst
.. list-table::

   * - Access key ID
     - ``«id»``
   * - Secret access key
     - ``«secret»``
§ rst-substitution docs/s.rst
.. |aws_secret_access_key| replace:: «secret»
§ asciidoc-attribute docs/a.adoc
:aws-access-key-id: «id»
:aws-secret-access-key: «secret»

Use {aws-access-key-id}.
§ asciidoc-table docs/b.adoc
|===
|Access key ID |«id»
|Secret access key |«secret»
|===
§ latex-lstlisting guide.tex
\begin{lstlisting}
aws_access_key_id = «id»
aws_secret_access_key = «secret»
\end{lstlisting}
§ latex-texttt g2.tex
The secret access key is \texttt{«secret»} and the ID \verb|«id»|.
§ html-data-attribute up.html
<div id="up" data-aws-access-key-id="«id»" data-aws-secret-access-key="«secret»"></div>
§ html-meta meta.html
<meta name="aws-secret-access-key" content="«secret»">
§ html-meta-reversed meta2.html
<meta content="«secret»" name="aws-secret-access-key"/>
§ html-dl dl.html
<dl><dt>Access key ID</dt><dd>«id»</dd>
<dt>Secret access key</dt><dd>«secret»</dd></dl>
§ html-table-rows-lines tb.html
<tr>
  <td>AWS_SECRET_ACCESS_KEY</td>
  <td>«secret»</td>
</tr>
§ html-inline-script cfg.html
<script>window.__CFG__={accessKeyId:'«id»',secretAccessKey:'«secret»'}</script>
§ html-comment cm.html
<!-- aws_access_key_id: «id» aws_secret_access_key: «secret» -->
§ html-textarea ta.html
<textarea name="env">AWS_ACCESS_KEY_ID=«id»&#10;AWS_SECRET_ACCESS_KEY=«secret»</textarea>
§ html-label-input-lines li.html
<label for="sk">Secret access key</label>
<input id="sk" type="text" value="«secret»">
§ markdown-definition def.md
AWS secret access key
: `«secret»`

AWS access key ID
: `«id»`
§ markdown-numbered num.md
1. Access Key ID - «id»
2. Secret Access Key - «secret»
§ markdown-heading-then-fence h.md
### AWS secret access key

```
«secret»
```
§§ YAML, JSON and XML
§ yaml-explicit-key ex.yaml
? aws_secret_access_key
: «secret»
§ yaml-tag tag.yaml
aws_access_key_id: !!str «id»
aws_secret_access_key: !!str «secret»
§ yaml-name-value-far nv.yaml
- name: AWS_SECRET_ACCESS_KEY
  description: key of the deploy user
  value: «secret»
§ yaml-block-next-line-quoted nl.yaml
aws_secret_access_key:
  "«secret»"
§ json5-comments c.json5
{
  // deploy user
  accessKeyId: '«id»',
  secretAccessKey: '«secret»', /* rotate */
}
§ json-array-of-pairs ap.json
[["aws_access_key_id", "«id»"], ["aws_secret_access_key", "«secret»"]]
§ json-escape-beside us.json
{"secretAccessKey": "«secret»", "note": "\u002f"}
§ xml-attributes cfg.xml
<s3 bucket="b" accessKeyId="«id»" secretAccessKey="«secret»"/>
§ xml-param-lines p.xml
<param>
  <param-name>awsSecretKey</param-name>
  <param-value>«secret»</param-value>
</param>
§§ other formats and encodings
§ registry-utf16 env.reg crlf utf-16-le
«bom»Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\Environment]
"AWS_ACCESS_KEY_ID"="«id»"
"AWS_SECRET_ACCESS_KEY"="«secret»"
§ utf16be-properties be.properties crlf utf-16-be
«bom»aws.accessKeyId=«id»
aws.secretKey=«secret»
§ utf16-json u.json crlf utf-16-le
«bom»{
  "AccessKeyId": "«id»",
  "SecretAccessKey": "«secret»"
}
§ rtf keys.rtf
{\rtf1\ansi\deff0{\fonttbl{\f0 Calibri;}}
\f0\fs22 AWS access key ID: «id»\par
AWS secret access key: «secret»\par
}
§ rtf-bold-label k2.rtf
{\rtf1\ansi
{\b Secret access key:} «secret»\line
}
§ vcard-note bob.vcf crlf
BEGIN:VCARD
FN:Bob
NOTE:aws_access_key_id=«id»\naws_secret_access_key=«secret»
END:VCARD
§ ics-description rot.ics crlf
BEGIN:VEVENT
SUMMARY:rotate key
DESCRIPTION:secret access key: «secret»
END:VEVENT
§ srt-subtitles demo.srt
12
00:01:02,000 --> 00:01:05,000
export AWS_SECRET_ACCESS_KEY=«secret»
§ po-file de.po
msgid "secret_access_key=«secret»"
msgstr ""
§ roff-man acme.1
.TP
.B AWS_SECRET_ACCESS_KEY=«secret»
the key of the deploy user
§ nbsp-after-keyword nb.txt
Secret access key:«nbsp»«secret»
Access key ID:«nbsp»«id»
§ fullwidth-colon-japanese ja.txt
シークレットアクセスキー（Secret access key）：«secret»
§ zero-width-after zw.txt
aws_secret_access_key=«secret»«zwsp»
aws_access_key_id=«id»«zwsp»
§ cp1252-quotes cp.txt cp1252
aws_access_key_id = “«id»”
aws_secret_access_key = “«secret»”
§ german-label zugang.txt
AWS Zugangsschlüssel: «id»
AWS Secret Key: «secret»
§§ a credential beside what only looks like one
§ mix-real-pair-other-vendor mv.env
COHERE_API_KEY=«mixed:40»
APP_NAME=x
DEBUG=0
LANG=C
TZ=UTC
PORT=80
AWS_SECRET_ACCESS_KEY=«secret»
§ mix-secret-then-digest md.json
{"secretAccessKey": "«secret»",
 "integrity": "sha1-«b64:20»",
 "resolved": "https://r.io/x.tgz#«hex:40»"}
§ mix-id-then-class mc.java
// «id»
import com.acme.«cameldigit:40»;
§ mix-id-then-kms mk.yml
access_key_id: «id»
secret_access_key_encrypted: «kms:180»
§ mix-id-then-etag me.json
{"AccessKeyId": "«id»",
 "VersionId": "«dashed:32»",
 "ETag": "\"«hex:32»\""}
§ mix-id-then-cursor mcur.json
{"accessKeyId": "«id»",
 "pageInfo": {"endCursor": "«cursor»"}}
§§ credentials of other kinds
§ token-yaml-literal t.yaml
aws_session_token: |
  «token»
§ token-csv t.csv
AccessKeyId,SecretAccessKey,SessionToken
«id:AS»,«secret»,«token»
§ token-xml-attr t.xml
<creds sessionToken="«token»"/>
§ token-toml-multiline t.toml
session_token = «quotes»
«token»«quotes»
§ token-utf16 t.reg crlf utf-16-le
«bom»"AWS_SESSION_TOKEN"="«token»"
§ token-json-slash-escaped t.json
{"SessionToken":"«token|jsonslash»"}
§ token-ps-multiline t.ps1
Set-AWSCredential -AccessKey «id:AS» -SecretKey «secret» -SessionToken «token»
§ token-php t.php
'token' => '«token»',
§ token-html-data t.html
<div data-token="«token»"></div>
§ token-diff-removed t.diff
-export AWS_SESSION_TOKEN=«token»
+export AWS_SESSION_TOKEN=
§ bedrock-vscode settings.json
{"terminal.integrated.env.linux": {"AWS_BEARER_TOKEN_BEDROCK": "«bedrock»"}}
§ bedrock-dockerfile Dockerfile
FROM scratch
ENV AWS_BEARER_TOKEN_BEDROCK «bedrock»
§ bedrock-history .zsh_history
: 1751933730:0;export AWS_BEARER_TOKEN_BEDROCK=«bedrock»
§ bedrock-short-har b.har
{"name": "Authorization", "value": "Bearer «bedrockshort»"}
§ bedrock-xml b.xml
<env name='AWS_BEARER_TOKEN_BEDROCK'>«bedrock»</env>
§ bedrock-utf16 b.ps1 crlf utf-16-le
«bom»$env:AWS_BEARER_TOKEN_BEDROCK = "«bedrock»"
§ mws-sql m.sql
INSERT INTO sellers (id, mws_auth_token) VALUES (1, '«mws»');
§ mws-csv m.csv
seller;token
A1;«mws»
§ appsync-swift-json amplifyconfiguration.json
{"awsAPIPlugin": {"AppSync": {"Default": {"AuthMode": "API_KEY", "ApiKey": "«appsync»"}}}}
§ appsync-graphqlconfig .graphqlconfig.yml
headers:
  x-api-key: «appsync»
§ appsync-har a.har
{"name": "x-api-key", "value": "«appsync»"}
§ ses-smtp-url mail.env
MAILER_DSN=smtp://«id:AK»:«ses|url»@email-smtp.eu-west-1.amazonaws.com:587
§ ses-postfix sasl_passwd
[email-smtp.us-east-1.amazonaws.com]:587 «id:AK»:«ses»
§ ses-wp-mail wpm.php
define('WPMS_SMTP_HOST', 'email-smtp.us-east-1.amazonaws.com');
define('WPMS_SMTP_PASS', '«ses»');
§ codecommit-git-credentials .git-credentials
https://bob-at-123456789012:«codecommit|url»@git-codecommit.eu-west-1.amazonaws.com
§ codecommit-remote-add cc.sh
git remote add aws https://bob-at-123456789012:«codecommit|url»@git-codecommit.us-east-1.amazonaws.com/v1/repos/a
§ presigned-css p.css
.hero{background:url("«presigned»")}
§ presigned-rss p.rss
<enclosure url="«presigned:t|html»" type="audio/mpeg"/>
§ presigned-json-slash p.json
{"url":"«presigned|jsonslash»"}
§ presigned-dockerfile Dockerfile.p
RUN curl -fsSL -o /a.tgz '«presigned:t»'
§ presigned-utf16 p.txt crlf utf-16-le
«bom»«presigned»
§ presigned-csv p.csv
id,url
1,«presigned:n»
§§ IDs alone
§ lone-id-cells r.tsv
alice	Active	«id»	2024-05-17
§ lone-id-html-entity-edge e.html
<td>&#34;«id»&#34;</td>
§ lone-id-backslash-t e.json
{"row": "alice\t«id»\tActive"}
§ lone-id-u003e e2.json
{"h": "\u003cli\u003e«id»\u003c/li\u003e"}
§ lone-id-hex-escape e.py
s = "key\x3d«id»\x00"
§ lone-id-arn e.tf
# arn:aws:iam::123456789012:access-key/«id»
"""

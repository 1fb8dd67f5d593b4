"""What programs send, compare, print and remember, with a credential in it; ``templates`` says how this is read."""

TEMPLATES = r"""
§§ HTTP
§ postman-collection-awsv4 api.postman_collection.json
{
	"auth": {
		"type": "awsv4",
		"awsv4": [
			{
				"key": "secretKey",
				"value": "«secret»",
				"type": "string"
			},
			{
				"key": "accessKey",
				"value": "«id»",
				"type": "string"
			}
		]
	}
}
§ postman-collection-minified api.min.json unended
{"auth":{"type":"awsv4","awsv4":[{"key":"secretKey","value":"«secret»","type":"string"},{"key":"region","value":"eu-west-1","type":"string"}]}}
§ har-header-token session.har
{"log": {"entries": [{"request": {"headers": [
 {"name": "Host", "value": "sts.amazonaws.com"},
 {"name": "X-Amz-Security-Token", "value": "«token»"}]}}]}}
§ har-authorization auth.har
{"name": "authorization", "value": "AWS4-HMAC-SHA256 Credential=«id:AS»/20240517/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=«hex:64»"}
§ har-response-text resp.har
{"content": {"mimeType": "application/json", "text": "{\"Credentials\":{\"AccessKeyId\":\"«id:AS»\",\"SecretKey\":\"«secret»\",\"SessionToken\":\"«token»\"},\"IdentityId\":\"us-east-1:«uuid»\"}"}}
§ har-querystring-name-value qs.har
{
  "queryString": [
    {
      "name": "secretAccessKey",
      "value": "«secret»"
    }
  ]
}
§ http-file-variables api.http
@accessKeyId = «id»
@secretAccessKey = «secret»

GET https://{{host}}/items
§ http-file-aws-auth s3.http
GET https://b.s3.amazonaws.com/
Authorization: AWS «id» «secret» region:us-east-1 service:s3
§ http-client-env-json http-client.private.env.json
{"dev": {"aws_key": "«id»", "aws_secret": "«secret»"}}
§ bruno list.bru
auth:awsv4 {
  accessKeyId: «id»
  secretAccessKey: «secret»
  service: s3
}
§ insomnia-yaml insomnia.yaml
authentication:
  type: iam
  accessKeyId: «id»
  secretAccessKey: «secret»
  sessionToken: ""
§ hurl-user s3.hurl
GET https://b.s3.amazonaws.com
[Options]
aws-sigv4: aws:amz:eu-west-1:s3
user: «id»:«secret»
§ curlrc .curlrc
aws-sigv4 = "aws:amz:us-east-1:s3"
user = "«id»:«secret»"
§ form-urlencoded-body body.txt
action=save&accessKeyId=«id»&secretAccessKey=«secret|url»&region=us-east-1
§ vcr-cassette-xml cassettes/iam.yml
    body:
      encoding: UTF-8
      string: "<CreateAccessKeyResult><AccessKey><SecretAccessKey>«secret»</SecretAccessKey><AccessKeyId>«id»</AccessKeyId></AccessKey></CreateAccessKeyResult>"
§ openapi-example openapi.yaml
secretAccessKey:
  type: string
  example: «secret»
§ graphql-mutation m.graphql
mutation { addAccount(input: { accessKeyId: "«id»", secretAccessKey: "«secret»" }) { id } }
§ access-log-query nginx-access.log
10.1.2.3 - - [17/May/2024:08:15:30 +0000] "POST /setup?aws_access_key_id=«id»&aws_secret_access_key=«secret|url» HTTP/1.1" 302 0
§§ diffs
§ format-patch-removed 0001-remove.patch
From «hex:40» Mon Sep 17 00:00:00 2001
From: Alice <alice@acme.io>
Subject: [PATCH] remove keys
---
 settings.py | 2 --
diff --git a/settings.py b/settings.py
index «hex:7»..«hex:7» 100644
--- a/settings.py
+++ b/settings.py
@@ -3,5 +3,3 @@
 DEBUG = False
-AWS_ACCESS_KEY_ID = "«id»"
-AWS_SECRET_ACCESS_KEY = "«secret»"
 REGION = "eu-west-1"
§ combined-diff merge.diff
diff --cc cfg.py
@@@ -1,2 -1,2 +1,3 @@@
++AWS_SECRET_ACCESS_KEY = "«secret»"
 -x = 1
+ y = 2
§ word-diff wd.txt
aws_secret_access_key = [-changeme-]{+«secret»+}
§ context-diff cd.txt
*** .env 2024
--- .env 2025
***************
*** 1,2 ****
! AWS_SECRET_ACCESS_KEY=changeme
--- 1,2 ----
! AWS_SECRET_ACCESS_KEY=«secret»
§ ed-diff ed.txt
2c2
< aws_secret_access_key = «secret»
---
> aws_secret_access_key = «secret#2»
§ diff-bare-pair k.diff
+++ b/keys.txt
@@ -0,0 +1,2 @@
+«id»
+«secret»
§ git-log-p-indented log.txt
commit «hex:40»
Author: Bob <bob@acme.io>

    add config

    +aws_access_key_id: «id»
    +aws_secret_access_key: «secret»
§ merge-conflict-diff3 app.ini
«repeat:<*7» ours
aws_secret_access_key = «secret»
«pipe»|||||| «hex:7»
aws_secret_access_key =
«repeat:=*7»
aws_secret_access_key = «secret#2»
«repeat:>*7» theirs
§ reject-file settings.py.rej
--- settings.py
+++ settings.py
@@ -1 +1 @@
-KEY = "«id»"
+KEY = os.environ["AWS_ACCESS_KEY_ID"]
§§ errors and objects printed
§ traceback-source-line tb.txt
Traceback (most recent call last):
  File "up.py", line 3, in <module>
    s3 = boto3.client("s3", aws_access_key_id="«id»", aws_secret_access_key="«secret»")
botocore.exceptions.NoRegionError
§ traceback-rich-locals rich.txt
╭──────── locals ────────╮
│ access_key = '«id»' │
│ secret_key = '«secret»' │
╰────────────────────────╯
§ pytest-failure pt.txt
self = <S3 at 0x7f>, access_key = '«id»'
secret_key = '«secret»', region = 'eu-west-1'

>       assert False
E       assert False
§ sentry-event-vars sentry.json
{"frames": [{"vars": {"aws_access_key_id": "'«id»'", "aws_secret_access_key": "'«secret»'"}}]}
§ go-plus-v go.log
panic: {AccessKeyID:«id» SecretAccessKey:«secret» SessionToken: Source:StaticCredentials CanExpire:false}
§ rust-debug rs.log
Credentials { provider_name: "x", access_key_id: "«id»", secret_access_key: "«secret»" }
§ ruby-inspect rb.log
#<Aws::Credentials:0x000 @access_key_id="«id»", @secret_access_key="«secret»", @session_token=nil>
§ node-inspect-lines nd.log
Credentials {
  expired: false,
  accessKeyId: «esc»[32m'«id»'«esc»[39m,
  secretAccessKey: «esc»[32m'«secret»'«esc»[39m,
  sessionToken: «esc»[90mundefined«esc»[39m
}
§ php-var-dump vd.txt
array(2) {
  ["key"]=>
  string(20) "«id»"
  ["secret"]=>
  string(40) "«secret»"
}
§ php-print-r pr.txt
Array
(
    [key] => «id»
    [secret] => «secret»
)
§ java-tostring jt.log
BasicAWSCredentials(accessKey=«id», secretKey=«secret»)
§§ processes and services shown
§ bash-xtrace trace.log
+ export AWS_ACCESS_KEY_ID=«id»
+ AWS_ACCESS_KEY_ID=«id#2»
++ AWS_SECRET_ACCESS_KEY=«secret»
§ strace-execve st.txt
execve("/usr/bin/aws", ["aws", "s3", "ls"], ["PATH=/bin", "AWS_ACCESS_KEY_ID=«id»", "AWS_SECRET_ACCESS_KEY=«secret»"]) = 0
§ ps-eww ps.txt
  812 ?  Ssl  0:03 /srv/app LANG=C AWS_ACCESS_KEY_ID=«id» AWS_SECRET_ACCESS_KEY=«secret» HOME=/srv
§ docker-inspect inspect.json
[
    {
        "Config": {
            "Env": [
                "PATH=/usr/bin",
                "AWS_ACCESS_KEY_ID=«id»",
                "AWS_SECRET_ACCESS_KEY=«secret»"
            ]
        }
    }
]
§ docker-history hist.txt
«hex:12»   2 weeks ago   /bin/sh -c #(nop)  ENV AWS_SECRET_ACCESS_KEY=«secret»   0B
§ kubectl-describe pod.txt
    Environment:
      AWS_ACCESS_KEY_ID:      «id»
      AWS_SECRET_ACCESS_KEY:  «secret»
      REGION:                 eu-west-1
§ kubectl-last-applied sec.yaml
metadata:
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"v1","kind":"Secret","stringData":{"AWS_SECRET_ACCESS_KEY":"«secret»"}}
§ env-dump env.txt
SHELL=/bin/bash
AWS_ACCESS_KEY_ID=«id»
PWD=/srv
AWS_SECRET_ACCESS_KEY=«secret»
_=/usr/bin/env
§ declare-x decl.txt
declare -x AWS_ACCESS_KEY_ID="«id»"
declare -x AWS_SECRET_ACCESS_KEY="«secret»"
§ heroku-config-output hk.txt
=== acme Config Vars
AWS_ACCESS_KEY_ID:     «id»
AWS_SECRET_ACCESS_KEY: «secret»
§ lambda-get-config fn.json
{"Environment": {"Variables": {"STAGE": "prod", "S3_SECRET_KEY": "«secret»", "S3_ACCESS_KEY": "«id»"}}, "CodeSha256": "«b64:32»"}
§ ssm-get-parameter param.json
{
    "Parameter": {
        "Name": "/prod/aws_secret_access_key",
        "Type": "SecureString",
        "Value": "«secret»",
        "Version": 2
    }
}
§ secretsmanager-get-value sm.json
{"Name": "prod/aws", "SecretString": "{\"AWS_ACCESS_KEY_ID\":\"«id»\",\"AWS_SECRET_ACCESS_KEY\":\"«secret»\"}", "VersionId": "«uuid»"}
§§ histories and logs
§ zsh-extended-history .zsh_history
: 1715933730:0;export AWS_ACCESS_KEY_ID=«id»
: 1715933735:0;export AWS_SECRET_ACCESS_KEY=«secret»
§ fish-history fish_history
- cmd: set -x AWS_SECRET_ACCESS_KEY «secret»
  when: 1715933730
- cmd: set -x AWS_ACCESS_KEY_ID «id»
  when: 1715933731
§ psreadline-history ConsoleHost_history.txt crlf
cd C:\work
$Env:AWS_SECRET_ACCESS_KEY='«secret»'
ls
§ psql-history-octal .psql_history
_HiStOrY_V2_
COPY\040t\040FROM\040's3://b'\040ACCESS_KEY_ID\040'«id»'\040SECRET_ACCESS_KEY\040'«secret»';
§ python-history .python_history
import boto3
c = boto3.client('s3', aws_access_key_id='«id»', aws_secret_access_key='«secret»')
§ history-numbered hist2.txt
  501  export AWS_ACCESS_KEY_ID=«id»
  502  export AWS_SECRET_ACCESS_KEY=«secret»
§ asciinema-cast demo.cast
{"version": 2, "width": 80, "height": 24}
[1.2, "o", "export AWS_ACCESS_KEY_ID=«id»\r\n"]
[2.9, "o", "export AWS_SECRET_ACCESS_KEY=«secret»\r\n"]
§ jsonl-log app.jsonl
{"lvl":"info","msg":"boot","aws":{"accessKeyId":"«id»","secretAccessKey":"«secret»"}}
{"lvl":"info","msg":"ok"}
§ logfmt app.log
ts=2024-05-17T08:15:30Z level=debug msg="s3 client" access_key=«id» secret_key="«secret»" region=eu-west-1
§ syslog-json-embedded syslog
May 17 08:15:30 web1 app[812]: {"cfg":"{\"aws_secret_access_key\":\"«secret»\"}"}
§ ipynb-markdown-cell nb/m.ipynb
{"cells": [{"cell_type": "markdown", "metadata": {}, "source": [
  "access key: `«id»`\n",
  "secret access key: `«secret»`\n"
 ]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
§ rmarkdown r.Rmd
```{r setup}
Sys.setenv(AWS_SECRET_ACCESS_KEY = '«secret»')
```
"""

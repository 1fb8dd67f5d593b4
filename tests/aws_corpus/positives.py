"""Files that hold a credential; ``templates`` says how this is read."""
# ruff: noqa: RUF001 - the samples hold letters of other scripts on purpose

TEMPLATES = r"""
§§ Python
§ py-module-constants app/settings.py
import os

DEBUG = False
AWS_ACCESS_KEY_ID = "«id»"
AWS_SECRET_ACCESS_KEY = "«secret»"
AWS_STORAGE_BUCKET_NAME = "acme-media"
§ py-single-quotes-lone-secret app/config.py
class Config:
    AWS_REGION = 'eu-west-1'
    AWS_SECRET_ACCESS_KEY = '«secret»'
§ py-annotated app/conf.py
from typing import Final

aws_access_key_id: str = "«id»"
aws_secret_access_key: Final[str] = "«secret»"
§ py-boto3-client-keywords scripts/upload.py
import boto3

s3 = boto3.client(
    "s3",
    region_name="us-east-1",
    aws_access_key_id="«id»",
    aws_secret_access_key="«secret»",
)
s3.upload_file("a.csv", "acme-data", "a.csv")
§ py-boto3-one-line scripts/one.py
import boto3
ddb = boto3.resource('dynamodb', aws_access_key_id='«id»', aws_secret_access_key='«secret»', region_name='us-west-2')
§ py-boto3-session-with-token scripts/sess.py
import boto3
session = boto3.Session(
    aws_access_key_id="«id:AS»",
    aws_secret_access_key="«secret»",
    aws_session_token="«token»",
)
§ py-boto-positional legacy/backup.py
from boto.s3.connection import S3Connection

conn = S3Connection('«id»', '«secret»')
bucket = conn.get_bucket('mybucket')
§ py-boto-positional-lines legacy/backup2.py
import boto
conn = boto.connect_ec2(
    "«id»",
    "«secret»",
)
§ py-environ-assign run.py
import os
os.environ["AWS_ACCESS_KEY_ID"] = "«id»"
os.environ["AWS_SECRET_ACCESS_KEY"] = "«secret»"
§ py-environ-get-default run_default.py
import os
KEY = os.environ.get("AWS_ACCESS_KEY_ID", "«id»")
SECRET = os.environ.get("AWS_SECRET_ACCESS_KEY", "«secret»")
§ py-getenv-or run_or.py
import os
secret = os.getenv('AWS_SECRET_ACCESS_KEY') or '«secret»'
§ py-environ-update run_update.py
os.environ.update({
    'AWS_ACCESS_KEY_ID': '«id»',
    'AWS_SECRET_ACCESS_KEY': '«secret»',
    'AWS_DEFAULT_REGION': 'eu-central-1',
})
§ py-setdefault conftest.py
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "«secret»")
§ py-monkeypatch tests/test_s3.py
def test_live_upload(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "«id»")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "«secret»")
    upload()
§ py-mock-patch-dict tests/test_env.py
@mock.patch.dict(os.environ, {"AWS_ACCESS_KEY_ID": "«id»", "AWS_SECRET_ACCESS_KEY": "«secret»"})
def test_it():
    assert main() == 0
§ py-click-default cli.py
@click.command()
@click.option("--aws-access-key-id", default="«id»")
@click.option("--aws-secret-access-key", default="«secret»", show_default=False)
def main(aws_access_key_id, aws_secret_access_key):
    ...
§ py-argparse-default cli2.py
p = argparse.ArgumentParser()
p.add_argument("--aws-secret-access-key", type=str, help="AWS secret access key",
               default="«secret»")
§ py-pydantic-field settings.py
class Settings(BaseSettings):
    aws_access_key_id: str = Field(default="«id»", env="AWS_ACCESS_KEY_ID")
    aws_secret_access_key: SecretStr = Field(default=SecretStr("«secret»"))
§ py-secretstr settings2.py
class Settings(BaseSettings):
    aws_secret_access_key: SecretStr = SecretStr("«secret»")
§ py-dataclass models.py
@dataclass(frozen=True)
class AwsCreds:
    access_key: str = "«id»"
    secret_key: str = "«secret»"
    region: str = "us-east-1"
§ py-dict-call d.py
creds = dict(aws_access_key_id="«id»", aws_secret_access_key="«secret»")
§ py-tuple-unpack t.py
ACCESS_KEY, SECRET_KEY = "«id»", "«secret»"
§ py-tuple-list accounts.py
ACCOUNTS = [
    ("staging", "«id»", "«secret»"),
    ("prod", "«id#2»", "«secret#2»"),
]
§ py-function-default f.py
def connect(region="us-east-1", aws_access_key_id="«id»", aws_secret_access_key="«secret»"):
    return boto3.client("sqs", region_name=region)
§ py-kwargs-bytes b.py
signer = Signer(access_key=b"«id»", secret_key=b"«secret»")
§ py-fstring fs.py
uri = f"s3://{bucket}?aws_access_key_id=«id»&aws_secret_access_key=«secret|url»"
§ py-raw-triple tq.py
CREDS = «quotes»
[default]
aws_access_key_id = «id»
aws_secret_access_key = «secret»
«quotes»
§ py-implicit-concat ic.py
AWS_SECRET_ACCESS_KEY = (
    "«secret[0:20]»"
    "«secret[20:40]»"
)
§ py-plus-concat-id-lines pc.py
key_id = "«id[0:4]»" + \
         "«id[4:20]»"
§ py-plus-concat-id-one-line pc1.py
AWS_ACCESS_KEY_ID = "«id[0:4]»" + "«id[4:20]»"
AWS_SECRET_ACCESS_KEY = "«secret[0:13]»" + "«secret[13:40]»"
§ py-comment-after ca.py
x = "«secret»"  # aws secret access key of the build user
§ py-comment-before cb.py
# AWS secret access key of the build user
x = "«secret»"
§ py-commented-out co.py
# aws_access_key_id = "«id»"
# aws_secret_access_key = "«secret»"
client = boto3.client("s3")
§ py-lone-id-in-comment lone.py
# TODO(alice): rotate «id» before the release
client = boto3.client("s3")
§ py-dict-nested nest.py
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": "«id»",
            "secret_key": "«secret»",
            "bucket_name": "media",
        },
    },
}
§ py-s3fs io.py
fs = s3fs.S3FileSystem(key="«id»", secret="«secret»", anon=False)
df = pd.read_parquet("s3://b/k", storage_options={"key": "«id#2»", "secret": fs.secret})
§ py-storage-options io2.py
df = pl.read_parquet("s3://bucket/x.parquet", storage_options={
    "aws_access_key_id": "«id»",
    "aws_secret_access_key": "«secret»",
    "aws_region": "us-east-1",
})
§ py-celery-sqs celeryconfig.py
broker_url = "sqs://«id»:«secret|url»@"
broker_transport_options = {"region": "us-east-1"}
§ py-airflow-conn-uri dags/conn.py
AIRFLOW_CONN = "aws://«id»:«secret|url»@/?region_name=eu-west-1"
§ py-athena-sqlalchemy db.py
engine = create_engine(
    "awsathena+rest://«id»:«secret|url»@athena.us-west-2.amazonaws.com:443/"
    "default?s3_staging_dir=s3://acme-athena/"
)
§ py-spark-hadoop-conf etl.py
hc = spark._jsc.hadoopConfiguration()
hc.set("fs.s3a.access.key", "«id»")
hc.set("fs.s3a.secret.key", "«secret»")
§ py-configparser-set cp.py
cfg.set("default", "aws_secret_access_key", "«secret»")
§ py-no-space-lower ns.py
aws_access_key_id='«id»';aws_secret_access_key='«secret»'
§ py-print-debug dbg.py
assert creds.secret_key == "«secret»", creds  # access key «id»
§§ other languages
§ js-sdk-v2 src/aws.js
const AWS = require('aws-sdk');
AWS.config.update({
  accessKeyId: '«id»',
  secretAccessKey: '«secret»',
  region: 'us-east-1',
});
§ ts-sdk-v3 src/s3.ts
import { S3Client } from "@aws-sdk/client-s3";

export const s3 = new S3Client({
  region: "eu-west-1",
  credentials: { accessKeyId: "«id»", secretAccessKey: "«secret»" },
});
§ ts-sdk-v3-token src/s3t.ts
const credentials = {
  accessKeyId: `«id:AS»`,
  secretAccessKey: `«secret»`,
  sessionToken: `«token»`,
};
§ js-process-env src/env.js
process.env.AWS_ACCESS_KEY_ID = "«id»";
process.env['AWS_SECRET_ACCESS_KEY'] = "«secret»";
§ js-env-fallback next.config.js
module.exports = {
  env: {
    AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY || '«secret»',
    S3_KEY: process.env.S3_KEY ?? '«id»',
  },
};
§ js-concat-lines src/cat.js
const secretAccessKey = "«secret[0:16]»" +
  "«secret[16:40]»";
§ js-template-authorization src/h.js
headers.Authorization = `AWS4-HMAC-SHA256 Credential=«id»/20240101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=${sig}`;
§ go-static-credentials internal/aws.go
package aws

var creds = credentials.NewStaticCredentials("«id»", "«secret»", "")
§ go-static-provider-lines internal/aws2.go
cfg, err := config.LoadDefaultConfig(ctx,
	config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(
		"«id»",
		"«secret»",
		"",
	)),
)
§ go-backticks internal/bt.go
const (
	awsAccessKeyID     = `«id»`
	awsSecretAccessKey = `«secret»`
)
§ go-backtick-ini internal/ini_test.go
var profile = `[default]
aws_access_key_id = «id»
aws_secret_access_key = «secret»
`
§ go-struct internal/st.go
return aws.Credentials{
	AccessKeyID:     "«id»",
	SecretAccessKey: "«secret»",
	Source:          "static",
}, nil
§ go-setenv main_test.go
func TestMain(m *testing.M) {
	os.Setenv("AWS_ACCESS_KEY_ID", "«id»")
	os.Setenv("AWS_SECRET_ACCESS_KEY", "«secret»")
	os.Exit(m.Run())
}
§ java-basic-credentials src/main/java/com/acme/S3.java
AWSCredentials credentials = new BasicAWSCredentials("«id»", "«secret»");
AmazonS3 s3 = AmazonS3ClientBuilder.standard().build();
§ java-v2-create src/main/java/com/acme/S3v2.java
StaticCredentialsProvider p = StaticCredentialsProvider.create(
    AwsBasicCredentials.create(
        "«id»",
        "«secret»"));
§ java-constants src/main/java/com/acme/Const.java
private static final String AWS_ACCESS_KEY = "«id»";
private static final String AWS_SECRET_KEY = "«secret»";
§ java-system-setproperty src/test/java/com/acme/ItTest.java
System.setProperty("aws.accessKeyId", "«id»");
System.setProperty("aws.secretAccessKey", "«secret»");
§ java-annotation src/main/java/com/acme/V.java
@Value("${aws.secretAccessKey:«secret»}")
private String secret;
§ kotlin src/main/kotlin/Aws.kt
val awsCreds = StaticCredentialsProvider {
    accessKeyId = "«id»"
    secretAccessKey = "«secret»"
}
§ scala src/main/scala/Aws.scala
val awsKey: String = "«id»"
val awsSecret: String = "«secret»"
§ csharp-basic Services/Storage.cs
var client = new AmazonS3Client(new BasicAWSCredentials("«id»", "«secret»"), RegionEndpoint.EUWest1);
§ csharp-verbatim Services/Keys.cs
public const string AwsAccessKey = @"«id»";
public const string AwsSecretKey = @"«secret»";
§ ruby-credentials config/initializers/aws.rb
Aws.config.update({
  region: 'us-east-1',
  credentials: Aws::Credentials.new('«id»', '«secret»')
})
§ ruby-hashrocket config/initializers/carrierwave.rb
CarrierWave.configure do |config|
  config.fog_credentials = {
    :provider              => 'AWS',
    :aws_access_key_id     => '«id»',
    :aws_secret_access_key => '«secret»',
  }
end
§ ruby-env-fetch config/s3.rb
S3_SECRET = ENV.fetch("AWS_SECRET_ACCESS_KEY", "«secret»")
§ php-array config/aws.php
<?php
$s3 = new Aws\S3\S3Client([
    'version' => 'latest',
    'credentials' => [
        'key'    => '«id»',
        'secret' => '«secret»',
    ],
]);
§ php-define wp-config.php
define( 'AS3CF_AWS_ACCESS_KEY_ID', '«id»' );
define( 'AS3CF_AWS_SECRET_ACCESS_KEY', '«secret»' );
§ php-laravel-env-default config/filesystems.php
's3' => [
    'driver' => 's3',
    'key' => env('AWS_ACCESS_KEY_ID', '«id»'),
    'secret' => env('AWS_SECRET_ACCESS_KEY', '«secret»'),
],
§ rust-credentials-new src/aws.rs
let creds = Credentials::new("«id»", "«secret»", None, None, "static");
§ rust-const src/consts.rs
pub const AWS_ACCESS_KEY_ID: &str = "«id»";
pub const AWS_SECRET_ACCESS_KEY: &'static str = "«secret»";
§ rust-raw-string src/raw.rs
std::env::set_var("AWS_SECRET_ACCESS_KEY", r#"«secret»"#);
§ cpp src/s3.cpp
Aws::Auth::AWSCredentials credentials("«id»", "«secret»");
§ c-define include/keys.h
#define AWS_ACCESS_KEY_ID     "«id»"
#define AWS_SECRET_ACCESS_KEY "«secret»"
§ swift App/AppDelegate.swift
let provider = AWSStaticCredentialsProvider(accessKey: "«id»", secretKey: "«secret»")
§ objc App/AppDelegate.m
AWSStaticCredentialsProvider *p = [[AWSStaticCredentialsProvider alloc] initWithAccessKey:@"«id»" secretKey:@"«secret»"];
§ dart lib/aws.dart
const awsAccessKey = '«id»';
const awsSecretKey = '«secret»';
§ elixir config/prod.exs
config :ex_aws,
  access_key_id: "«id»",
  secret_access_key: "«secret»",
  region: "us-east-1"
§ clojure src/core.clj
(def cred {:access-key "«id»"
           :secret-key "«secret»"
           :endpoint   "us-west-1"})
§ r-setenv analysis.R
Sys.setenv("AWS_ACCESS_KEY_ID" = "«id»",
           "AWS_SECRET_ACCESS_KEY" = "«secret»",
           "AWS_DEFAULT_REGION" = "us-east-1")
§ perl bin/backup.pl
my $s3 = Net::Amazon::S3->new({
    aws_access_key_id     => '«id»',
    aws_secret_access_key => '«secret»',
    retry                 => 1,
});
§ perl-barewords-equals bin/b2.pl
my $aws_secret_access_key = q{«secret»};
§ lua-nginx conf/s3.lua
local aws_access_key = "«id»"
local aws_secret_key = "«secret»"
§§ shells
§ sh-export deploy.sh
#!/bin/bash
export AWS_ACCESS_KEY_ID=«id»
export AWS_SECRET_ACCESS_KEY=«secret»
aws s3 sync build s3://site
§ sh-export-quotes deploy2.sh
export AWS_ACCESS_KEY_ID="«id»" AWS_SECRET_ACCESS_KEY='«secret»'
§ sh-export-sts creds.sh
export AWS_ACCESS_KEY_ID="«id:AS»"
export AWS_SECRET_ACCESS_KEY="«secret»"
export AWS_SESSION_TOKEN="«token»"
§ sh-prefix-env once.sh
AWS_ACCESS_KEY_ID=«id» AWS_SECRET_ACCESS_KEY=«secret» terraform apply
§ sh-default-expansion d.sh
: "${AWS_SECRET_ACCESS_KEY:=«secret»}"
AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-«id»}
§ sh-aws-configure-set setup.sh
aws configure set aws_access_key_id «id» --profile ci
aws configure set aws_secret_access_key «secret» --profile ci
§ sh-aws-configure-transcript docs/setup.txt
$ aws configure
AWS Access Key ID [None]: «id»
AWS Secret Access Key [None]: «secret»
Default region name [None]: us-west-2
§ sh-docker-run run.sh
docker run --rm -e AWS_ACCESS_KEY_ID=«id» \
  -e AWS_SECRET_ACCESS_KEY=«secret» \
  acme/worker:latest
§ sh-heredoc cred.sh
cat > ~/.aws/credentials <<END
[default]
aws_access_key_id=«id»
aws_secret_access_key=«secret»
END
§ sh-echo-append cred2.sh
echo "aws_secret_access_key = «secret»" >> ~/.aws/credentials
§ sh-printf-escapes cred3.sh
printf '[default]\naws_access_key_id=«id»\naws_secret_access_key=«secret»\n' > ~/.aws/credentials
§ sh-kubectl-literal k.sh
kubectl create secret generic aws \
  --from-literal=AWS_ACCESS_KEY_ID=«id» \
  --from-literal=AWS_SECRET_ACCESS_KEY=«secret»
§ sh-helm-set h.sh
helm upgrade app ./chart --set aws.accessKeyId=«id» --set aws.secretAccessKey="«secret»"
§ sh-long-options-space o.sh
s3cmd --access_key «id» --secret_key «secret» ls
§ sh-curl-user-aws-sigv4 c.sh
curl --aws-sigv4 "aws:amz:us-east-1:es" «dashes»user "«id»:«secret»" https://search-acme.us-east-1.es.amazonaws.com/_cat
§ fish config.fish
set -gx AWS_ACCESS_KEY_ID «id»
set -gx AWS_SECRET_ACCESS_KEY «secret»
§ csh .cshrc
setenv AWS_SECRET_ACCESS_KEY «secret»
§ powershell-env deploy.ps1 crlf
$env:AWS_ACCESS_KEY_ID = "«id»"
$env:AWS_SECRET_ACCESS_KEY = "«secret»"
§ powershell-set-awscredential p.ps1
Set-AWSCredential -AccessKey «id» -SecretKey «secret» -StoreAs default
§ powershell-setenvironmentvariable p2.ps1
[Environment]::SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "«secret»", "User")
§ cmd-set deploy.bat crlf
@echo off
set AWS_ACCESS_KEY_ID=«id»
set AWS_SECRET_ACCESS_KEY=«secret»
§ cmd-setx setx.cmd
setx AWS_SECRET_ACCESS_KEY "«secret»"
§ makefile Makefile
AWS_ACCESS_KEY_ID ?= «id»
AWS_SECRET_ACCESS_KEY := «secret»

deploy:
	aws s3 sync . s3://b
§ systemd-unit app.service
[Service]
Environment="AWS_ACCESS_KEY_ID=«id»"
Environment="AWS_SECRET_ACCESS_KEY=«secret»"
ExecStart=/usr/bin/app
§ shell-history .bash_history
ls
aws_secret_access_key=«secret»
cd ..
§§ dotfiles and configuration
§ dotenv .env
APP_ENV=local
AWS_ACCESS_KEY_ID=«id»
AWS_SECRET_ACCESS_KEY=«secret»
AWS_BUCKET=
§ dotenv-quoted-spaces .env.production
AWS_KEY = '«id»'
AWS_SECRET = '«secret»'
§ dotenv-trailing-comment .env.local
AWS_SECRET_ACCESS_KEY=«secret» # rotate in June
§ dotenv-prefix .env.ci
PROD_AWS_SECRET_ACCESS_KEY=«secret»
TF_VAR_aws_secret_key=«secret#2»
§ aws-credentials-file .aws/credentials
[default]
aws_access_key_id = «id»
aws_secret_access_key = «secret»

[prod]
aws_access_key_id=«id#2:AS»
aws_secret_access_key=«secret#2»
aws_session_token=«token»
§ aws-credentials-tabs aws/credentials
[x]
aws_access_key_id	=	«id»
aws_secret_access_key	=	«secret»
§ aws-credentials-reversed credentials
[default]
aws_secret_access_key = «secret»
aws_access_key_id = «id»
§ s3cfg .s3cfg
[default]
access_key = «id»
secret_key = «secret»
use_https = True
§ rclone rclone.conf
[s3]
type = s3
provider = AWS
access_key_id = «id»
secret_access_key = «secret»
§ passwd-s3fs .passwd-s3fs
«id»:«secret»
§ pair-space keys.txt
«id» «secret»
§ pair-tab keys2.txt
alice	«id»	«secret»
§ pair-next-line notes.txt
ci user
«id»
«secret»
§ pair-blank-line-between notes2.txt
ci user

«id»

«secret»
§ pair-comma pair.txt
«id»,«secret»
§ pair-pipe pair2.txt
prod | «id» | «secret» | us-east-1
§ pair-colon-spaces pair3.txt
«id» : «secret»
§ properties src/main/resources/application.properties
cloud.aws.region.static=us-east-1
cloud.aws.credentials.access-key=«id»
cloud.aws.credentials.secret-key=«secret»
§ properties-colon aws.properties
accessKey: «id»
secretKey: «secret»
§ spring-yaml src/main/resources/application.yml
cloud:
  aws:
    credentials:
      accessKey: «id»
      secretKey: «secret»
    region:
      static: us-east-1
§ spring-xml src/main/webapp/WEB-INF/beans.xml
<bean id="awsCredentials" class="com.amazonaws.auth.BasicAWSCredentials">
  <constructor-arg name="accessKey" value="«id»"/>
  <constructor-arg name="secretKey" value="«secret»"/>
</bean>
§ spring-xml-property-value-lines beans2.xml
<property name="awsSecretKey">
  <value>«secret»</value>
</property>
§ maven-settings .m2/settings.xml
<server>
  <id>s3-release</id>
  <username>«id»</username>
  <password>«secret»</password>
</server>
§ web-config Web.config crlf
<appSettings>
  <add key="AWSAccessKey" value="«id»" />
  <add key="AWSSecretKey" value="«secret»" />
</appSettings>
§ hadoop-core-site core-site.xml
<property>
  <name>fs.s3a.access.key</name>
  <value>«id»</value>
</property>
<property>
  <name>fs.s3a.secret.key</name>
  <value>«secret»</value>
</property>
§ xml-elements conf.xml
<aws><accessKeyId>«id»</accessKeyId><secretAccessKey>«secret»</secretAccessKey></aws>
§ xml-cdata conf2.xml
<AWSSecretAccessKey><![CDATA[«secret»]]></AWSSecretAccessKey>
§ plist ios/Info.plist
<key>AWSAccessKeyId</key>
<string>«id»</string>
<key>AWSSecretAccessKey</key>
<string>«secret»</string>
§ android-strings app/src/main/res/values/secrets.xml
<resources>
    <string name="aws_access_key">«id»</string>
    <string name="aws_secret_key">«secret»</string>
</resources>
§ intellij-env .idea/workspace.xml
<envs>
  <env name="AWS_ACCESS_KEY_ID" value="«id»" />
  <env name="AWS_SECRET_ACCESS_KEY" value="«secret»" />
</envs>
§ vscode-launch .vscode/launch.json
{
  "version": "0.2.0",
  "configurations": [{
    "name": "run",
    "env": {"AWS_ACCESS_KEY_ID": "«id»", "AWS_SECRET_ACCESS_KEY": "«secret»"}
  }]
}
§ json-plain config.json
{
  "accessKeyId": "«id»",
  "secretAccessKey": "«secret»",
  "region": "us-west-2"
}
§ json-minified config.min.json unended
{"aws":{"accessKeyId":"«id»","secretAccessKey":"«secret»","region":"eu-west-1"},"debug":false}
§ json-escaped-slash php-export.json
{"key":"«id»","secretAccessKey":"«secret|jsonslash»"}
§ json-string-in-json payload.json
{
  "body": "{\"accessKeyId\": \"«id»\", \"secretAccessKey\": \"«secret»\"}",
  "statusCode": 200
}
§ json-double-escaped payload2.json
{"body": "{\\\"aws_secret_access_key\\\":\\\"«secret»\\\"}"}
§ json-string-newlines userdata.json
{"UserData": "#!/bin/bash\nexport AWS_ACCESS_KEY_ID=«id»\nexport AWS_SECRET_ACCESS_KEY=«secret»\nyum update -y\n"}
§ json-newline-before-bare-id msg.json
{"text": "the keys are:\n«id»\n«secret»\n"}
§ json-unicode-escaped-quotes esc.json
{"html": "accessKey=\u0022«id»\u0022 secretAccessKey=\u0022«secret»\u0022"}
§ json-name-value task-definition.json
{
  "containerDefinitions": [{
    "environment": [
      {"name": "AWS_ACCESS_KEY_ID", "value": "«id»"},
      {"name": "AWS_SECRET_ACCESS_KEY", "value": "«secret»"}
    ]
  }]
}
§ json-name-value-lines task2.json
[
  {
    "name": "AWS_SECRET_ACCESS_KEY",
    "value": "«secret»"
  }
]
§ json-value-name-order task3.json
[
  {
    "value": "«secret»",
    "name": "AWS_SECRET_ACCESS_KEY"
  }
]
§ json-cfn-parameters params.json
[
  {"ParameterKey": "AwsSecretAccessKey", "ParameterValue": "«secret»"}
]
§ postman acme.postman_environment.json
{
	"values": [
		{
			"key": "accessKey",
			"value": "«id»",
			"enabled": true
		},
		{
			"key": "secretKey",
			"value": "«secret»",
			"enabled": true
		}
	]
}
§ iam-create-access-key out.json
{
    "AccessKey": {
        "UserName": "deploy",
        "AccessKeyId": "«id»",
        "Status": "Active",
        "SecretAccessKey": "«secret»",
        "CreateDate": "2024-05-17T08:15:30+00:00"
    }
}
§ iam-create-access-key-xml out.xml
<CreateAccessKeyResult>
  <AccessKey>
    <UserName>Bob</UserName>
    <AccessKeyId>«id»</AccessKeyId>
    <Status>Active</Status>
    <SecretAccessKey>«secret»</SecretAccessKey>
  </AccessKey>
</CreateAccessKeyResult>
§ sts-json sts.json
{
    "Credentials": {
        "AccessKeyId": "«id:AS»",
        "SecretAccessKey": "«secret»",
        "SessionToken": "«token»",
        "Expiration": "2024-05-17T20:15:30+00:00"
    },
    "AssumedRoleUser": {
        "AssumedRoleId": "«iamid:AROA»:alice",
        "Arn": "arn:aws:sts::123456789012:assumed-role/Admin/alice"
    }
}
§ sts-json-one-line sts.log
{"Credentials":{"AccessKeyId":"«id:AS»","SecretAccessKey":"«secret»","SessionToken":"«token»","Expiration":"2024-05-17T20:15:30Z"}}
§ sts-output-text sts.txt
CREDENTIALS	«id:AS»	2024-05-17T20:15:30+00:00	«secret»	«token»
§ imds-json imds.json
{
  "Code" : "Success",
  "LastUpdated" : "2024-05-17T12:02:11Z",
  "Type" : "AWS-HMAC",
  "AccessKeyId" : "«id:AS»",
  "SecretAccessKey" : "«secret»",
  "Token" : "«token»",
  "Expiration" : "2024-05-17T18:22:03Z"
}
§ credential-process-v1 cp.json
{"Version": 1, "AccessKeyId": "«id:AS»", "SecretAccessKey": "«secret»", "SessionToken": "«token»"}
§ console-csv alice_accessKeys.csv
Access key ID,Secret access key
«id»,«secret»
§ console-csv-bom bob_accessKeys.csv crlf
«bom»Access key ID,Secret access key
«id»,«secret»
§ console-csv-old credentials.csv
User name,Password,Access key ID,Secret access key,Console login link
carol,,«id»,«secret»,https://123456789012.signin.aws.amazon.com/console
§ console-csv-quoted creds.csv
"User Name","Access Key Id","Secret Access Key"
"dave","«id»","«secret»"
§ csv-secret-column-only secrets.csv
user,aws_secret_access_key,team
erin,«secret»,core
frank,«secret#2»,data
§ rootkey-csv rootkey.csv crlf
AWSAccessKeyId=«id»
AWSSecretKey=«secret»
§§ infrastructure as code
§ tf-provider main.tf
provider "aws" {
  region     = "us-west-2"
  access_key = "«id»"
  secret_key = "«secret»"
}
§ tf-variable-default variables.tf
variable "aws_secret_access_key" {
  type      = string
  sensitive = true
  default   = "«secret»"
}
§ tfvars prod.auto.tfvars
aws_access_key = "«id»"
aws_secret_key = "«secret»"
§ tf-backend backend.tf
terraform {
  backend "s3" {
    bucket = "state"
    access_key = "«id»"
    secret_key = "«secret»"
  }
}
§ tf-env-map lambda.tf
environment {
  variables = {
    AWS_ACCESS_KEY_ID     = "«id»"
    AWS_SECRET_ACCESS_KEY = "«secret»"
  }
}
§ tfstate-access-key terraform.tfstate
{
  "version": 4,
  "lineage": "«uuid»",
  "resources": [
    {
      "type": "aws_iam_access_key",
      "instances": [
        {
          "attributes": {
            "create_date": "2024-05-17T08:15:30Z",
            "encrypted_secret": null,
            "id": "«id»",
            "key_fingerprint": null,
            "secret": "«secret»",
            "ses_smtp_password_v4": "«ses»",
            "status": "Active",
            "user": "deploy"
          }
        }
      ]
    }
  ]
}
§ cfn-parameter-default template.yaml
Parameters:
  AwsSecretAccessKey:
    Type: String
    NoEcho: true
    Default: «secret»
§ cfn-lambda-env lambda.yaml
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          ACCESS_KEY: «id»
          SECRET_KEY: «secret»
§ sam-globals sam.yaml
Globals:
  Function:
    Environment:
      Variables:
        S3_ACCESS_KEY_ID: "«id»"
        S3_SECRET_ACCESS_KEY: "«secret»"
§ serverless serverless.yml
provider:
  name: aws
  environment:
    MY_AWS_ACCESS_KEY_ID: «id»
    MY_AWS_SECRET_ACCESS_KEY: '«secret»'
§ gha-env .github/workflows/deploy.yml
jobs:
  deploy:
    env:
      AWS_ACCESS_KEY_ID: «id»
      AWS_SECRET_ACCESS_KEY: «secret»
    steps:
      - uses: actions/checkout@«hex:40»
§ gha-with .github/workflows/w.yml
- uses: aws-actions/configure-aws-credentials@v4
  with:
    aws-access-key-id: «id»
    aws-secret-access-key: «secret»
    aws-region: us-east-1
§ gitlab-ci .gitlab-ci.yml
variables:
  AWS_ACCESS_KEY_ID: "«id»"
  AWS_SECRET_ACCESS_KEY: "«secret»"
§ gitlab-before-script .gitlab-ci2.yml
before_script:
  - export AWS_ACCESS_KEY_ID=«id»
  - export AWS_SECRET_ACCESS_KEY=«secret»
§ jenkinsfile Jenkinsfile
pipeline {
  environment {
    AWS_ACCESS_KEY_ID     = '«id»'
    AWS_SECRET_ACCESS_KEY = '«secret»'
  }
}
§ jenkins-withenv Jenkinsfile.old
withEnv(["AWS_ACCESS_KEY_ID=«id»", "AWS_SECRET_ACCESS_KEY=«secret»"]) { sh 'make' }
§ travis-env .travis.yml
env:
  global:
    - AWS_ACCESS_KEY_ID=«id» AWS_SECRET_ACCESS_KEY=«secret»
§ dockerfile-env Dockerfile
FROM python:3.11
ENV AWS_ACCESS_KEY_ID=«id»
ENV AWS_SECRET_ACCESS_KEY=«secret»
RUN pip install awscli
§ dockerfile-env-old-syntax Dockerfile.old
ENV AWS_ACCESS_KEY_ID «id»
ENV AWS_SECRET_ACCESS_KEY «secret»
§ dockerfile-env-continuation Dockerfile.c
ENV AWS_ACCESS_KEY_ID="«id»" \
    AWS_SECRET_ACCESS_KEY="«secret»" \
    AWS_REGION="eu-west-1"
§ dockerfile-arg Dockerfile.arg
ARG AWS_SECRET_ACCESS_KEY=«secret»
§ compose-list docker-compose.yml
services:
  app:
    environment:
      - AWS_ACCESS_KEY_ID=«id»
      - AWS_SECRET_ACCESS_KEY=«secret»
§ compose-map docker-compose.override.yml
services:
  app:
    environment:
      AWS_ACCESS_KEY_ID: «id»
      AWS_SECRET_ACCESS_KEY: «secret»
§ compose-default compose.yaml
services:
  app:
    environment:
      AWS_SECRET_ACCESS_KEY: ${AWS_SECRET_ACCESS_KEY:-«secret»}
§ ansible-vars group_vars/all.yml
aws_access_key: «id»
aws_secret_key: «secret»
§ ansible-module playbook.yml
- name: sync
  amazon.aws.s3_object:
    access_key: "«id»"
    secret_key: "«secret»"
    bucket: b
§ ansible-inline-args pb2.yml
- s3: bucket=b object=/k mode=put aws_access_key=«id» aws_secret_key=«secret»
§ helm-values chart/values.yaml
s3:
  enabled: true
  accessKey: «id»
  secretKey: "«secret»"
§ k8s-stringdata k8s/secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: aws
stringData:
  AWS_ACCESS_KEY_ID: «id»
  AWS_SECRET_ACCESS_KEY: «secret»
§ k8s-data-base64 k8s/secret2.yaml
apiVersion: v1
kind: Secret
metadata:
  name: aws
type: Opaque
data:
  AWS_ACCESS_KEY_ID: «id|b64»
  AWS_SECRET_ACCESS_KEY: «secret|b64»
§ k8s-data-base64-newline k8s/secret3.yaml
apiVersion: v1
kind: Secret
data:
  aws-access-key-id: «id|b64nl»
  aws-secret-access-key: «secret|b64nl»
§ k8s-env-name-value k8s/deploy.yaml
        env:
          - name: AWS_ACCESS_KEY_ID
            value: «id»
          - name: AWS_SECRET_ACCESS_KEY
            value: "«secret»"
§ k8s-env-value-name k8s/deploy2.yaml
        env:
          - value: «secret»
            name: AWS_SECRET_ACCESS_KEY
§ k8s-env-flow k8s/deploy3.yaml
env: [{name: AWS_ACCESS_KEY_ID, value: «id»}, {name: AWS_SECRET_ACCESS_KEY, value: «secret»}]
§ k8s-block-credentials k8s/velero.yaml
stringData:
  cloud: |
    [default]
    aws_access_key_id=«id»
    aws_secret_access_key=«secret»
§ yaml-folded-secret conf/f.yaml
aws:
  secret_access_key: >-
    «secret»
  region: us-east-1
§ yaml-block-secret conf/b.yaml
aws_secret_access_key: |
  «secret»
§ yaml-quoted-keys conf/q.yaml
"aws_access_key_id": "«id»"
'aws_secret_access_key': '«secret»'
§ yaml-anchor conf/a.yaml
access_key_id: &akid «id»
secret_access_key: &sak «secret»
§ toml pyproject.local.toml
[tool.acme.aws]
access_key_id = "«id»"
secret_access_key = '''«secret»'''
§ toml-inline conf.toml
credentials = { access_key_id = "«id»", secret_access_key = "«secret»" }
§ logstash logstash.conf
input {
  s3 {
    access_key_id => "«id»"
    secret_access_key => "«secret»"
  }
}
§ fluentd fluent.conf
<match **>
  @type s3
  aws_key_id «id»
  aws_sec_key «secret»
</match>
§ spark-defaults spark-defaults.conf
spark.hadoop.fs.s3a.access.key    «id»
spark.hadoop.fs.s3a.secret.key    «secret»
§ grafana datasources.yaml
secureJsonData:
  accessKey: "«id»"
  secretKey: "«secret»"
§ rails-storage config/storage.yml
amazon:
  service: S3
  access_key_id: «id»
  secret_access_key: «secret»
§ gradle build.gradle
maven {
    url "s3://acme-maven/release"
    credentials(AwsCredentials) {
        accessKey "«id»"
        secretKey "«secret»"
    }
}
§ packer-json packer.json
{"builders": [{"type": "amazon-ebs", "access_key": "«id»", "secret_key": "«secret»"}]}
§ vagrantfile Vagrantfile
config.vm.provider :aws do |aws, override|
  aws.access_key_id = "«id»"
  aws.secret_access_key = "«secret»"
end
§ cloud-init user-data
#cloud-config
write_files:
  - path: /home/app/.aws/credentials
    content: |
      [default]
      aws_access_key_id = «id»
      aws_secret_access_key = «secret»
§ reg-file aws.reg crlf
[HKEY_CURRENT_USER\Environment]
"AWS_ACCESS_KEY_ID"="«id»"
"AWS_SECRET_ACCESS_KEY"="«secret»"
§§ SQL
§ redshift-copy load.sql
COPY sales FROM 's3://acme/sales/'
CREDENTIALS 'aws_access_key_id=«id»;aws_secret_access_key=«secret»'
CSV;
§ redshift-access-key load2.sql
COPY sales FROM 's3://acme/sales/' ACCESS_KEY_ID '«id»' SECRET_ACCESS_KEY '«secret»' CSV;
§ snowflake-stage stage.sql
CREATE STAGE s URL='s3://acme/' CREDENTIALS=(AWS_KEY_ID='«id»' AWS_SECRET_KEY='«secret»');
§ duckdb duck.sql
SET s3_access_key_id='«id»';
SET s3_secret_access_key='«secret»';
§ clickhouse ch.sql
SELECT * FROM s3('https://acme.s3.amazonaws.com/x.csv', '«id»', '«secret»', 'CSV');
§ sql-insert dump.sql
INSERT INTO `settings` VALUES (12,'aws_access_key_id','«id»'),(13,'aws_secret_access_key','«secret»');
§§ URLs
§ url-s3-credentials jobs.txt
s3n://«id»:«secret|url»@acme-logs/2024/
§ url-s3-credentials-raw jobs2.txt
hadoop fs -ls s3://«id»:«secret»@acme-logs/
§ url-git-lfs .lfsconfig
[lfs]
	url = https://«id»:«secret|url»@lfs.acme.io/repo
§ url-query-id notes.md
See https://acme.io/login?key=%22«id»%22&x=1
§ url-percent-slash-id access.log
10.0.0.1 - - [17/May/2024:08:15:30 +0000] "GET /x?cred=prod%2F«id»%2F20240517 HTTP/1.1" 200 12
§§ logs and documents
§ curl-v-log curl.log
> GET / HTTP/1.1
> Host: sts.amazonaws.com
> X-Amz-Date: 20240517T081530Z
> Authorization: AWS4-HMAC-SHA256 Credential=«id»/20240517/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=«hex:64»
>
< HTTP/1.1 200 OK
< x-amzn-RequestId: «uuid»
< x-amz-id-2: «b64:57»
§ curl-v-token-header curl2.log
> authorization: AWS4-HMAC-SHA256 Credential=«id:AS»/20240517/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-security-token,Signature=«hex:64»
> x-amz-security-token: «token»
§ canonical-no-signature debug.log
DEBUG botocore.auth canonical query: X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=«id»%2F20240517%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20240517T081530Z
§ log-line app.log
2024-05-17 08:15:30,123 INFO  [main] c.a.Config - using accessKeyId=«id», secretAccessKey=«secret», region=us-east-1
§ log-python-dict app2.log
INFO:root:config {'aws_access_key_id': '«id»', 'aws_secret_access_key': '«secret»', 'region': None}
§ log-repr-object app3.log
Credentials(access_key='«id»', secret_key='«secret»', token=None, method='shared-credentials-file')
§ log-ansi term.log
«esc»[32mAWS_SECRET_ACCESS_KEY«esc»[0m=«esc»[33m«secret»«esc»[0m
§ error-message-id err.txt
<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>«id»</AWSAccessKeyId><StringToSign>AWS4-HMAC-SHA256</StringToSign></Error>
§ markdown-table docs/keys.md
| env  | Access key ID | Secret access key |
|------|---------------|-------------------|
| prod | `«id»` | `«secret»` |
| dev  | «id#2» | «secret#2» |
§ markdown-bullets docs/keys2.md
- **Access key ID**: «id»
- **Secret access key**: «secret»
§ markdown-bold-backtick docs/keys3.md
The secret access key is **`«secret»`** (do not share).
§ chat-sentence slack.txt
alice: aws access key is «id» and the secret is «secret» ok?
§ prose-next-line mail.eml
Hi Bob,

AWS secret key:
«secret»

Regards
§ quoted-printable mail2.eml
Content-Transfer-Encoding: quoted-printable

aws_access_key_id =3D «id»
aws_secret_access_key =3D «secret»
§ html-entities page.html
<pre>aws_access_key_id = &quot;«id»&quot;
aws_secret_access_key = &quot;«secret»&quot;</pre>
§ html-entity-number page2.html
<code>secretAccessKey: &#39;«secret»&#39;, accessKeyId: &#39;«id»&#39;</code>
§ html-input page3.html
<input type="hidden" name="AWSAccessKeyId" value="«id»">
<input type="password" name="aws_secret_access_key" value="«secret»">
§ html-table page4.html
<tr><th>Secret access key</th><td>«secret»</td></tr>
§ smart-quotes doc.txt
aws_access_key_id = “«id»”
aws_secret_access_key = “«secret»”
§ latex report.tex
\newcommand{\awskey}{«id»}
\newcommand{\awssecretkey}{«secret»}
§ rst-literal docs/x.rst
.. code-block:: ini

   aws_secret_access_key = «secret»
§ diff fix.patch
--- a/.env
+++ b/.env
@@ -1,2 +1,2 @@
-AWS_ACCESS_KEY_ID=
+AWS_ACCESS_KEY_ID=«id»
+AWS_SECRET_ACCESS_KEY=«secret»
§ git-conflict conf.py
<<<<<<< HEAD
AWS_SECRET_ACCESS_KEY = "«secret»"
=======
AWS_SECRET_ACCESS_KEY = "«secret#2»"
>>>>>>> «hex:40» (rotate)
§ underscore-edges names.txt
backup_«id»_2024.tar
§ file-name-of-key ls.txt
keys/«id».json
§ iam-list-csv-lone-ids credential_report.csv
user,access_key_1_id,access_key_1_active
alice,«id»,true
bob,«id#2»,true
§ sql-lone-id q.sql
SELECT * FROM cloudtrail WHERE useridentity.accesskeyid = '«id»';
§ cloudtrail-event event.json
{"userIdentity": {"type": "IAMUser", "principalId": "«iamid:AIDA»", "accessKeyId": "«id»", "userName": "alice"}, "eventID": "«uuid»"}
§ lone-id-ak x.txt
last used: «id:AK» on 2024-05-17
§ lone-id-as x.txt
last used: «id:AS» on 2024-05-17
§ lone-id-ab x.txt
last used: «id:AB» on 2024-05-17
§ lone-id-ac x.txt
last used: «id:AC» on 2024-05-17
§§ keyword placed otherwise
§ keyword-previous-line-dict kp.js
const cfg = {
  aws_secret_access_key:
    "«secret»",
};
§ keyword-after-comment-js ka.js
connect("«secret»" /* secretAccessKey */);
§ keyword-inline-comment-before ka.go
NewClient(/* accessKeyID */ "«id»", /* secretAccessKey */ "«secret»")
§ assert-equal-keyword-second tests/test_x.py
self.assertEqual("«secret»", client.aws_secret_access_key)
§ call-set-pair cs.java
conf.set("aws.secret.access.key", "«secret»");
§ indexing-config ci.py
app.config["AWS_SECRET_ACCESS_KEY"] = "«secret»"
§ setter-method sm.java
creds.setAWSSecretKey("«secret»");
§ walrus-ternary wt.ts
const secretAccessKey = isProd ? cfg.get("aws.secret") : "«secret»";
§§ session tokens alone
§ token-lone-iq t.txt
token
«token:IQ»
§ token-lone-fw t.txt
token
«token:Fw»
§ token-lone-fq t.txt
token
«token:FQ»
§ token-lone-aq t.txt
token
«token:AQ»
§ token-env tok.env
AWS_SESSION_TOKEN=«token»
§ token-ini-security-token tok.ini
aws_security_token = «token»
§ token-json-only tok.json
{"SessionToken": "«token»"}
§ token-yaml-folded tok.yaml
aws_session_token: >-
  «token|wrap64_2»
region: us-east-1
§ token-wrapped-76 tok.eml
Session token:

«token|wrap76_0»

Regards
§ token-py-implicit-concat tok.py
TOKEN = (
    «token|strings60_4»
)
§ token-js-plus-concat tok.js
const sessionToken = «token|plus70_2»;
§ token-shell-backslash tok.sh
export AWS_SESSION_TOKEN="«token|backslash70_0»"
§ token-url-param tok2.txt
https://signin.aws.amazon.com/federation?Action=login&SigninToken=x&t=«token|url»
§ token-xml tok.xml
<SessionToken>«token»</SessionToken>
§ token-json-escaped tok3.json
{"out": "{\"SessionToken\":\"«token»\"}"}
§ token-cookie-header tok.http crlf
GET / HTTP/1.1
Host: s3.amazonaws.com
X-Amz-Security-Token: «token»
§§ Bedrock
§ bedrock-long-env br.env
AWS_BEARER_TOKEN_BEDROCK=«bedrock»
§ bedrock-long-export br.sh
export AWS_BEARER_TOKEN_BEDROCK="«bedrock»"
§ bedrock-long-py br.py
os.environ['AWS_BEARER_TOKEN_BEDROCK'] = "«bedrock»"
§ bedrock-long-header br.http
curl -H "Authorization: Bearer «bedrock»" https://bedrock-runtime.us-east-1.amazonaws.com/x
§ bedrock-long-lone br.txt
«bedrock»
§ bedrock-long-yaml br.yaml
litellm:
  api_key: «bedrock»
§ bedrock-short-env brs.env
AWS_BEARER_TOKEN_BEDROCK=«bedrockshort»
§ bedrock-short-json brs.json
{"token": "«bedrockshort»"}
§ bedrock-short-js brs.ts
const client = new Client({ token: { token: '«bedrockshort»' } });
§§ MWS, AppSync
§ mws-py mws.py
MWS_AUTH_TOKEN = "«mws»"
§ mws-xml mws.xml
<MWSAuthToken>«mws»</MWSAuthToken>
§ mws-url mws.txt
POST /Orders?MWSAuthToken=«mws»&SellerId=A2XXX
§ appsync-js aws-exports.js
const awsmobile = {
    "aws_appsync_graphqlEndpoint": "https://«alnumlow:26».appsync-api.us-east-1.amazonaws.com/graphql",
    "aws_appsync_authenticationType": "API_KEY",
    "aws_appsync_apiKey": "«appsync»",
};
§ appsync-header gql.sh
curl -H "x-api-key: «appsync»" -d @q.json https://acme.appsync-api.eu-west-1.amazonaws.com/graphql
§ appsync-env gql.env
REACT_APP_APPSYNC_API_KEY=«appsync»
§ appsync-dart lib/amplifyconfiguration.dart
const amplifyconfig = '''{ "api": { "plugins": { "awsAPIPlugin": { "app": { "authorizationType": "API_KEY", "apiKey": "«appsync»" } } } } }''';
§§ CodeCommit, SES
§ codecommit-url .git/config
[remote "origin"]
	url = https://alice-at-123456789012:«codecommit|url»@git-codecommit.us-east-1.amazonaws.com/v1/repos/app
§ codecommit-json cc.json
{
    "ServiceSpecificCredential": {
        "ServiceName": "codecommit.amazonaws.com",
        "ServiceUserName": "alice-at-123456789012",
        "ServicePassword": "«codecommit»",
        "ServiceSpecificCredentialId": "x-elided",
        "Status": "Active"
    }
}
§ codecommit-env cc.env
CODECOMMIT_USERNAME=build-at-123456789012
CODECOMMIT_PASSWORD=«codecommit»
§ codecommit-netrc .netrc
machine git-codecommit.eu-west-1.amazonaws.com login build-at-123456789012 password «codecommit»
§ ses-env ses.env
SES_SMTP_HOST=email-smtp.us-east-1.amazonaws.com
SES_SMTP_USERNAME=«id:AK»
SES_SMTP_PASSWORD=«ses»
§ ses-django mailconf.py
EMAIL_HOST = "email-smtp.eu-west-1.amazonaws.com"
EMAIL_HOST_USER = "«id:AK»"
EMAIL_HOST_PASSWORD = "«ses»"
§ ses-console-csv smtp_credentials.csv
IAM User Name,Smtp Username,Smtp Password
ses-smtp-user.20240517,«id:AK»,«ses»
§ ses-nodemailer mailer.js
const t = nodemailer.createTransport({
  host: "email-smtp.us-west-2.amazonaws.com",
  port: 587,
  auth: { user: "«id:AK»", pass: "«ses»" },
});
§ ses-yaml ses.yml
ses_smtp_password: «ses»
§§ pre-signed URLs
§ presigned-txt p.txt
«presigned»
§ presigned-token pt.txt
download: «presigned:t»
§ presigned-new-order-token pn.md
Get it [here](«presigned:tn»).
§ presigned-raw-slash pr.sh
curl -o out.csv "«presigned:r»"
§ presigned-json p.json
{
  "url": "«presigned:t»",
  "expires": 3600
}
§ presigned-json-u0026 pj.json
{"url":"«presigned:t|jsonamp»"}
§ presigned-html-amp ph.html
<a href="«presigned|html»">report</a>
§ presigned-access-log pa.log
INFO fetch "«presigned:n»" 200 in 31 ms
§ presigned-py pp.py
URL = '«presigned»'
§§ encodings
§ enc-utf16le-bom u16le.txt utf-16-le crlf
«bom»# clés
AWS_ACCESS_KEY_ID=«id»
AWS_SECRET_ACCESS_KEY=«secret»
AWS_REGION=eu-west-3
§ enc-utf16be-bom u16be.txt utf-16-be
«bom»# clés
AWS_ACCESS_KEY_ID=«id»
AWS_SECRET_ACCESS_KEY=«secret»
AWS_REGION=eu-west-3
§ enc-utf16le-nobom u16len.txt utf-16-le crlf
# clés
AWS_ACCESS_KEY_ID=«id»
AWS_SECRET_ACCESS_KEY=«secret»
AWS_REGION=eu-west-3
§ enc-utf16be-nobom u16ben.txt utf-16-be
# clés
AWS_ACCESS_KEY_ID=«id»
AWS_SECRET_ACCESS_KEY=«secret»
AWS_REGION=eu-west-3
§ enc-utf16le-bom-lone-id u16id.txt utf-16-le crlf
«bom»clé «id» (Élodie)
§ enc-utf16-token u16tok.ps1 utf-16-le crlf
«bom»$env:AWS_SESSION_TOKEN = '«token»'
§ enc-latin1 l1.properties latin-1
# réseau sécurisé
aws.accessKeyId=«id»
aws.secretKey=«secret»
§ enc-utf8-bom u8.env
«bom»AWS_SECRET_ACCESS_KEY=«secret»
AWS_ACCESS_KEY_ID=«id»
§ enc-crlf crlf.ini crlf
[default]
aws_access_key_id = «id»
aws_secret_access_key = «secret»
§ enc-no-final-newline nfn.env unended
A=1
AWS_ACCESS_KEY_ID=«id»
AWS_SECRET_ACCESS_KEY=«secret»
§ enc-only-id only unended
«id»
§ enc-cjk-adjacent cjk.md
访问密钥«id»，AWS secret access key：«secret»。
§ enc-shift-jis sjis.ini shift_jis
; 認証情報
aws_access_key_id=«id»
aws_secret_access_key=«secret»
§§ long lines and binaries
§ minified-js-megabyte dist/app.min.js
«minjs:600000»var cfg={accessKeyId:"«id»",secretAccessKey:"«secret»"};«minjs:450000»
§ minified-json-long dist/env.json unended
{"a":"«hex:5000»","AWS_SECRET_ACCESS_KEY":"«secret»","b":"«hex:5000»"}
§ sourcemap-content dist/app.js.map unended
{"version":3,"sourcesContent":["const k = {\n  accessKeyId: '«id»',\n  secretAccessKey: '«secret»'\n};\n"],"mappings":"«vlq:300»"}
§ late-in-long-file long.py
«assignments:5000»AWS_SECRET_ACCESS_KEY = "«secret»"
§§ mixed: a harmless value beside a real one
§ mix-example-and-real-id-line m1.py
KEYS = ["«docid»", "«id»"]
§ mix-real-then-example-line m2.md
replace `«docid»` (not «id»!) by your key
§ mix-example-secret-and-real m3.env
# AWS_SECRET_ACCESS_KEY=«docsecret»
AWS_SECRET_ACCESS_KEY=«secret»
§ mix-real-id-example-secret m4.ini
aws_access_key_id = «id»
aws_secret_access_key = «docsecret»
§ mix-real-id-secret-reference m5.yml
env:
  AWS_ACCESS_KEY_ID: «id»
  AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY }}
§ mix-real-id-git-sha m6.md
key «id»
commit «hex:40»
§ mix-real-id-sha-same-line m7.txt
«id» was pushed in «hex:40» by bob
§ mix-real-id-path m8.txt
«id»
«path:40»
§ mix-real-id-camel m9.java
// «id»
public class «camel:40» {}
§ mix-real-id-sha256 m10.txt
«id»
sha256:«hex:64»
ETag: "«hex:32»"
§ mix-real-id-integrity m11.json
{"k": "«id»",
 "integrity": "sha512-«b64:64»"}
§ mix-real-id-sha1-base64 m12.html
<meta name="k" content="«id»">
<script src="a.js" integrity="sha256-«b64:32»"></script>
§ mix-real-id-placeholder-secret m13.sh
export AWS_ACCESS_KEY_ID=«id»
export AWS_SECRET_ACCESS_KEY=<your-secret-key>
§ mix-real-id-xs m14.sh
export AWS_ACCESS_KEY_ID=«id»
export AWS_SECRET_ACCESS_KEY=«repeat:x*40»
§ mix-real-secret-example-id m15.ini
aws_access_key_id = «docid»
aws_secret_access_key = «secret»
§ mix-real-secret-masked-id m16.ini
aws_access_key_id = «akia»****************
aws_secret_access_key = «secret»
§ mix-example-word-on-line m17.py
AWS_SECRET_ACCESS_KEY = "«secret»"  # EXAMPLE: do not use in production
§ mix-test-word-on-line tests/test_example.py
test_aws_access_key_id = "«id»"  # testing
§ mix-reference-same-line m18.tf
access_key = "«id»", secret_key = var.aws_secret_key
§ mix-iam-ids-and-real m19.json
{"UserId": "«iamid:AIDA»", "AccessKeyId": "«id»", "RoleId": "«iamid:AROA»"}
§ mix-ssh-key-and-real m20.txt
ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC«b64run:333» alice@acme
aws key: «id»
§ mix-kms-and-real m21.yml
aws_access_key_id: «id»
aws_secret_access_key_kms: «kms»
§ mix-uuid-reqid-real m22.log
RequestId: «uuid» AccessKeyId: «id» x-amz-id-2: «b64:57»
§ mix-example-json-real-json m23.json
[{"AccessKeyId": "«docid2»", "SecretAccessKey": "«docsecret2»"},
 {"AccessKeyId": "«id»", "SecretAccessKey": "«secret»"}]
§ mix-secret-after-40hex-on-line m24.txt
deploy «hex:40» AWS_SECRET_ACCESS_KEY=«secret»
"""

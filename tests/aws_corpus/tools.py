"""Files and commands of tools, services and databases that hold a credential; ``templates`` says how this is read."""

TEMPLATES = r"""
§§ storage and data tools
§ boto-cfg-colon etc/boto.cfg
[Credentials]
aws_access_key_id: «id»
aws_secret_access_key: «secret»

[Boto]
http_socket_timeout = 10
§ s3cmd-dump-config s3cmd.dump
[default]
access_key = «id»
access_token =
add_encoding_exts =
bucket_location = US
cloudfront_host = cloudfront.amazonaws.com
gpg_passphrase =
host_base = s3.amazonaws.com
secret_key = «secret»
signature_v2 = False
§ rclone-config-create setup-rclone.sh
rclone config create acme s3 provider=AWS access_key_id=«id» secret_access_key=«secret» region=eu-west-1
§ rclone-config-create-old setup-rclone2.sh
rclone config create acme s3 access_key_id «id» secret_access_key «secret»
§ rclone-connection-string sync.sh
rclone sync /data ":s3,provider=AWS,access_key_id=«id»,secret_access_key='«secret»':acme-backup"
§ rclone-env rclone.env
RCLONE_CONFIG_ACME_TYPE=s3
RCLONE_CONFIG_ACME_SECRET_ACCESS_KEY=«secret»
§ rclone-flags b.sh
rclone copy . s3:b --s3-access-key-id=«id» --s3-secret-access-key=«secret»
§ fsspec-json .config/fsspec/conf.json
{"s3": {"key": "«id»", "secret": "«secret»", "client_kwargs": {"region_name": "eu-west-1"}}}
§ fsspec-env fs.env
FSSPEC_S3_KEY=«id»
FSSPEC_S3_SECRET=«secret»
§ pandas-storage-options-dict load.py
df.to_csv("s3://b/x.csv", storage_options=dict(key="«id»", secret="«secret»"))
§ dask-nested dsk.py
ddf = dd.read_csv(
    "s3://acme/*.csv",
    storage_options={
        "key": "«id»",
        "secret": "«secret»",
        "client_kwargs": {"endpoint_url": "https://s3.eu-west-1.amazonaws.com"},
    },
)
§ pyarrow-s3filesystem pa.py
s3 = fs.S3FileSystem(access_key='«id»', secret_key='«secret»', region='eu-west-3')
§ deltalake-options dl.py
opts = {"AWS_ACCESS_KEY_ID": "«id»", "AWS_SECRET_ACCESS_KEY": "«secret»", "AWS_S3_ALLOW_UNSAFE_RENAME": "true"}
§ smart-open-uri so.py
with open('s3://«id»:«secret|url»@acme/k.txt') as f:
    pass
§ spark-submit-conf submit.sh
spark-submit --master yarn \
  --conf spark.hadoop.fs.s3a.access.key=«id» \
  --conf spark.hadoop.fs.s3a.secret.key=«secret» \
  job.py
§ hadoop-d-options distcp.sh
hadoop distcp -Dfs.s3a.access.key=«id» -Dfs.s3a.secret.key=«secret» hdfs:///a s3a://b/a
§ hadoop-xml-one-line hdfs-site.xml
<configuration>
<property><name>fs.s3a.access.key</name><value>«id»</value><final>true</final></property>
<property><name>fs.s3a.secret.key</name><value>«secret»</value><final>true</final></property>
</configuration>
§ hadoop-xml-description-between core-site2.xml
<property>
  <name>fs.s3n.awsSecretAccessKey</name>
  <description>Key of the nightly job</description>
  <value>«secret»</value>
</property>
§ hadoop-bucket-property bucket.properties
fs.s3a.bucket.acme-logs.access.key=«id»
fs.s3a.bucket.acme-logs.secret.key=«secret»
§ spark-scala-set Job.scala
sc.hadoopConfiguration.set("fs.s3n.awsAccessKeyId", "«id»")
sc.hadoopConfiguration.set("fs.s3n.awsSecretAccessKey", "«secret»")
§ spark-session-config job.py
spark = (SparkSession.builder
    .config("spark.hadoop.fs.s3a.access.key", "«id»")
    .config("spark.hadoop.fs.s3a.secret.key", "«secret»")
    .getOrCreate())
§ trino-catalog etc/catalog/hive.properties
connector.name=hive
hive.s3.aws-access-key=«id»
hive.s3.aws-secret-key=«secret»
§ flink-conf flink-conf.yaml
s3.access-key: «id»
s3.secret-key: «secret»
parallelism.default: 4
§ airflow-connections-json connections.json
{
  "aws_default": {
    "conn_type": "aws",
    "login": "«id»",
    "password": "«secret»",
    "extra": {"region_name": "eu-west-1"}
  }
}
§ airflow-extra-json-in-yaml connections.yaml
aws_s3:
  conn_type: aws
  extra: '{"aws_access_key_id": "«id»", "aws_secret_access_key": "«secret»"}'
§ dvc-config-local .dvc/config.local
['remote "storage"']
    access_key_id = «id»
    secret_access_key = «secret»
§ dvc-remote-modify dvc.sh
dvc remote modify --local storage access_key_id '«id»'
dvc remote modify --local storage secret_access_key '«secret»'
§ thanos-objstore objstore.yml
type: S3
config:
  bucket: metrics
  access_key: «id»
  insecure: false
  secret_key: «secret»
§ loki-s3-uri loki.yaml
storage_config:
  aws:
    s3: s3://«id»:«secret|url»@eu-west-1/loki-chunks
§ gitlab-omnibus gitlab.rb
gitlab_rails['backup_upload_connection'] = {
  'provider' => 'AWS',
  'aws_access_key_id' => '«id»',
  'aws_secret_access_key' => '«secret»'
}
§ gitlab-runner-toml config.toml
[runners.cache.s3]
  ServerAddress = "s3.amazonaws.com"
  AccessKey = "«id»"
  SecretKey = "«secret»"
  BucketName = "cache"
§ docker-registry-config registry.yml
storage:
  s3:
    accesskey: «id»
    secretkey: «secret»
    region: us-east-1
§ docker-registry-env reg.env
REGISTRY_STORAGE_S3_ACCESSKEY=«id»
REGISTRY_STORAGE_S3_SECRETKEY=«secret»
§ mc-alias mc.sh
mc alias set aws https://s3.amazonaws.com «id» «secret» --api S3v4
§ mc-config-json .mc/config.json
{
	"version": "10",
	"aliases": {
		"s3": {
			"url": "https://s3.amazonaws.com",
			"accessKey": "«id»",
			"secretKey": "«secret»",
			"api": "S3v4"
		}
	}
}
§§ infrastructure tools
§ vault-write-root vault.sh
vault write aws/config/root \
    access_key=«id» \
    secret_key=«secret» \
    region=us-east-1
§ ansible-extra-vars ap.sh
ansible-playbook site.yml -e "aws_access_key=«id» aws_secret_key=«secret»"
§ ansible-inventory-host-vars hosts.ini
[aws:vars]
ansible_user=ec2-user
ec2_access_key=«id»
ec2_secret_key=«secret»
§ ansible-environment tasks/main.yml
- command: aws s3 ls
  environment:
    AWS_ACCESS_KEY_ID: «id»
    AWS_SECRET_ACCESS_KEY: «secret»
§ packer-hcl2 image.pkr.hcl
source "amazon-ebs" "base" {
  access_key    = "«id»"
  instance_type = "t3.micro"
  region        = "us-east-1"
  secret_key    = "«secret»"
}
§ packer-variables-json vars.json
{"variables": {"aws_access_key": "«id»", "aws_secret_key": "«secret»", "aws_region": "us-east-1"}}
§ packer-cli-var pk.sh
packer build -var 'aws_access_key=«id»' -var 'aws_secret_key=«secret»' image.json
§ terraform-backend-config-flag tf.sh
terraform init -backend-config="access_key=«id»" -backend-config="secret_key=«secret»"
§ terraform-coalesce coalesce.tf
locals {
  aws_secret_access_key = coalesce(var.aws_secret_access_key, "«secret»")
}
§ terraform-plan-output plan.txt
  ~ environment {
      ~ variables = {
          + "AWS_SECRET_ACCESS_KEY" = "«secret»"
            "REGION" = "eu-west-1"
        }
    }
§ pulumi-stack Pulumi.dev.yaml
config:
  aws:region: eu-west-1
  aws:accessKey: «id»
  aws:secretKey: «secret»
§ puppet-class manifests/backup.pp
class { 'duplicity':
  aws_access_key_id     => '«id»',
  aws_secret_access_key => '«secret»',
}
§ puppet-hiera data/common.yaml
---
profile::backup::aws_access_key_id: '«id»'
profile::backup::aws_secret_access_key: '«secret»'
§ salt-pillar-s3 pillar/s3.sls
s3.keyid: «id»
s3.key: «secret»
§ salt-cloud-provider cloud.providers.d/ec2.conf
my-ec2:
  driver: ec2
  id: '«id»'
  key: '«secret»'
  keyname: deploy
§ chef-knife knife.rb
knife[:aws_access_key_id] = "«id»"
knife[:aws_secret_access_key] = "«secret»"
§ chef-attributes attributes/default.rb
default['acme']['aws']['secret_access_key'] = '«secret»'
§ nix-module backup.nix
{ config, ... }: {
  systemd.services.backup.environment = {
    AWS_ACCESS_KEY_ID = "«id»";
    AWS_SECRET_ACCESS_KEY = "«secret»";
  };
}
§ nix-indented-string cred.nix
{ secretAccessKey = ''«secret»''; }
§§ builds and deployment
§ makefile-export-target deploy.mk
deploy: export AWS_ACCESS_KEY_ID := «id»
deploy: export AWS_SECRET_ACCESS_KEY := «secret»
deploy:
	./deploy.sh
§ makefile-recipe-inline s3.mk
sync:
	@AWS_ACCESS_KEY_ID=«id» AWS_SECRET_ACCESS_KEY=«secret» aws s3 sync out/ s3://site --delete
§ justfile justfile
export AWS_ACCESS_KEY_ID := "«id»"
export AWS_SECRET_ACCESS_KEY := "«secret»"
§ cmake-env CMakeLists.txt
set(ENV{AWS_SECRET_ACCESS_KEY} "«secret»")
§ bazelrc .bazelrc
build --action_env=AWS_ACCESS_KEY_ID=«id»
build --action_env=AWS_SECRET_ACCESS_KEY=«secret»
§ jenkins-string-parameter-xml jobs/deploy/config.xml
<hudson.model.StringParameterDefinition>
  <name>AWS_SECRET_ACCESS_KEY</name>
  <description>key of the deploy user</description>
  <defaultValue>«secret»</defaultValue>
  <trim>true</trim>
</hudson.model.StringParameterDefinition>
§ jenkins-envinject-xml jobs/nightly/config.xml
<propertiesContent>AWS_ACCESS_KEY_ID=«id»&#xd;
AWS_SECRET_ACCESS_KEY=«secret»&#xd;
REGION=x</propertiesContent>
§ jenkins-credentials-plain-xml credentials.xml
<com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl>
  <id>aws</id>
  <accessKey>«id»</accessKey>
  <secretKey>«secret»</secretKey>
</com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl>
§ jenkins-casc jenkins.yaml
credentials:
  system:
    domainCredentials:
    - credentials:
      - aws:
          accessKey: "«id»"
          id: "aws"
          secretKey: "«secret»"
§ circleci-environment .circleci/config.yml
jobs:
  build:
    docker:
      - image: cimg/base
    environment:
      - AWS_ACCESS_KEY_ID: «id»
      - AWS_SECRET_ACCESS_KEY: «secret»
§ drone-settings .drone.yml
steps:
- name: upload
  image: plugins/s3
  settings:
    bucket: b
    access_key: «id»
    secret_key: «secret»
§ concourse-source pipeline.yml
resources:
- name: rel
  type: s3
  source: {bucket: rel, access_key_id: «id», secret_access_key: «secret»}
§ appveyor appveyor.yml
deploy:
  provider: S3
  access_key_id: «id»
  secret_access_key: «secret»
  bucket: b
§ teamcity-kotlin .teamcity/settings.kts
params {
    param("env.AWS_ACCESS_KEY_ID", "«id»")
    param("env.AWS_SECRET_ACCESS_KEY", "«secret»")
}
§ teamcity-xml project-config.xml
<param name="env.AWS_ACCESS_KEY_ID" value="«id»" />
<param name="env.AWS_SECRET_ACCESS_KEY" value="«secret»" spec="text" />
§ gha-expression-default .github/workflows/d.yml
env:
  AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY || '«secret»' }}
§ gha-run-block .github/workflows/r.yml
- run: |
    echo "AWS_ACCESS_KEY_ID=«id»" >> $GITHUB_ENV
    echo "AWS_SECRET_ACCESS_KEY=«secret»" >> $GITHUB_ENV
§ buildspec buildspec.yml
version: 0.2
env:
  variables:
    AWS_ACCESS_KEY_ID: "«id»"
    AWS_SECRET_ACCESS_KEY: "«secret»"
§ ebextensions-option .ebextensions/01.config
option_settings:
  - option_name: AWS_SECRET_KEY
    value: «secret»
§ ebextensions-namespace .ebextensions/02.config
option_settings:
  aws:elasticbeanstalk:application:environment:
    AWS_ACCESS_KEY_ID: «id»
    AWS_SECRET_KEY: «secret»
§ kustomize-literals kustomization.yaml
secretGenerator:
- name: aws
  literals:
  - AWS_ACCESS_KEY_ID=«id»
  - AWS_SECRET_ACCESS_KEY=«secret»
§ helm-template-default templates/secret.yaml
stringData:
  AWS_SECRET_ACCESS_KEY: {{ .Values.aws.secretKey | default "«secret»" | quote }}
§§ servers, systems and shells
§ systemd-one-line job.service.d/override.conf
[Service]
Environment=AWS_ACCESS_KEY_ID=«id» AWS_SECRET_ACCESS_KEY=«secret» TZ=UTC
§ systemd-show show.txt
Environment=PATH=/usr/bin AWS_SECRET_ACCESS_KEY=«secret» LANG=C
ExecMainPID=812
§ supervisord supervisord.conf
[program:worker]
command=worker
environment=AWS_ACCESS_KEY_ID="«id»",AWS_SECRET_ACCESS_KEY="«secret»",HOME="/srv"
§ crontab-line crontab
MAILTO=ops@acme.io
0 3 * * * AWS_ACCESS_KEY_ID=«id» AWS_SECRET_ACCESS_KEY=«secret» /usr/local/bin/backup.sh
§ apache-setenv vhost.conf
<VirtualHost *:80>
  SetEnv AWS_ACCESS_KEY_ID «id»
  SetEnv AWS_SECRET_ACCESS_KEY «secret»
</VirtualHost>
§ nginx-aws-proxy nginx.conf
location / {
  aws_access_key «id»;
  aws_secret_key «secret»;
  proxy_pass http://b.s3.amazonaws.com;
}
§ nginx-fastcgi-param fastcgi.conf
fastcgi_param AWS_ACCESS_KEY_ID «id»;
fastcgi_param AWS_SECRET_ACCESS_KEY «secret»;
§ php-fpm-pool www.conf
[www]
env[AWS_ACCESS_KEY_ID] = «id»
env[AWS_SECRET_ACCESS_KEY] = «secret»
§ uwsgi-ini uwsgi.ini
[uwsgi]
env = AWS_ACCESS_KEY_ID=«id»
env = AWS_SECRET_ACCESS_KEY=«secret»
§ launchd-plist com.acme.backup.plist
<key>EnvironmentVariables</key>
<dict>
	<key>AWS_ACCESS_KEY_ID</key>
	<string>«id»</string>
	<key>AWS_SECRET_ACCESS_KEY</key>
	<string>«secret»</string>
</dict>
§ xcscheme App.xcscheme
<EnvironmentVariable
   key = "AWS_SECRET_ACCESS_KEY"
   value = "«secret»"
   isEnabled = "YES">
</EnvironmentVariable>
§ xcconfig Release.xcconfig
AWS_ACCESS_KEY = «id»
AWS_SECRET_KEY = «secret»
§ powershell-splat s.ps1
$params = @{ AccessKey = '«id»'; SecretKey = '«secret»'; Region = 'eu-west-1' }
New-AWSCredential @params
§ powershell-set-item s2.ps1
Set-Item -Path Env:AWS_SECRET_ACCESS_KEY -Value '«secret»'
§ powershell-securestring s3.ps1
$SecretKey = ConvertTo-SecureString '«secret»' -AsPlainText -Force
§ powershell-backtick-lines s4.ps1
Initialize-AWSDefaultConfiguration `
  -AccessKey «id» `
  -SecretKey «secret» `
  -Region eu-west-1
§ setx-machine m.cmd crlf
setx /M AWS_ACCESS_KEY_ID «id»
setx /M AWS_SECRET_ACCESS_KEY «secret»
§ setx-comma-args m2.bat crlf
call setx "AWS_SECRET_ACCESS_KEY" "«secret»" /M >nul
§ cmd-set-quoted-pair m3.bat crlf
set "AWS_SECRET_ACCESS_KEY=«secret»"
§ reg-add r.cmd
reg add HKCU\Environment /v AWS_SECRET_ACCESS_KEY /t REG_SZ /d «secret» /f
§ nushell env.nu
$env.AWS_ACCESS_KEY_ID = "«id»"
load-env { AWS_SECRET_ACCESS_KEY: "«secret»" }
§§ commands
§ elasticsearch-keystore es.sh
echo "«secret»" | bin/elasticsearch-keystore add --stdin s3.client.default.secret_key
§ gh-secret-set gh.sh
gh secret set AWS_SECRET_ACCESS_KEY --body "«secret»"
§ heroku-config-set hk.sh
heroku config:set AWS_ACCESS_KEY_ID=«id» AWS_SECRET_ACCESS_KEY=«secret» -a acme
§ ssm-put-parameter ssm.sh
aws ssm put-parameter --name /prod/aws_secret_access_key --type SecureString --value '«secret»'
§ docker-build-arg db.sh
docker build --build-arg AWS_ACCESS_KEY_ID=«id» --build-arg AWS_SECRET_ACCESS_KEY=«secret» .
§ configure-here-string rh.sh
aws configure --profile x <<< $'«id»\n«secret»\nus-east-1\njson\n'
§§ services
§ vector-toml vector.toml
[sinks.s3]
type = "aws_s3"
auth.access_key_id = "«id»"
auth.secret_access_key = "«secret»"
§ fluent-bit-env fluent-bit.conf
@SET AWS_ACCESS_KEY_ID=«id»
@SET AWS_SECRET_ACCESS_KEY=«secret»
§ prometheus-ec2-sd prometheus.yml
- ec2_sd_configs:
  - region: eu-west-1
    access_key: «id»
    secret_key: «secret»
    port: 9100
§ kafka-connect-json sink.json
{"config": {"aws.access.key.id": "«id»", "aws.secret.access.key": "«secret»", "tasks.max": "1"}}
§ nifi-entry-xml flow.xml
<property>
  <name>Secret Key</name>
  <value>«secret»</value>
</property>
<property>
  <name>Access Key</name>
  <value>«id»</value>
</property>
§ jmeter-argument plan.jmx
<stringProp name="Argument.name">aws_secret_access_key</stringProp>
<stringProp name="Argument.value">«secret»</stringProp>
§ discourse-app-yml containers/app.yml
  DISCOURSE_S3_ACCESS_KEY_ID: «id»
  DISCOURSE_S3_SECRET_ACCESS_KEY: «secret»
§ zappa-settings zappa_settings.json
{"dev": {"environment_variables": {"AWS_SECRET": "«secret»", "AWS_KEY": "«id»"}}}
§ bitwarden-export bw.json
{"items": [{"fields": [
 {"name": "aws_access_key_id", "value": "«id»", "type": 0},
 {"name": "aws_secret_access_key", "value": "«secret»", "type": 1}]}]}
§ keepass-xml kp.xml
<String>
	<Key>AWS Secret Access Key</Key>
	<Value ProtectInMemory="True">«secret»</Value>
</String>
§ winscp-ini WinSCP.ini crlf
[Sessions\s3]
HostName=s3.amazonaws.com
UserName=«id»
PasswordPlain=«secret»
§ netrc-s3 .netrc
machine s3.amazonaws.com login «id» password «secret»
§ redis-aof appendonly.aof crlf
*3
$3
SET
$21
aws_secret_access_key
$40
«secret»
§ redis-cli-set seed.redis
HSET app:config aws_access_key_id "«id»" aws_secret_access_key "«secret»"
§ etcd-put etcd.sh
etcdctl put /app/aws_secret_access_key '«secret»'
consul kv put app/aws_access_key_id «id»
§ mongo-shell seed.js
db.settings.insertOne({ _id: "aws", accessKeyId: "«id»", secretAccessKey: "«secret»", at: ISODate("2024-05-17") })
§ dynamodb-typed-json item.json
{"pk": {"S": "cfg#aws"}, "accessKeyId": {"S": "«id»"}, "secretAccessKey": {"S": "«secret»"}}
§ django-fixture fixtures/cfg.json
[{"model": "core.setting", "pk": 3, "fields": {"name": "AWS_SECRET_ACCESS_KEY", "value": "«secret»", "public": false}}]
§ nomad-template job.nomad
template {
  data = <<EOH
AWS_ACCESS_KEY_ID="«id»"
AWS_SECRET_ACCESS_KEY="«secret»"
EOH
  env = true
}
§§ SQL
§ redshift-with-credentials-token r1.sql
COPY t FROM 's3://b/k'
WITH CREDENTIALS AS 'aws_access_key_id=«id:AS»;aws_secret_access_key=«secret»;token=«token»' GZIP;
§ redshift-in-python-string r3.py
sql = "COPY t FROM 's3://b' CREDENTIALS 'aws_access_key_id=«id»;aws_secret_access_key=«secret»' CSV"
§ snowflake-stage-lines sf.sql
CREATE OR REPLACE STAGE raw
  URL = 's3://acme/raw/'
  CREDENTIALS = (
    AWS_KEY_ID = '«id»'
    AWS_SECRET_KEY = '«secret»'
  );
§ snowflake-dollar-quotes sf2.sql
ALTER STAGE raw SET CREDENTIALS=(AWS_KEY_ID=$$«id»$$ AWS_SECRET_KEY=$$«secret»$$);
§ duckdb-create-secret dk.sql
CREATE SECRET acme (
    TYPE s3,
    KEY_ID '«id»',
    SECRET '«secret»',
    REGION 'eu-west-1'
);
§ duckdb-secret-python dk.py
con.execute("CREATE OR REPLACE SECRET (TYPE S3, KEY_ID '«id»', SECRET '«secret»');")
§ clickhouse-engine-lines ch.sql
CREATE TABLE t (a UInt8)
ENGINE = S3(
  'https://b.s3.amazonaws.com/*.csv',
  '«id»',
  '«secret»',
  'CSV');
§ clickhouse-named-collection s3.xml
<named_collections><s3_prod>
  <access_key_id>«id»</access_key_id>
  <secret_access_key>«secret»</secret_access_key>
</s3_prod></named_collections>
§ postgres-aws-commons pg.sql
SELECT aws_s3.table_import_from_s3('t', '', '(format csv)', 'b', 'k', 'us-east-1', '«id»', '«secret»', '');
§ mssql-credential ms.sql
CREATE CREDENTIAL [s3://b.s3.us-east-1.amazonaws.com]
WITH IDENTITY = 'S3 Access Key',
SECRET = '«id»:«secret»';
§ oracle-dbms-cloud or.sql
BEGIN DBMS_CLOUD.CREATE_CREDENTIAL(
  credential_name => 'S3',
  username => '«id»',
  password => '«secret»');
END;
/
§ vertica-awsauth ve.sql
ALTER SESSION SET AWSAuth='«id»:«secret»';
§ starrocks-properties sr.sql
FROM FILES("path" = "s3://b/k",
  "aws.s3.access_key" = "«id»",
  "aws.s3.secret_key" = "«secret»")
§ cockroach-uri cr.sql
BACKUP INTO 's3://b/p?AWS_ACCESS_KEY_ID=«id»&AWS_SECRET_ACCESS_KEY=«secret|url»' AS OF SYSTEM TIME '-10s';
§ pg-dump-copy-rows pgdump.sql
COPY public.settings (id, name, value) FROM stdin;
12	aws_access_key_id	«id»
13	aws_secret_access_key	«secret»
\.
§ psql-set-variable v.psql
\set aws_secret_access_key '«secret»'
§ sql-update up.sql
UPDATE config SET value = '«secret»' WHERE name = 'aws_secret_access_key';
§ sql-insert-columns ins.sql
INSERT INTO accounts (name, access_key_id, secret_access_key) VALUES
  ('dev', '«id»', '«secret»');
§ mysql-box-output my.txt
+-----------------------+------------------------------------------+
| name                  | value                                    |
+-----------------------+------------------------------------------+
| aws_secret_access_key | «secret» |
+-----------------------+------------------------------------------+
§ mysql-vertical-output my2.txt
*************************** 1. row ***************************
        access_key: «id»
        secret_key: «secret»
1 row in set (0.00 sec)
§ psql-aligned-output ps.txt
  user  |    access_key_id     |            secret_access_key
--------+----------------------+------------------------------------------
 deploy | «id» | «secret»
(1 row)
§ athena-jdbc-url jdbc.txt
jdbc:awsathena://AwsRegion=eu-west-1;User=«id»;Password=«secret»;S3OutputLocation=s3://q/;
§ dbt-profiles profiles.yml
acme:
  outputs:
    dev:
      type: athena
      aws_access_key_id: «id»
      aws_secret_access_key: «secret»
"""

"""Source code that holds a credential; ``templates`` says how this is read."""

TEMPLATES = r"""
§§ Ruby and PHP
§ ruby-fog-symbols-yaml config/fog.yml
:default:
  :aws_access_key_id: «id»
  :aws_secret_access_key: «secret»
§ ruby-paperclip config/environments/production.rb
config.paperclip_defaults = {
  s3_credentials: { bucket: 'b', access_key_id: '«id»', secret_access_key: '«secret»' }
}
§ ruby-env-or-equals config/boot.rb
ENV['AWS_SECRET_ACCESS_KEY'] ||= '«secret»'
§ ruby-word-array lib/tasks/s.rake
id, secret = %w[«id» «secret»]
§ php-putenv boot.php
<?php putenv("AWS_SECRET_ACCESS_KEY=«secret»");
$_ENV["AWS_ACCESS_KEY_ID"] = "«id»";
§ php-credentials-new S3.php
<?php $c = new Aws\Credentials\Credentials('«id»', '«secret»');
§ php-serialized wp_options.txt
a:2:{s:17:"aws_access_key_id";s:20:"«id»";s:21:"aws_secret_access_key";s:40:"«secret»";}
§ php-var-export bootstrap/cache/config.php
    's3' =>«repeat: *1»
    array (
      'driver' => 's3',
      'key' => '«id»',
      'secret' => '«secret»',
      'region' => 'us-east-1',
    ),
§ php-nextcloud-arguments config/config.php
'objectstore' => [
  'class' => '\\OC\\Files\\ObjectStore\\S3',
  'arguments' => ['bucket' => 'nc', 'key' => '«id»', 'secret' => '«secret»'],
],
§ drupal-settings settings.php
$settings['s3fs.access_key'] = '«id»';
$settings['s3fs.secret_key'] = '«secret»';
§ wp-amazon-serialize-define wp-config2.php
define('AS3CF_SETTINGS', serialize(array(
  'provider' => 'aws',
  'access-key-id' => '«id»',
  'secret-access-key' => '«secret»',
)));
§ symfony-services config/services.yaml
services:
  Aws\S3\S3Client:
    arguments:
      - { version: latest, region: eu-west-1, credentials: { key: '«id»', secret: '«secret»' } }
§ symfony-xml config/services.xml
<argument type="collection" key="credentials">
  <argument key="key">«id»</argument>
  <argument key="secret">«secret»</argument>
</argument>
§§ JVM and .NET
§ spring-test-properties S3Test.java
@TestPropertySource(properties = {
    "cloud.aws.credentials.access-key=«id»",
    "cloud.aws.credentials.secret-key=«secret»"})
§ spring-relaxed-env spring.env
CLOUD_AWS_CREDENTIALS_ACCESSKEY=«id»
CLOUD_AWS_CREDENTIALS_SECRETKEY=«secret»
§ spring-cli-args run-java.sh
java -jar app.jar --cloud.aws.credentials.access-key=«id» --cloud.aws.credentials.secret-key=«secret»
§ java-builder-chain Tok.java
Credentials c = Credentials.builder()
    .accessKeyId("«id:AS»")
    .secretAccessKey("«secret»")
    .sessionToken("«token»")
    .build();
§ java-text-block Tb.java
String ini = «quotes»
    [default]
    aws_access_key_id=«id»
    aws_secret_access_key=«secret»
    «quotes»;
§ java-map-of M.java
Map<String, String> env = Map.of("AWS_ACCESS_KEY_ID", "«id»", "AWS_SECRET_ACCESS_KEY", "«secret»");
§ java-char-array C.java
private final char[] awsSecretKey = "«secret»".toCharArray();
§ java-concat-constant Cc.java
static final String SECRET_ACCESS_KEY = "«secret[0:22]»"
        + "«secret[22:40]»";
§ dotnet-user-secrets-cli us.sh
dotnet user-secrets set "AWS:AccessKey" "«id»"
dotnet user-secrets set "AWS:SecretKey" "«secret»"
§ dotnet-secrets-json-colon secrets.json crlf
«bom»{
  "AWS:AccessKey": "«id»",
  "AWS:SecretKey": "«secret»"
}
§ dotnet-appsettings appsettings.Development.json
{
  "AWS": {
    "Profile": null,
    "AccessKey": "«id»",
    "SecretKey": "«secret»"
  }
}
§ dotnet-aspnetcore-webconfig web.config
<aspNetCore processPath="dotnet">
  <environmentVariables>
    <environmentVariable name="AWS_SECRET_ACCESS_KEY" value="«secret»" />
  </environmentVariables>
</aspNetCore>
§ csharp-session-lines S.cs
var c = new SessionAWSCredentials(
    awsAccessKeyId: "«id:AS»",
    awsSecretAccessKey: "«secret»",
    token: "«token»");
§ csharp-null-coalescing N.cs
var key = Configuration["AWS:SecretKey"] ?? "«secret»";
§ csharp-expression-property Ep.cs
public string AwsSecretKey => "«secret»";
public string AwsAccessKey { get; set; } = "«id»";
§ vbnet Mod.vb
Private Const AWSAccessKey As String = "«id»"
Private Const AWSSecretKey As String = "«secret»"
§ vba Upload.bas crlf
Sub Upload()
    Dim awsSecretKey As String
    awsSecretKey = "«secret»"
End Sub
§ fsharp Aws.fs
let [<Literal>] AwsSecretKey = "«secret»"
let creds = BasicAWSCredentials("«id»", AwsSecretKey)
§§ functional, mobile and scripting languages
§ elixir-system-tuple config/runtime.exs
config :ex_aws,
  access_key_id: [{:system, "AWS_ACCESS_KEY_ID"}, "«id»", :instance_role],
  secret_access_key: [{:system, "AWS_SECRET_ACCESS_KEY"}, "«secret»", :instance_role]
§ elixir-put-env test/test_helper.exs
System.put_env("AWS_SECRET_ACCESS_KEY", "«secret»")
§ elixir-map-arrow lib/a.ex
@opts %{"access_key_id" => "«id»", "secret_access_key" => "«secret»"}
§ erlang-sys-config sys.config
[{erlcloud, [
  {aws_access_key_id, "«id»"},
  {aws_secret_access_key, "«secret»"}
]}].
§ erlang-binary s.erl
creds() -> aws_credentials:make_map(<<"«id»">>, <<"«secret»">>).
§ clojure-edn profiles.clj
{:dev {:env {:aws-access-key-id "«id»"
             :aws-secret-access-key "«secret»"}}}
§ clojure-let-destructure core2.clj
(amazonica/with-credential ["«id»" "«secret»" "us-west-1"]
  (list-buckets))
§ kotlin-gradle-kts build.gradle.kts
credentials(AwsCredentials::class) {
    accessKey = "«id»"
    secretKey = "«secret»"
}
§ kotlin-elvis Cfg.kt
val secretAccessKey = System.getenv("AWS_SECRET_ACCESS_KEY") ?: "«secret»"
§ kotlin-buildconfigfield app/build.gradle
buildConfigField "String", "AWS_SECRET_KEY", '"«secret»"'
§ swift-dictionary Keys.swift
static let aws: [String: String] = ["accessKey": "«id»", "secretKey": "«secret»"]
§ perl-env up.pl
$ENV{AWS_ACCESS_KEY_ID}     = '«id»';
$ENV{AWS_SECRET_ACCESS_KEY} = '«secret»';
§ perl-constant K.pm
use constant {
    AWS_KEY    => '«id»',
    AWS_SECRET => '«secret»',
};
§ r-renviron .Renviron
AWS_ACCESS_KEY_ID='«id»'
AWS_SECRET_ACCESS_KEY='«secret»'
§ r-aws-s3-args up.R
aws.s3::put_object("a.csv", bucket = "b", key = "«id»", secret = "«secret»")
§ r-arrow-assign k.R
aws_secret_access_key <- "«secret»"
§ julia-env up.jl
ENV["AWS_ACCESS_KEY_ID"] = "«id»"
ENV["AWS_SECRET_ACCESS_KEY"] = "«secret»"
§ julia-positional c.jl
creds = AWSCredentials("«id»", "«secret»")
aws = global_aws_config(; creds=creds)
§ julia-pair p.jl
opts = Dict(:access_key_id => "«id»", :secret_access_key => "«secret»")
§ lua-long-brackets s3.lua
local cfg = {
  access_key = [[«id»]],
  secret_key = [[«secret»]],
}
§ lua-bracket-key k.lua
conf["aws_secret_access_key"] = "«secret»"
§ emacs-lisp init.el
(setenv "AWS_ACCESS_KEY_ID" "«id»")
(setq aws-secret-access-key "«secret»")
§ vimscript .vimrc
let $AWS_SECRET_ACCESS_KEY = '«secret»'
§ tcl s3.tcl
set env(AWS_SECRET_ACCESS_KEY) "«secret»"
§ matlab up.m
setenv('AWS_ACCESS_KEY_ID', '«id»');
setenv('AWS_SECRET_ACCESS_KEY', '«secret»');
§ haskell Main.hs
creds = FromKeys (AccessKey "«id»") (SecretKey "«secret»")
§ ocaml s3.ml
let credentials = Aws_s3.Credentials.make ~access_key:"«id»" ~secret_key:"«secret»" ()
§ hocon application.conf
alpakka.s3.aws.credentials {
  provider = static
  access-key-id = "«id»"
  secret-access-key = "«secret»"
}
§ hocon-override local.conf
aws.secretKey = ${?AWS_SECRET_KEY}
aws.secretKey = "«secret»"
§ delphi uS3.pas
const
  AWSAccountName = '«id»';
  AWSSecretKey = '«secret»';
§ sas-proc-s3 load.sas
PROC S3 KEYID="«id»" SECRET="«secret»" REGION="useast";
  LIST "/acme";
RUN;
§ jsonnet s3.jsonnet
{
  access_key_id:: '«id»',
  secret_access_key:: '«secret»',
}
§ cue s3.cue
aws: {
	accessKeyId:     "«id»"
	secretAccessKey: string | *"«secret»"
}
§§ JavaScript, compiled languages and Python
§ ts-type-assertion k.ts
export const secretAccessKey = <string>"«secret»";
export const accessKeyId = "«id»" as const;
§ js-object-quoted-computed w.js
cfg['credentials']['secretAccessKey'] = '«secret»';
§ js-define-plugin webpack.config.js
new webpack.DefinePlugin({ 'process.env.AWS_SECRET_ACCESS_KEY': JSON.stringify('«secret»') })
§ js-localstorage dev.js
localStorage.setItem('aws_secret_access_key', '«secret»');
§ jsx-attributes Up.jsx
<S3Upload
  accessKeyId="«id»"
  secretAccessKey={"«secret»"}
/>
§ go-map-literal m.go
var cfg = map[string]string{"access_key": "«id»", "secret_key": "«secret»"}
§ go-flag-default f.go
var secret = flag.String("aws-secret-access-key", "«secret»", "AWS secret")
§ rust-env-unwrap-or m.rs
let secret_key = env::var("AWS_SECRET_ACCESS_KEY").unwrap_or_else(|_| "«secret»".to_string());
§ rust-option-builder b.rs
let s3 = AmazonS3Builder::new()
    .with_access_key_id("«id»")
    .with_secret_access_key("«secret»")
    .build()?;
§ cpp-raw-string r.cpp
static const std::string kAwsSecretKey{R"(«secret»)"};
§ c-setenv e.c
setenv("AWS_SECRET_ACCESS_KEY", "«secret»", 1);
§ arduino-progmem secrets.h
const char AWS_SECRET[] PROGMEM = "«secret»";
§ py-zip-dict z.py
creds = dict(zip(("aws_access_key_id", "aws_secret_access_key"), ("«id»", "«secret»")))
§ py-typer-option ty.py
def main(secret_key: Annotated[str, typer.Option(envvar="AWS_SECRET_ACCESS_KEY")] = "«secret»"):
    ...
§ py-attrs-namedtuple nt.py
Creds = namedtuple("Creds", "access_key secret_key")
C = Creds("«id»", "«secret»")
§ py-positional-none pn.py
session = aiobotocore.get_session()
session.set_credentials("«id»", "«secret»", None)
§ py-hmac-call hm.py
sig = hmac.new(b"AWS4" + b"«secret»", date, sha256)  # secret access key
§ py-doctest dt.py
«quotes»
>>> c = Client(secret_access_key='«secret»')
«quotes»
"""

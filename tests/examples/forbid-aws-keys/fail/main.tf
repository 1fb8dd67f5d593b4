provider "aws" {
  access_key = "@KEY_ID@"
  secret_key = "@AWS_SECRET@"
}

import os

import boto3

# As in the documentation of AWS: AKIAIOSFODNN7EXAMPLE
client = boto3.client(
    "s3",
    aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
    aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
)

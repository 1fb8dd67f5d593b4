import os

APP_ENV = os.environ["APP_ENV"]

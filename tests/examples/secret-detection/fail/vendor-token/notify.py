import os

from slack_sdk import WebClient

client = WebClient(token="{{SLACK_TOKEN}}")
os.environ["AWS_ACCESS_KEY_ID"] = "{{AWS_KEY}}"

"""Connections of the billing jobs: databases, queues, mail, cloud."""

import os

import boto3
import psycopg
import pymysql
import redis
from botocore.config import Config

CONNECT_SECONDS = 4
READ_SECONDS = 20
CLOUD = Config(connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries={"max_attempts": 3})


def ledger() -> psycopg.Connection:
    """The ledger database."""
    return psycopg.connect(os.environ["LEDGER_DSN"], autocommit=True)  # bad: timeout


def ledger_in_time() -> psycopg.Connection:
    """The ledger database, with limits for connecting and for each statement."""
    limits = f"-c statement_timeout={READ_SECONDS}s"
    return psycopg.connect(os.environ["LEDGER_DSN"], connect_timeout=CONNECT_SECONDS, options=limits)  # near: timeout


def shop() -> pymysql.connections.Connection:
    """The shop's database."""
    return pymysql.connect(  # near: timeout
        host=os.environ["SHOP_HOST"],
        password=os.environ["SHOP_PASSWORD"],
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        write_timeout=READ_SECONDS,
    )


def cache() -> redis.Redis:
    """The cache."""
    return redis.Redis(host=os.environ["CACHE_HOST"], port=6379, decode_responses=True)  # bad: timeout


def cache_in_time() -> redis.Redis:
    """The cache, which gives up in the end."""
    limits = {"socket_timeout": READ_SECONDS, "socket_connect_timeout": CONNECT_SECONDS}
    return redis.Redis.from_url(os.environ["CACHE_URL"], **limits)  # near: timeout


def bucket_names() -> list[str]:
    """Names of our buckets."""
    storage = boto3.client("s3", region_name="eu-north-1")  # bad: timeout
    return [bucket["Name"] for bucket in storage.list_buckets()["Buckets"]]


def queue_url(name: str) -> str:
    """Address of a queue."""
    queues = boto3.client("sqs", config=CLOUD)  # near: timeout
    return queues.get_queue_url(QueueName=name)["QueueUrl"]

"""B944: moments without a time zone."""

import pytest

from sast_data_support import cases, found, marked, messages

CASES = cases(
    """
### utcnow
from datetime import datetime
now = datetime.utcnow()  # B944
### utcnow of the module
import datetime
def stamp():
    return datetime.datetime.utcnow().isoformat()  # B944
### utcnow under another name
import datetime as dt
print(dt.datetime.utcnow())  # B944
### utcnow as a reference
from datetime import datetime
from sqlalchemy import Column, DateTime
class Article(Base):
    created = Column(DateTime, default=datetime.utcnow)  # B944
### utcfromtimestamp
from datetime import datetime
def when(seconds):
    return datetime.utcfromtimestamp(seconds)  # B944
### now as a column's default
from datetime import datetime
from sqlalchemy import Column, DateTime
class Article(Base):
    created = Column(DateTime, default=datetime.now, onupdate=datetime.now)  # B944
### now as a field's default
from datetime import datetime
from django.db import models
class Article(models.Model):
    created = models.DateTimeField(default=datetime.now)  # B944
### data class factory
from dataclasses import dataclass, field
from datetime import datetime
@dataclass
class Event:
    at: datetime = field(default_factory=datetime.now)  # B944
### lambda factory
from datetime import datetime
from pydantic import BaseModel, Field
class Event(BaseModel):
    at: datetime = Field(default_factory=lambda: datetime.now())  # B944
### attribute
from datetime import datetime
def touch(article):
    article.updated_at = datetime.now()  # B944
    article.save()
### last login
import datetime
def login(user):
    user.last_login = datetime.datetime.now()  # B944
    user.save(update_fields=["last_login"])
### constructor
from datetime import datetime
def create(db, title):
    db.add(Article(title=title, created_at=datetime.now()))  # B944
### token
import jwt
from datetime import datetime, timedelta
def token(user):
    payload = {"sub": user.id, "exp": datetime.now() + timedelta(hours=1)}  # B944
    return jwt.encode(payload, KEY, algorithm="HS256")
### element
from datetime import datetime, timedelta
def token(claims):
    claims["exp"] = datetime.now() + timedelta(hours=1)  # B944
    return claims
### expiry by a name
from datetime import datetime, timedelta
def session(user):
    expires = datetime.now() + timedelta(days=7)  # B944
    return Session(user=user, expires_at=expires)
### given back as an expiry
from datetime import datetime, timedelta
def session(user):
    expires_at = datetime.now() + timedelta(days=7)  # B944
    save(user)
    return expires_at
### compared
from datetime import datetime
def valid(token):
    return token.expires_at > datetime.now()  # B944
### compared by a name
from datetime import datetime
def valid(token):
    now = datetime.now()  # B944
    if token.expires_at < now:
        return False
    return True
### age
from datetime import datetime
def age(user):
    return (datetime.now() - user.created_at).days  # B944
### filter
from datetime import datetime
def clean():
    Session.objects.filter(expires_at__lt=datetime.now()).delete()  # B944
### sql parameters
from datetime import datetime
def note(cursor, text):
    cursor.execute("INSERT INTO notes (text, at) VALUES (?, ?)", (text, datetime.now()))  # B944
### cookie
from datetime import datetime, timedelta
def answer(response):
    response.set_cookie("a", "b", expires=datetime.now() + timedelta(days=1))  # B944
### sent as text
from datetime import datetime
def event(name):
    return {"name": name, "timestamp": datetime.now().isoformat()}  # B944
### local time called UTC
from datetime import datetime
def stamp():
    return datetime.now().isoformat() + "Z"  # B944
### local time called UTC by a format
from datetime import datetime
def stamp():
    return datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ")  # B944
### from a time stamp
from datetime import datetime
def load(row):
    return Token(expires_at=datetime.fromtimestamp(row["exp"]))  # B944
### parsed and stored
from datetime import datetime
def load(row):
    return Event(starts_at=datetime.strptime(row["start"], "%Y-%m-%d %H:%M"))  # B944
### tz none
from datetime import datetime
def touch(article):
    article.updated_at = datetime.now(tz=None)  # B944
### today
from datetime import datetime
def touch(article):
    article.published_at = datetime.today()  # B944
### mongo
from datetime import datetime
def save(collection, text):
    collection.insert_one({"text": text, "created_at": datetime.now()})  # B944
### ok aware
from datetime import datetime, timezone
def touch(article):
    article.updated_at = datetime.now(timezone.utc)
### ok aware by keyword
from datetime import UTC, datetime, timedelta
def token():
    return {"exp": datetime.now(tz=UTC) + timedelta(hours=1)}
### ok django
from django.utils import timezone
def touch(article):
    article.updated_at = timezone.now()
### ok zone
from datetime import datetime
from zoneinfo import ZoneInfo
def touch(article, zone):
    article.updated_at = datetime.now(ZoneInfo("Europe/Berlin"))
    article.created_at = datetime.fromtimestamp(0, zone)
### ok file name
from datetime import datetime
def name():
    return f"backup-{datetime.now():%Y%m%d}.tar"
### ok file name by a format
from datetime import datetime
def name():
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    return f"log-{stamp}.txt"
### ok elapsed
from datetime import datetime
def run(job):
    started = datetime.now()
    job()
    print(datetime.now() - started)
### ok elapsed in an object
from datetime import datetime
class Timer:
    def start(self):
        self.start_time = datetime.now()
    def stop(self):
        return datetime.now() - self.start_time
### ok printed
from datetime import datetime
def hello():
    print("It is", datetime.now())
### ok made aware
from datetime import datetime
def touch(article):
    article.updated_at = datetime.now().astimezone()
### ok given a zone
from datetime import datetime, timezone
def load(row):
    return Token(expires_at=datetime.strptime(row, "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc))
### ok parsed with a zone
from datetime import datetime
def load(row):
    return Event(starts_at=datetime.strptime(row, "%Y-%m-%dT%H:%M%z"))
### ok parsed date
from datetime import datetime
def load(row):
    return Person(created_at=datetime.strptime(row, "%Y-%m-%d"))
### ok seconds
from datetime import datetime
def touch(article):
    article.updated_at = datetime.now().timestamp()
### ok year
from datetime import datetime
def footer():
    return {"created": datetime.now().year}
### ok date
from datetime import date
def touch(article):
    article.published_at = date.today()
### ok day of a moment
from datetime import datetime
def touch(article):
    article.created = datetime.now().date()
### ok other library
import arrow
import pendulum
def touch(article):
    article.created_at = arrow.utcnow()
    article.updated_at = pendulum.now()
### ok own clock
from clock import datetime
def touch(article):
    article.created_at = datetime.now()
### ok made aware by django
from datetime import datetime
from django.utils.timezone import make_aware
def touch(article):
    article.created_at = make_aware(datetime.now())
### ok deadline of a loop
from datetime import datetime, timedelta
def wait(ready):
    deadline = datetime.now() + timedelta(seconds=LIMIT)
    while datetime.now() < deadline:
        if ready():
            return True
    return False
### ok greeting
from datetime import datetime
def greeting():
    return "Good morning" if datetime.now().hour < 12 else "Good day"
### ok logged
import logging
from datetime import datetime
def job():
    logging.info("started at %s", datetime.now())
### ok localised
import pytz
from datetime import datetime
def touch(article):
    article.created_at = pytz.utc.localize(datetime.now())
### ok test
from datetime import datetime
def test_touch():
    article.created_at = datetime.now()
"""
)


@pytest.mark.parametrize("source", CASES)
def test_finds_naive_moments_that_last_and_nothing_else(source: str) -> None:
    assert found(source) == marked(source)


def test_says_where_the_moment_goes() -> None:
    source = "from datetime import datetime\ndef touch(a):\n    a.updated_at = datetime.now()\nx = datetime.utcnow()\n"
    assert messages(source) == [
        "datetime.now has no time zone here, and the moment is stored.",
        "datetime.utcnow gives a moment without a time zone.",
    ]

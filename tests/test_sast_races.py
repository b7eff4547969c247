"""B946: acts on what was checked before."""

import pytest

from sast_data_support import cases, found, marked, messages

CASES = cases(
    """
### remove a file that exists
import os
def drop(path):
    if os.path.exists(path):
        os.remove(path)  # B946
### unlink a path
from pathlib import Path
def drop(path: Path):
    if path.exists():
        path.unlink()  # B946
### rename
import os
def move(source, target):
    if os.path.isfile(source):
        os.rename(source, target)  # B946
### remove after an early exit
import os
def drop(path):
    if not os.path.exists(path):
        return False
    os.remove(path)  # B946
    return True
### make directories
import os
def prepare(path):
    if not os.path.exists(path):
        os.makedirs(path)  # B946
### make a directory of a path
from pathlib import Path
def prepare(name):
    directory = Path(name)
    if not directory.exists():
        directory.mkdir(parents=True)  # B946
### make a directory of another import
from os import mkdir
from os.path import isdir
def prepare(path):
    if not isdir(path):
        mkdir(path)  # B946
### write a file that is not there
import os
def create(path, text):
    if not os.path.exists(path):
        with open(path, "w") as file:  # B946
            file.write(text)
### write after a check that it is not there
import os
def create(path, text):
    if os.path.exists(path):
        raise FileExistsError(path)
    with open(path, "wb") as file:  # B946
        file.write(text)
### write a path
from pathlib import Path
def create(name, text):
    target = Path(name)
    if not target.is_file():
        target.write_text(text)  # B946
### access and open
import os
def read(path):
    if os.access(path, os.R_OK):
        with open(path) as file:  # B946
            return file.read()
    return ""
### read in a request
import os
from flask import Flask
app = Flask(__name__)
@app.get("/notes/<name>")
def note(name):
    path = safe_join(NOTES, name)
    if os.path.exists(path):
        with open(path) as file:  # B946
            return file.read()
    return "", 404
### remove a tree in a request
import os, shutil
from flask import Flask
app = Flask(__name__)
@app.post("/clean/<name>")
def clean(name):
    path = safe_join(ROOT, name)
    if os.path.isdir(path):
        shutil.rmtree(path)  # B946
    return "ok"
### name of a temporary file
import tempfile
def scratch():
    return open(tempfile.mktemp(), "w")  # B946
### django exists and create
from django.http import JsonResponse
def register(request):
    email = request.POST["email"]
    if User.objects.filter(email=email).exists():
        return JsonResponse({"error": "taken"}, status=409)
    user = User.objects.create_user(email, email, request.POST["password"])  # B946
    return JsonResponse({"id": user.pk})
### django not exists and create
def tag(name):
    if not Tag.objects.filter(name=name).exists():
        Tag.objects.create(name=name)  # B946
### django first is none
def tag(name):
    found = Tag.objects.filter(name=name).first()
    if found is None:
        found = Tag.objects.create(name=name)  # B946
    return found
### django save
def vote(request, poll):
    if Vote.objects.filter(user=request.user, poll=poll).count() == 0:
        vote = Vote(user=request.user, poll=poll)
        vote.save()  # B946
### sqlalchemy first and add
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.post("/users")
def register(data: UserIn, db: Db):
    existing = db.query(User).filter(User.email == data.email).first()
    if existing:
        raise HTTPException(409)
    user = User(email=data.email)
    db.add(user)  # B946
    db.commit()
    return user
### sqlalchemy scalar and add
from sqlalchemy import select
def tag(session, name):
    found = session.scalars(select(Tag).where(Tag.name == name)).first()
    if not found:
        found = Tag(name=name)
        session.add(found)  # B946
        session.commit()
    return found
### sqlalchemy async and add
from sqlalchemy import select
async def tag(session, name):
    result = await session.execute(select(Tag).where(Tag.name == name))
    found = result.scalar_one_or_none()
    if found is not None:
        return found
    session.add(Tag(name=name))  # B946
    await session.commit()
### flask sqlalchemy filter by
from flask import Flask, request
app = Flask(__name__)
@app.post("/register")
def register():
    if User.query.filter_by(name=request.form["name"]).first() is not None:
        return "taken", 409
    db.session.add(User(name=request.form["name"]))  # B946
    db.session.commit()
    return "ok"
### walrus
def tag(name):
    if not (found := Tag.objects.filter(name=name).first()):
        found = Tag.objects.create(name=name)  # B946
    return found
### balance
def withdraw(account_id, amount):
    account = Account.objects.get(pk=account_id)
    if account.balance >= amount:
        account.balance -= amount  # B946
        account.save()
### balance after an exit
def withdraw(account, amount):
    if account.balance < amount:
        raise NotEnough()
    account.balance = account.balance - amount  # B946
    account.save(update_fields=["balance"])
### stock in a transaction without a lock
from django.db import transaction
@transaction.atomic
def buy(product_id, quantity):
    product = Product.objects.get(pk=product_id)
    if product.stock < quantity:
        raise SoldOut()
    product.stock -= quantity  # B946
    product.save()
### seats in sqlalchemy
def book(db, event_id):
    event = db.query(Event).get(event_id)
    if event.seats > 0:
        event.seats -= 1  # B946
        db.commit()
### async session
async def book(session, event_id):
    event = await session.get(Event, event_id)
    if event.seats <= 0:
        return None
    event.seats -= 1  # B946
    await session.commit()
### shared dictionary in threads
from flask import Flask
app = Flask(__name__)
stock = {"apple": 10}
@app.post("/buy/<item>")
def buy(item):
    if stock[item] > 0:
        stock[item] -= 1  # B946
        return "ok"
    return "sold out", 409
### sql balance
def withdraw(cursor, account, amount):
    cursor.execute("SELECT balance FROM accounts WHERE id = ?", (account,))
    balance = cursor.fetchone()[0]
    if balance >= amount:
        cursor.execute("UPDATE accounts SET balance = ? WHERE id = ?", (balance - amount, account))  # B946
### sql look and insert
def register(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = %s", (name,))
    if cursor.fetchone() is None:
        cursor.execute("INSERT INTO users (name) VALUES (%s)", (name,))  # B946
### sql look, leave, insert
def register(db, name):
    row = db.execute("SELECT id FROM users WHERE name = ?", (name,)).fetchone()
    if row:
        return False
    db.execute("INSERT INTO users (name) VALUES (?)", (name,))  # B946
    return True
### redis counter
import redis
store = redis.Redis()
def hit(page):
    count = int(store.get(page) or 0)
    store.set(page, count + 1)  # B946
### redis counter named
import redis
class Limits:
    def __init__(self):
        self.store = redis.Redis()
    def hit(self, key):
        used = self.store.get(key)
        used = int(used or 0) + 1
        self.store.setex(key, HOUR, used)  # B946
### django cache counter
from django.core.cache import cache
def hit(key):
    cache.set(key, cache.get(key, 0) + 1)  # B946
### redis lock by hand
import redis
store = redis.Redis()
def take(name):
    if not store.exists(name):
        store.set(name, "1")  # B946
        return True
    return False
### does not exist and create
def profile(user):
    try:
        return Profile.objects.get(user=user)
    except Profile.DoesNotExist:
        return Profile.objects.create(user=user)  # B946
### seat that only one may have
def book(seat_id, user):
    seat = Seat.objects.get(pk=seat_id)
    if not seat.taken:
        seat.taken = True  # B946
        seat.user = user
        seat.save()
### coupon used once
def redeem(db, code):
    coupon = db.query(Coupon).filter_by(code=code).one()
    if coupon.used:
        raise Used()
    coupon.used = True  # B946
    db.commit()
### counter of a row
from django.shortcuts import get_object_or_404, render
def article(request, pk):
    article = get_object_or_404(Article, pk=pk)
    article.views += 1  # B946
    article.save()
    return render(request, "article.html", {"article": article})
### ok remove and catch
import os
def drop(path):
    try:
        os.remove(path)
    except FileNotFoundError:
        pass
### ok remove in a try
import os
def drop(path):
    try:
        if os.path.exists(path):
            os.remove(path)
    except OSError:
        log(path)
### ok remove suppressed
import contextlib, os
def drop(path):
    if os.path.exists(path):
        with contextlib.suppress(FileNotFoundError):
            os.remove(path)
### ok own temporary file
import os, tempfile
def render(text):
    handle, name = tempfile.mkstemp()
    try:
        return convert(name)
    finally:
        if os.path.exists(name):
            os.remove(name)
### ok own temporary file by its name
import os
def done(temp_path):
    if os.path.exists(temp_path):
        os.remove(temp_path)
### ok tidied away
import os
def download(url, path):
    try:
        fetch(url, path)
    except OSError:
        if os.path.exists(path):
            os.remove(path)
        raise
### ok missing ok
from pathlib import Path
def drop(path: Path):
    if path.exists():
        path.unlink(missing_ok=True)
### ok exist ok
import os
def prepare(path):
    if not os.path.exists(path):
        os.makedirs(path, exist_ok=True)
### ok exclusive
import os
def create(path, text):
    if not os.path.exists(path):
        with open(path, "x") as file:
            file.write(text)
### ok another path
import os
def swap(path):
    if os.path.exists(path):
        os.remove(path + ".old")
### ok settings read
import json, os
def settings(path):
    if os.path.exists(path):
        with open(path) as file:
            return json.load(file)
    return {}
### ok message of a command
import argparse, os, sys
def main():
    path = parser.parse_args().path
    if os.path.exists(path):
        os.remove(path)
### ok clearer message
import os
def load(path):
    if not os.path.exists(path):
        raise ValueError(f"no such file: {path}")
    with open(path) as file:
        return file.read()
### ok under a lock
import os
def prepare(path):
    with lock:
        if not os.path.exists(path):
            os.makedirs(path)
### ok get or create
def tag(name):
    found, made = Tag.objects.get_or_create(name=name)
    return found
### ok integrity error
from django.db import IntegrityError
def tag(name):
    if not Tag.objects.filter(name=name).exists():
        try:
            Tag.objects.create(name=name)
        except IntegrityError:
            return None
### ok sqlalchemy integrity error
from sqlalchemy.exc import IntegrityError
def register(db, data):
    if db.query(User).filter(User.email == data.email).first():
        raise Taken()
    try:
        db.add(User(email=data.email))
        db.commit()
    except IntegrityError:
        db.rollback()
        raise Taken() from None
### ok atomic
from django.db import transaction
def tag(name):
    with transaction.atomic():
        if not Tag.objects.select_for_update().filter(name=name).exists():
            Tag.objects.create(name=name)
### ok does not exist
def profile(user):
    try:
        return Profile.objects.get(user=user)
    except Profile.DoesNotExist:
        return None
### ok flag that does no harm
def activate(pk):
    user = User.objects.get(pk=pk)
    if not user.is_active:
        user.is_active = True
        user.save()
### ok counter of a new row
def article(request):
    article = Article()
    article.views += 1
    article.save()
### ok another model
def log(name):
    if Tag.objects.filter(name=name).exists():
        return
    Entry.objects.create(name=name)
### ok seed
def seed_roles(db):
    if not db.query(Role).filter(Role.name == "admin").first():
        db.add(Role(name="admin"))
        db.commit()
### ok made when it is there
def copy(name):
    if Tag.objects.filter(name=name).exists():
        Tag.objects.create(name=name + " 2")
### ok select for update
from django.db import transaction
def withdraw(account_id, amount):
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        if account.balance < amount:
            raise NotEnough()
        account.balance -= amount
        account.save()
### ok with for update
def withdraw(db, account_id, amount):
    account = db.query(Account).with_for_update().filter_by(id=account_id).one()
    if account.balance >= amount:
        account.balance -= amount
        db.commit()
### ok f expression
from django.db.models import F
def withdraw(account, amount):
    if account.balance < amount:
        raise NotEnough()
    account.balance = F("balance") - amount
    account.save()
### ok conditional update
from django.db.models import F
def withdraw(pk, amount):
    changed = Account.objects.filter(pk=pk, balance__gte=amount).update(balance=F("balance") - amount)
    if not changed:
        raise NotEnough()
### ok lock around an account
def withdraw(account, amount):
    with account_lock(account.id):
        if account.balance >= amount:
            account.balance -= amount
            account.save()
### ok in memory
class Pool:
    def take(self):
        if self.free > 0:
            self.free -= 1
            return True
        return False
### ok value that was not checked
def rename(account, name):
    if account.active > 0:
        account.renamed += 1
        account.save()
### ok sql for update
def withdraw(cursor, account, amount):
    cursor.execute("SELECT balance FROM accounts WHERE id = %s FOR UPDATE", (account,))
    balance = cursor.fetchone()[0]
    if balance >= amount:
        cursor.execute("UPDATE accounts SET balance = %s WHERE id = %s", (balance - amount, account))
### ok sql reckons
def withdraw(cursor, account, amount):
    cursor.execute("SELECT balance FROM accounts WHERE id = ?", (account,))
    if cursor.fetchone()[0] >= amount:
        cursor.execute("UPDATE accounts SET balance = balance - ? WHERE id = ?", (amount, account))
### ok sql on conflict
def register(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = %s", (name,))
    if cursor.fetchone() is None:
        cursor.execute("INSERT INTO users (name) VALUES (%s) ON CONFLICT DO NOTHING", (name,))
### ok redis incr
import redis
store = redis.Redis()
def hit(page):
    return store.incr(page)
### ok cache filled
from django.core.cache import cache
def rates():
    found = cache.get("rates")
    if found is None:
        found = fetch()
        cache.set("rates", found, DAY)
    return found
### ok redis nx
import redis
store = redis.Redis()
def take(name):
    if not store.exists(name):
        return store.set(name, "1", nx=True)
    return False
### ok redis watch
import redis
store = redis.Redis()
def hit(page):
    with store.pipeline() as pipe:
        pipe.watch(page)
        count = int(store.get(page) or 0)
        store.set(page, count + 1)
### ok coroutine without threads
from fastapi import FastAPI
app = FastAPI()
stock = {"apple": 10}
@app.post("/buy/{item}")
async def buy(item: str):
    if stock[item] > 0:
        stock[item] -= 1
    return {}
### ok appended to
import os
def note(path, text):
    if not os.path.exists(path):
        with open(path, "a") as file:
            file.write(text)
### ok temporary file
import tempfile
def scratch():
    with tempfile.NamedTemporaryFile() as file:
        return file.name
### ok test
import os
def test_written(path):
    if os.path.exists(path):
        os.remove(path)
"""
)


@pytest.mark.parametrize("source", CASES)
def test_finds_races_and_nothing_else(source: str) -> None:
    assert [one for one in found(source) if one[0] == "B946"] == marked(source)


@pytest.mark.parametrize("path", ["shop/management/commands/clean.py", "test_shop.py"])
def test_leaves_commands_and_tests_alone(path: str) -> None:
    assert found("import os\ndef drop(p):\n    if os.path.exists(p):\n        os.remove(p)\n", path) == []


def test_leaves_migrations_alone() -> None:
    source = "def add(apps):\n    if not Tag.objects.filter(name=1).exists():\n        Tag.objects.create(name=1)\n"
    assert found(source, "shop/migrations/0001_tags.py") == []
    assert found(source, "shop/tags.py") == [("B946", 3)]


def test_says_what_may_change() -> None:
    source = "def a(b):\n    if b.stock > 0:\n        b.stock -= 1\n        b.save()\n"
    assert messages(source) == ["Another request may change b.stock between its reading and this."]

"""B942: input whose length alone is checked."""

import pytest

from sast_data_support import cases, found, marked, messages

CASES = cases(
    """
### flask form username
from flask import Flask, abort, request
app = Flask(__name__)
@app.post("/register")
def register():
    username = request.form["username"]
    if len(username) > 30:  # B942
        abort(400)
    db.session.add(User(username=username))
    return "ok"
### flask json email
from flask import Flask, jsonify, request
app = Flask(__name__)
@app.post("/subscribe")
def subscribe():
    data = request.get_json()
    email = data.get("email", "").strip().lower()
    if not email or len(email) > 254:  # B942
        return jsonify(error="email"), 400
    subscribers.insert_one({"email": email})
    return "", 204
### flask filename
import os
from flask import Flask, request
app = Flask(__name__)
@app.post("/save")
def save():
    filename = request.args.get("filename", "")
    if len(filename) < 1 or len(filename) > 100:  # B942
        return "bad name", 400
    with open(os.path.join("/srv", filename), "w") as file:
        file.write("x")
    return "ok"
### django phone
from django.http import HttpResponseBadRequest, HttpResponse
def profile(request):
    phone = request.POST["phone"]
    if len(phone) > 20:  # B942
        return HttpResponseBadRequest("phone")
    request.user.profile.phone = phone
    request.user.profile.save()
    return HttpResponse("ok")
### fastapi argument
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.post("/pages/{slug}")
async def create(slug: str, db: Db):
    if len(slug) > 50:  # B942
        raise HTTPException(422)
    db.add(Page(slug=slug))
### fastapi url in a text
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.post("/hooks")
async def hook(callback_url: str):
    if not 10 <= len(callback_url) <= 200:  # B942
        raise HTTPException(422, "callback_url")
    line = f"callback={callback_url}"
    await queue.put(line)
### walrus
from flask import Flask, request
app = Flask(__name__)
@app.post("/iban")
def iban():
    if len(iban := request.form["iban"]) > 34:  # B942
        return "too long", 400
    if len(iban) < 15:
        return "too short", 400
    accounts.store(iban)
    return "ok"
### element of data
from flask import Flask, request
app = Flask(__name__)
@app.post("/postcode")
def postcode():
    data = request.json
    if len(data["postcode"]) > 10:  # B942
        return "too long", 400
    execute("UPDATE t SET p = ?", (data["postcode"],))
    return "ok"
### currency code
from aiohttp import web
async def rate(request: web.Request) -> web.Response:
    currency = request.query_params["currency"]
    if len(currency) != 3:  # B942
        raise web.HTTPBadRequest()
    return web.json_response(await rates.fetch(currency))
### drf data
from rest_framework.views import APIView
from rest_framework.response import Response
class Profile(APIView):
    def post(self, request):
        website = request.data["website"]
        if len(website) > 200:  # B942
            return Response(status=400)
        request.user.website = website
        request.user.save()
        return Response()
### compared with a column
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.post("/users")
def users(username: str, db: Db):
    if len(username) < 3:  # B942
        raise HTTPException(422)
    if db.query(User).filter(User.username == username).first():
        raise HTTPException(409)
    return store(username)
### command
import subprocess
from flask import Flask, request
app = Flask(__name__)
@app.post("/ping")
def ping():
    host = request.form["host"]
    if len(host) > 64:  # B942
        return "too long", 400
    return subprocess.run(["ping", "-c1", host], capture_output=True, timeout=PING).stdout
### pydantic email
from pydantic import BaseModel, Field
class UserIn(BaseModel):
    email: str = Field(..., max_length=254)  # B942
    name: str = Field(max_length=80)
### pydantic annotated phone
from typing import Annotated
from pydantic import BaseModel, StringConstraints
class Contact(BaseModel):
    phone: Annotated[str, StringConstraints(max_length=20)]  # B942
### pydantic constr
from pydantic import BaseModel, constr
class Page(BaseModel):
    slug: constr(min_length=1, max_length=60)  # B942
### pydantic optional url
from pydantic import BaseModel, Field
class Hook(BaseModel):
    callback_url: str | None = Field(None, max_length=500)  # B942
### wtforms
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length
class SignUp(FlaskForm):
    email = StringField("E-mail", validators=[DataRequired(), Length(max=120)])  # B942
### marshmallow
from marshmallow import Schema, fields, validate
class Contact(Schema):
    phone_number = fields.Str(validate=validate.Length(max=20))  # B942
### django form
from django import forms
class Contact(forms.Form):
    email = forms.CharField(max_length=254)  # B942
### drf serializer
from rest_framework import serializers
class Site(serializers.Serializer):
    website = serializers.CharField(max_length=200)  # B942
### assert
from flask import Flask, request
app = Flask(__name__)
@app.post("/domain")
def domain():
    domain = request.form["domain"]
    assert len(domain) < 253  # B942
    zones.create(domain)
    return "ok"
### length in between
from flask import Flask, request
app = Flask(__name__)
@app.post("/sku")
def sku():
    sku = request.values["sku"]
    if 4 <= len(sku) <= 12:  # B942
        products.insert(sku)
    return "ok"
### uuid text
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.get("/objects")
def objects(uuid: str):
    if len(uuid) != 36:  # B942
        raise HTTPException(422)
    return storage.load(uuid)
### coupon
from django.http import JsonResponse
def coupon(request):
    coupon_code = request.GET["coupon"]
    if len(coupon_code) > 12:  # B942
        return JsonResponse({"error": "too long"}, status=400)
    cart.coupon = coupon_code
    return JsonResponse({})
### subdomain
from flask import Flask, request
app = Flask(__name__)
@app.post("/tenants")
def tenants():
    subdomain = request.json["subdomain"]
    if len(subdomain) > 63:  # B942
        return {"error": "too long"}, 400
    dns.create_record(subdomain + ".example.org")
    return {}
### ok regex
import re
from flask import Flask, abort, request
app = Flask(__name__)
@app.post("/register")
def register():
    username = request.form["username"]
    if len(username) > 30 or not re.fullmatch(r"[a-z0-9_]+", username):
        abort(400)
    db.session.add(User(username=username))
    return "ok"
### ok compiled regex
import re
from flask import Flask, abort, request
app = Flask(__name__)
SLUG = re.compile("[a-z-]+")
@app.post("/pages")
def pages():
    slug = request.form["slug"]
    if len(slug) > 30:
        abort(400)
    if not SLUG.fullmatch(slug):
        abort(400)
    store(slug)
    return "ok"
### ok isalnum
from flask import Flask, request
app = Flask(__name__)
@app.post("/register")
def register():
    username = request.form["username"]
    if len(username) > 30 or not username.isalnum():
        return "bad", 400
    store(username)
    return "ok"
### ok allow list
from flask import Flask, request
app = Flask(__name__)
@app.post("/rate")
def rate():
    currency = request.form["currency"]
    if len(currency) != 3 or currency not in CURRENCIES:
        return "bad", 400
    return store(currency)
### ok validator
from email_validator import validate_email
from flask import Flask, request
app = Flask(__name__)
@app.post("/subscribe")
def subscribe():
    email = request.form["email"]
    if len(email) > 254:
        return "bad", 400
    store(validate_email(email).normalized)
    return "ok"
### ok own validator
from flask import Flask, request
app = Flask(__name__)
def tidy(text):
    return text if text.isalnum() else None
@app.post("/register")
def register():
    username = request.form["username"]
    if len(username) > 30:
        return "bad", 400
    store(tidy(username))
    store(username)
    return "ok"
### ok secure filename
from flask import Flask, request
from werkzeug.utils import secure_filename
app = Flask(__name__)
@app.post("/save")
def save():
    filename = request.form["filename"]
    if len(filename) > 100:
        return "bad", 400
    return store(secure_filename(filename))
### ok free text
from flask import Flask, request
app = Flask(__name__)
@app.post("/comment")
def comment():
    comment = request.form["comment"]
    if len(comment) > 2000:
        return "too long", 400
    comments.add(comment)
    return "ok"
### ok password
from flask import Flask, request
app = Flask(__name__)
@app.post("/password")
def password():
    password = request.form["password"]
    if len(password) < 12:
        return "too short", 400
    user.set_password(password)
    return "ok"
### ok parsed
import uuid
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    key = request.form["uuid"]
    order_uuid = request.form["order_uuid"]
    if len(order_uuid) != 36:
        return "bad", 400
    return store(uuid.UUID(order_uuid), key)
### ok model
from pydantic import BaseModel, EmailStr
from flask import Flask, request
app = Flask(__name__)
class Subscriber(BaseModel):
    email: EmailStr
@app.post("/subscribe")
def subscribe():
    email = request.form["email"]
    if len(email) > 254:
        return "bad", 400
    store(Subscriber(email=email))
    return "ok"
### ok not from a client
from flask import Flask
app = Flask(__name__)
@app.get("/x")
def x():
    filename = settings.filename
    if len(filename) > 100:
        return "bad", 400
    store(filename)
    return "ok"
### ok outside of requests
def save(username):
    if len(username) > 30:
        raise ValueError(username)
    store(username)
### ok never used
from flask import Flask, request
app = Flask(__name__)
@app.get("/check")
def check():
    username = request.args["username"]
    if len(username) > 30:
        return {"free": False}
    return {"free": True}
### ok characters
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    username = request.form["username"]
    if len(username) > 30 or any(letter in "<>/" for letter in username):
        return "bad", 400
    store(username)
    return "ok"
### ok at sign
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    email = request.form["email"]
    if len(email) > 254 or "@" not in email:
        return "bad", 400
    store(email)
    return "ok"
### ok split
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    host = request.form["host"]
    if len(host) > 64:
        return "bad", 400
    name, port = host.split(":")
    connect(name, int(port))
    return "ok"
### ok pydantic types
from pydantic import BaseModel, EmailStr, Field, HttpUrl
class UserIn(BaseModel):
    email: EmailStr = Field(max_length=254)
    website: HttpUrl
    slug: str = Field(max_length=50, pattern=r"^[a-z-]+$")
### ok pydantic validator
from pydantic import BaseModel, Field, field_validator
class UserIn(BaseModel):
    phone: str = Field(max_length=20)
    @field_validator("phone")
    @classmethod
    def digits(cls, value):
        return value if value.isdigit() else None
### ok pydantic plain text
from pydantic import BaseModel, Field
class Post(BaseModel):
    title: str = Field(max_length=200)
    body: str = Field(min_length=1)
### ok pydantic without a length
from pydantic import BaseModel
class Post(BaseModel):
    email: str
### ok wtforms email
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Email, Length
class SignUp(FlaskForm):
    email = StringField("E-mail", validators=[Email(), Length(max=120)])
### ok wtforms own validator
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length
class SignUp(FlaskForm):
    email = StringField("E-mail", validators=[Length(max=120)])
    def validate_email(self, field):
        check(field.data)
### ok marshmallow email
from marshmallow import Schema, fields, validate
class Contact(Schema):
    email = fields.Email(validate=validate.Length(max=254))
### ok marshmallow both
from marshmallow import Schema, fields, validate
class Contact(Schema):
    phone = fields.Str(validate=[validate.Length(max=20), validate.Regexp("^[0-9]+$")])
### ok django email field
from django import forms
class Contact(forms.Form):
    email = forms.EmailField(max_length=254)
    phone = forms.CharField(max_length=20, validators=[digits])
### ok answer of a model
from sqlalchemy import Column, String
class User(Base):
    email = Column(String(254))
"""
)


@pytest.mark.parametrize("source", CASES)
def test_finds_length_checks_alone_and_nothing_else(source: str) -> None:
    assert [one for one in found(source) if one[0] == "B942"] == marked(source)


def test_names_the_field() -> None:
    source = "from pydantic import BaseModel, Field\nclass A(BaseModel):\n    email: str = Field(max_length=9)\n"
    assert messages(source) == ["The field email is held to a length and to no form."]

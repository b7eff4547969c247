"""B941: whole tables, results and uploads in memory."""

import pytest

from sast_data_support import cases, found, marked, messages

CASES = cases(
    """
### django list
from django.http import JsonResponse
from shop.models import Order
def orders(request):
    rows = list(Order.objects.all().values("id", "total"))  # B941
    return JsonResponse({"orders": rows})
### django loop
from django.http import HttpResponse
from shop.models import Order
def export(request):
    text = ""
    for order in Order.objects.all():  # B941
        text += f"{order.id}\\n"
    return HttpResponse(text)
### django comprehension of a name
from django.http import JsonResponse
from shop.models import Customer
def customers(request):
    everybody = Customer.objects.all()  # B941
    return JsonResponse({"names": [one.name for one in everybody]})
### django list of a name
from django.http import JsonResponse
from shop.models import Customer
def customers(request):
    queryset = Customer.objects.order_by("name")
    return JsonResponse(list(queryset), safe=False)  # B941
### django page
from django.shortcuts import render
from blog.models import Article
def index(request):
    return render(request, "index.html", {"articles": Article.objects.all()})  # B941
### django page by a context
from django.shortcuts import render
from blog.models import Article
def index(request):
    context = {"articles": Article.objects.order_by("-published")}  # B941
    return render(request, "index.html", context)
### django context of a class
from django.views.generic import TemplateView
from shop.models import Order
class Orders(TemplateView):
    template_name = "orders.html"
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["orders"] = Order.objects.all()  # B941
        return context
### sqlalchemy loop
from flask import Flask, jsonify
app = Flask(__name__)
@app.get("/books")
def books():
    return jsonify([book.name for book in db.session.query(Book)])  # B941
### sqlalchemy named result
from fastapi import FastAPI
from sqlalchemy import select
app = FastAPI()
@app.get("/users")
async def users(session: SessionDep):
    rows = await session.scalars(select(User))
    return rows.all()  # B941
### drf serializer
from rest_framework.views import APIView
from rest_framework.response import Response
from shop.models import Product
class Products(APIView):
    def get(self, request):
        products = Product.objects.all()  # B941
        return Response(ProductSerializer(products, many=True).data)
### drf function
from rest_framework.decorators import api_view
from rest_framework.response import Response
from shop.models import Product
@api_view(["GET"])
def products(request):
    return Response(ProductSerializer(Product.objects.all(), many=True).data)  # B941
### django length
from django.http import JsonResponse
from shop.models import Order
def statistics(request):
    return JsonResponse({"orders": len(Order.objects.all())})  # B941
### django length of a list
from django.http import JsonResponse
from shop.models import Order
def statistics(request):
    count = len(list(Order.objects.filter(paid=True)))  # B941
    return JsonResponse({"paid": count})
### django length of a name
from django.http import JsonResponse
from shop.models import Order
def statistics(request):
    paid = Order.objects.filter(paid=True)
    return JsonResponse({"paid": len(paid)})  # B941
### sqlalchemy query
from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
app = FastAPI()
@app.get("/users")
def users(db: Session = Depends(get_db)):
    return db.query(models.User).order_by(models.User.name).all()  # B941
### sqlalchemy scalars
from fastapi import FastAPI
from sqlalchemy import select
app = FastAPI()
@app.get("/users")
def users(session: SessionDep):
    return session.scalars(select(User)).all()  # B941
### sqlalchemy async
from fastapi import APIRouter
from sqlalchemy import select
router = APIRouter()
@router.get("/events")
async def events(session: SessionDep):
    statement = select(Event).order_by(Event.id)
    result = await session.execute(statement)
    return result.scalars().all()  # B941
### sqlalchemy parenthesised await
from fastapi import APIRouter
from sqlalchemy import select
router = APIRouter()
@router.get("/events")
async def events(session: SessionDep):
    return (await session.execute(select(Event))).scalars().all()  # B941
### sqlalchemy list of scalars
from flask import Flask
from sqlalchemy import select
app = Flask(__name__)
@app.get("/users")
def users():
    everybody = list(db.session.scalars(select(User)))  # B941
    return {"count": 1, "users": [one.name for one in everybody]}
### sqlmodel
from fastapi import FastAPI
from sqlmodel import Session, select
app = FastAPI()
@app.get("/heroes")
def heroes(session: Session):
    return session.exec(select(Hero)).all()  # B941
### flask sqlalchemy
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/users")
def users():
    everybody = User.query.all()  # B941
    return jsonify([one.name for one in everybody])
### called by a handler
from flask import Flask, jsonify
app = Flask(__name__)
def load():
    return User.query.order_by(User.name).all()  # B941
@app.route("/users")
def users():
    return jsonify([one.name for one in load()])
### fetchall
import sqlite3
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/events")
def events():
    cursor = sqlite3.connect("events.db").cursor()
    cursor.execute("SELECT id, name FROM events ORDER BY id")
    return jsonify(cursor.fetchall())  # B941
### fetchall of a chain
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/events")
def events():
    rows = get_db().execute("SELECT * FROM events").fetchall()  # B941
    return jsonify([dict(row) for row in rows])
### fetchall of text
from fastapi import FastAPI
from sqlalchemy import text
app = FastAPI()
@app.get("/events")
def events(db: Db):
    return db.execute(text("SELECT * FROM events")).fetchall()  # B941
### asyncpg
from fastapi import FastAPI
app = FastAPI()
@app.get("/events")
async def events():
    async with pool.acquire() as connection:
        return await connection.fetch("SELECT * FROM events")  # B941
### databases
from starlette.requests import Request
from starlette.responses import JSONResponse
async def notes(request: Request):
    rows = await database.fetch_all("SELECT id, text FROM notes")  # B941
    return JSONResponse([dict(row) for row in rows])
### pymongo
from flask import Flask, jsonify
from pymongo import MongoClient
app = Flask(__name__)
db = MongoClient().shop
@app.route("/products")
def products():
    return jsonify(list(db.products.find({}, {"_id": 0})))  # B941
### motor
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
app = FastAPI()
@app.get("/products")
async def products():
    return await client.shop.products.find().to_list(None)  # B941
### fastapi upload
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/files")
async def upload(file: UploadFile):
    content = await file.read()  # B941
    await store(file.filename, content)
### fastapi uploads
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/files")
async def upload(files: list[UploadFile]):
    for file in files:
        await store(await file.read())  # B941
### flask upload
from flask import Flask, request
app = Flask(__name__)
@app.post("/avatar")
def avatar():
    data = request.files["avatar"].read()  # B941
    save(data)
    return "ok"
### flask upload by a name
from flask import Flask, request
app = Flask(__name__)
@app.post("/avatar")
def avatar():
    picture = request.files.get("avatar")
    save(picture.stream.read())  # B941
    return "ok"
### django upload
from django.http import HttpResponse
def imported(request):
    upload = request.FILES["file"]
    lines = upload.read().decode().splitlines()  # B941
    return HttpResponse(lines[0])
### pandas upload
import pandas as pd
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/table")
def table(file: UploadFile):
    frame = pd.read_csv(file.file)  # B941
    return {"rows": frame.shape[0]}
### file that the client names
from flask import Flask, Response
app = Flask(__name__)
@app.get("/exports/<uuid:name>/<kind>")
def export(name, kind):
    with open(EXPORTS / kind, "rb") as file:
        return Response(file.read())  # B941
### ok django slice
from django.http import JsonResponse
from shop.models import Order
def orders(request):
    return JsonResponse(list(Order.objects.all()[:50].values()), safe=False)
### ok django paginator
from django.core.paginator import Paginator
from django.shortcuts import render
from shop.models import Order
def orders(request):
    everything = Order.objects.order_by("id")
    page = Paginator(everything, 25).get_page(request.GET.get("page"))
    return render(request, "orders.html", {"page": page})
### ok django iterator
from django.http import StreamingHttpResponse
from shop.models import Order
def export(request):
    return StreamingHttpResponse(f"{order.id}\\n" for order in Order.objects.all().iterator())
### ok django filter
from django.http import JsonResponse
from shop.models import Order
def orders(request):
    return JsonResponse(list(Order.objects.filter(customer=request.user).values()), safe=False)
### ok django count
from django.http import JsonResponse
from shop.models import Order
def statistics(request):
    return JsonResponse({"orders": Order.objects.all().count(), "any": Order.objects.exists()})
### ok django choices
from django.shortcuts import render
from shop.models import Country
def form(request):
    return render(request, "form.html", {"countries": Country.objects.all()})
### ok drf attribute
from rest_framework import viewsets
from shop.models import Product
class Products(viewsets.ModelViewSet):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    pagination_class = Pages
### ok django get object
from django.shortcuts import get_object_or_404, render
from shop.models import Order
def order(request, pk):
    found = get_object_or_404(Order.objects.all(), pk=pk)
    return render(request, "order.html", {"order": found})
### ok drf paginated
from rest_framework.views import APIView
from shop.models import Product
class Products(APIView):
    def get(self, request):
        products = Product.objects.all()
        page = self.paginator.paginate_queryset(products, request)
        return self.paginator.get_paginated_response(ProductSerializer(page, many=True).data)
### ok sqlalchemy limit
from fastapi import FastAPI
app = FastAPI()
@app.get("/users")
def users(db: Db, skip: int = 0, limit: int = 100):
    return db.query(User).offset(skip).limit(limit).all()
### ok sqlalchemy statement narrowed
from fastapi import FastAPI
from sqlalchemy import select
app = FastAPI()
@app.get("/users")
def users(session: Db, limit: int):
    statement = select(User)
    statement = statement.limit(min(limit, 100))
    return session.scalars(statement).all()
### ok sqlalchemy where
from fastapi import FastAPI
from sqlalchemy import select
app = FastAPI()
@app.get("/teams/{team_id}/users")
def users(session: Db, team_id: int):
    return session.scalars(select(User).where(User.team_id == team_id)).all()
### ok sqlalchemy aggregate
from fastapi import FastAPI
from sqlalchemy import func
app = FastAPI()
@app.get("/statistics")
def statistics(db: Db):
    return db.query(func.count(User.id)).all()
### ok flask paginate
from flask import Flask
app = Flask(__name__)
@app.route("/users")
def users():
    page = User.query.order_by(User.id).paginate(per_page=20)
    return {"users": [one.name for one in page.items]}
### ok outside of requests
from shop.models import Order
def nightly():
    for order in list(Order.objects.all()):
        order.close()
### ok fetchall limit
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/events")
def events():
    return jsonify(get_db().execute("SELECT * FROM events ORDER BY id LIMIT 50").fetchall())
### ok fetchall where
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/events/<int:day>")
def events(day):
    cursor = get_db().cursor()
    cursor.execute("SELECT * FROM events WHERE day = ?", (day,))
    return jsonify(cursor.fetchall())
### ok fetchall groups
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/statistics")
def statistics():
    return jsonify(get_db().execute("SELECT kind, COUNT(*) FROM events GROUP BY kind").fetchall())
### ok fetchall unknown text
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/events")
def events():
    cursor = get_db().cursor()
    cursor.execute(QUERIES["events"])
    return jsonify(cursor.fetchall())
### ok fetchmany
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/events")
def events():
    cursor = get_db().execute("SELECT * FROM events")
    return jsonify(cursor.fetchmany(100))
### ok pymongo limit
from flask import Flask, jsonify
from pymongo import MongoClient
app = Flask(__name__)
@app.route("/products")
def products():
    return jsonify(list(db.products.find({}).limit(50)))
### ok motor length
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
app = FastAPI()
@app.get("/products")
async def products():
    return await client.shop.products.find().to_list(length=100)
### ok mongo by key
from flask import Flask, jsonify
from pymongo import MongoClient
app = Flask(__name__)
@app.route("/products/<shop>")
def products(shop):
    return jsonify(list(db.products.find({"shop": shop})))
### ok upload read with a limit
from fastapi import FastAPI, HTTPException, UploadFile
app = FastAPI()
LARGEST = 1_000_000
@app.post("/files")
async def upload(file: UploadFile):
    content = await file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise HTTPException(413)
### ok upload size looked at
from django.http import HttpResponse
def imported(request):
    upload = request.FILES["file"]
    if upload.size > 2_000_000:
        return HttpResponse(status=413)
    return HttpResponse(upload.read())
### ok flask limit
from flask import Flask, request
app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 2_000_000
@app.post("/avatar")
def avatar():
    save(request.files["avatar"].read())
    return "ok"
### ok django chunks
from django.http import HttpResponse
def imported(request):
    with open("/srv/file", "wb") as target:
        for chunk in request.FILES["file"].chunks():
            target.write(chunk)
    return HttpResponse("ok")
### ok pandas in pieces
import pandas as pd
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/table")
def table(file: UploadFile):
    return {"rows": sum(1 for _ in pd.read_csv(file.file, chunksize=1000))}
### ok own file
from flask import Flask
app = Flask(__name__)
@app.get("/version")
def version():
    with open("/srv/app/VERSION", "rb") as file:
        return file.read()
### ok length of a small thing
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    return {"n": len(list(request.form.keys()))}
### ok cursor gone through
from flask import Flask, jsonify
from pymongo import MongoClient
app = Flask(__name__)
@app.get("/products/<name>")
def product(name):
    for one in MongoClient().shop.products.find({}):
        if one["name"] == name:
            return jsonify(one)
    return "", 404
### ok rows by and by
from flask import Flask, Response
app = Flask(__name__)
@app.get("/events")
def events():
    return Response(f"{row[0]};" for row in get_db().execute("SELECT name FROM events"))
### ok context of a class with a page
from django.views.generic import TemplateView
from shop.models import Order
class Orders(TemplateView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["orders"] = Order.objects.all()[:10]
        return context
### ok all of something else
from flask import Flask
app = Flask(__name__)
@app.get("/x")
def x():
    return {"done": all(tasks), "soup": soup.find_all("a")}
"""
)


@pytest.mark.parametrize("source", CASES)
def test_finds_what_is_loaded_whole_and_nothing_else(source: str) -> None:
    assert found(source) == marked(source)


def test_says_what_is_loaded() -> None:
    source = (
        'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef users():\n    return User.query.all()\n'
    )
    assert messages(source) == ["This loads all rows of User, however many there are."]

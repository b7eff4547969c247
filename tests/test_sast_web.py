"""B960 to B964: routes, rights, origins, cookies and forms, a table for each rule."""

# ruff: noqa: E501 - a case is a line

import ast

import pytest

from walkaround._code import Module
from walkaround.sast._families import web
from walkaround.sast._rules.web import DEFECTS
from web_support import check, found

BARE = [
    ("Flask", """
        from flask import Flask
        from flask_login import login_required
        app = Flask(__name__)
        @app.route("/orders")
        @login_required
        def orders():
            return show(Order.all())
        @app.route("/orders", methods=["POST"])
        @login_required
        def create_order():
            return save()
        @app.route("/orders/<int:id>", methods=["DELETE"])
        def delete_order(id):  # B960
            return drop(id)
    """),
    ("Flask, a blueprint, a decorator of its own", """
        from flask import Blueprint
        from .access import admin_required
        bp = Blueprint("users", __name__)
        @bp.get("/users")
        @admin_required
        def users():
            return show()
        @bp.post("/users")
        @admin_required
        def add():
            return save()
        @bp.post("/users/<int:id>/promote")
        def promote(id):  # B960
            return save(id)
    """),
    ("Flask, a check in the body", """
        from flask import Flask, abort, session
        app = Flask(__name__)
        @app.post("/notes")
        def add_note():
            if "user_id" not in session:
                abort(401)
            return save(session["user_id"])
        @app.put("/notes/<int:id>")
        def change_note(id):
            if not session.get("user_id"):
                abort(401)
            return save(id)
        @app.delete("/notes/<int:id>")
        def drop_note(id):  # B960
            return drop(id)
    """),
    ("Flask, jwt_required", """
        from flask import Blueprint
        from flask_jwt_extended import jwt_required
        api = Blueprint("api", __name__)
        @api.route("/cards", methods=["GET"])
        @jwt_required()
        def cards():
            return show()
        @api.route("/cards", methods=["POST"])
        @jwt_required()
        def new_card():
            return save()
        @api.route("/cards/<int:id>", methods=["PATCH"])
        def change_card(id):  # B960
            return save(id)
    """),
    ("FastAPI, Depends", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.get("/items")
        async def items(user=Depends(get_current_user)):
            return user.items
        @router.post("/items")
        async def add(item: Item, user: User = Depends(get_current_user)):
            return save(user, item)
        @router.delete("/items/{id}")
        async def drop(id: int, db=Depends(get_db)):  # B960
            return db.drop(id)
    """),
    ("FastAPI, Annotated", """
        from typing import Annotated
        from fastapi import APIRouter, Depends
        router = APIRouter(prefix="/teams")
        CurrentUser = Annotated[User, Depends(get_current_user)]
        @router.get("/")
        def teams(user: CurrentUser):
            return user.teams
        @router.post("/")
        def add(team: Team, user: Annotated[User, Depends(get_current_user)]):
            return save(team)
        @router.put("/{id}")
        def change(id: int, team: Team):  # B960
            return save(team)
    """),
    ("FastAPI, an alias of elsewhere", """
        from fastapi import APIRouter
        from .deps import CurrentUser, SessionDep
        router = APIRouter()
        @router.get("/items")
        def items(session: SessionDep, user: CurrentUser):
            return session.all(user)
        @router.post("/items")
        def add(session: SessionDep, user: CurrentUser, item: Item):
            return session.add(item)
        @router.patch("/items/{id}")
        def change(session: SessionDep, id: int, item: Item):  # B960
            return session.change(id, item)
    """),
    ("FastAPI, Security and dependencies of routes", """
        from fastapi import FastAPI, Depends, Security
        app = FastAPI()
        @app.get("/keys", dependencies=[Depends(require_admin)])
        def keys():
            return show()
        @app.post("/keys")
        def add(key: Key, who=Security(identify, scopes=["keys"])):
            return save(key)
        @app.delete("/keys/{id}")
        def drop(id: int):  # B960
            return remove(id)
    """),
    ("FastAPI, the one that reads", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.get("/invoices")
        def invoices(user=Depends(current_user)):
            return user.invoices
        @router.post("/invoices")
        def add(invoice: Invoice, user=Depends(current_user)):
            return save(invoice)
        @router.get("/invoices/{id}")
        def invoice(id: int):  # B960
            return Invoice.get(id)
    """),
    ("Django functions", """
        from django.contrib.auth.decorators import login_required
        from django.shortcuts import redirect, render
        @login_required
        def edit(request, id):
            Order.objects.filter(id=id).update(note=request.POST["note"])
            return redirect("/")
        @login_required
        def add(request):
            Order.objects.create(note=request.POST["note"])
            return redirect("/")
        def remove(request, id):  # B960
            Order.objects.get(id=id).delete()
            return redirect("/")
    """),
    ("Django, permission_required", """
        from django.contrib.auth.decorators import permission_required
        from django.http import HttpResponse
        @permission_required("shop.add_item")
        def add(request):
            return HttpResponse(save(request.POST))
        @permission_required("shop.change_item")
        def change(request, id):
            return HttpResponse(save(request.POST))
        def drop(request, id):  # B960
            if request.method == "POST":
                Item.objects.get(id=id).delete()
            return HttpResponse("ok")
    """),
    ("Django classes", """
        from django.contrib.auth.mixins import LoginRequiredMixin
        from django.views.generic import CreateView, DeleteView, UpdateView
        class OrderCreate(LoginRequiredMixin, CreateView):
            model = Order
        class OrderUpdate(LoginRequiredMixin, UpdateView):
            model = Order
        class OrderDelete(DeleteView):
            model = Order
            def get_queryset(self):  # B960
                return Order.objects.all()
    """),
    ("Django classes beside public ones", """
        from django.contrib.auth.mixins import PermissionRequiredMixin, UserPassesTestMixin
        from django.views import View
        from django.views.generic import CreateView, FormView, TemplateView, UpdateView
        class AddBook(PermissionRequiredMixin, CreateView):
            permission_required = "books.add"
        class ChangeBook(UserPassesTestMixin, UpdateView):
            def test_func(self):
                return self.request.user.is_staff
        class About(TemplateView):
            template_name = "about.html"
        class Contact(FormView):
            template_name = "contact.html"
        class DropBook(View):
            def post(self, request, pk):  # B960
                return drop(pk)
    """),
    ("ninja, a router", """
        from ninja import NinjaAPI
        api = NinjaAPI()
        @api.get("/a", auth=django_auth)
        def a(request): ...
        @api.post("/b", auth=django_auth)
        def b(request): ...
        @api.post("/c")
        def c(request): ...  # B960
    """),
    ("Django classes with methods", """
        from django.contrib.auth.mixins import LoginRequiredMixin
        from django.views import View
        class Add(LoginRequiredMixin, View):
            def post(self, request):
                return save(request)
        class Change(LoginRequiredMixin, View):
            def post(self, request, id):
                return save(request)
        class Drop(View):
            def post(self, request, id):  # B960
                return drop(id)
    """),
    ("rest_framework classes", """
        from rest_framework.permissions import IsAuthenticated
        from rest_framework.views import APIView
        class Orders(APIView):
            permission_classes = [IsAuthenticated]
            def get(self, request):
                return show()
        class Refunds(APIView):
            permission_classes = [IsAuthenticated]
            def post(self, request):
                return save()
        class Payments(APIView):
            def post(self, request):  # B960
                return save()
    """),
    ("rest_framework functions", """
        from rest_framework.decorators import api_view, permission_classes
        from rest_framework.permissions import IsAuthenticated
        @api_view(["GET"])
        @permission_classes([IsAuthenticated])
        def orders(request):
            return show()
        @api_view(["POST"])
        @permission_classes([IsAuthenticated])
        def add(request):
            return save()
        @api_view(["DELETE"])
        def drop(request, id):  # B960
            return drop_it(id)
    """),
    ("aiohttp", """
        from aiohttp import web
        routes = web.RouteTableDef()
        @routes.get("/jobs")
        @require_user
        async def jobs(request):
            return web.json_response(all_jobs())
        @routes.post("/jobs")
        @require_user
        async def add(request):
            return web.json_response(await save(request))
        @routes.delete("/jobs/{id}")
        async def drop(request):  # B960
            return web.json_response(await remove(request))
    """),
    ("Starlette", """
        from starlette.authentication import requires
        from starlette.requests import Request
        from starlette.responses import JSONResponse
        @requires("authenticated")
        async def add(request: Request):
            return JSONResponse(await save(request))
        @requires("authenticated")
        async def change(request: Request):
            return JSONResponse(await save(request))
        async def remove(request: Request):  # B960
            await db.delete(request.path_params["id"])
            return JSONResponse({})
    """),
    ("Tornado", """
        import tornado.web
        class Add(tornado.web.RequestHandler):
            @tornado.web.authenticated
            def post(self):
                self.write(save())
        class Change(tornado.web.RequestHandler):
            @tornado.web.authenticated
            def post(self):
                self.write(save())
        class Drop(tornado.web.RequestHandler):
            def post(self):  # B960
                self.write(drop())
    """),
    ("MethodView, one method", """
        from flask.views import MethodView
        from flask_login import login_required
        class OrderView(MethodView):
            @login_required
            def get(self, id):
                return show(id)
            @login_required
            def put(self, id):
                return save(id)
            def delete(self, id):  # B960
                return drop(id)
    """),
    ("flask_restful", """
        from flask_jwt_extended import jwt_required
        from flask_restful import Resource
        class Order(Resource):
            @jwt_required()
            def get(self, id):
                return show(id)
            @jwt_required()
            def put(self, id):
                return save(id)
            def delete(self, id):  # B960
                return drop(id)
    """),
    ("Sanic", """
        from sanic import Sanic
        from .auth import protected
        app = Sanic("shop")
        @app.get("/orders")
        @protected
        async def orders(request):
            return show()
        @app.post("/orders")
        @protected
        async def add(request):
            return save()
        @app.delete("/orders/<id:int>")
        async def drop(request, id):  # B960
            return remove(id)
    """),
    ("a change of passwords", """
        from flask import Flask
        app = Flask(__name__)
        @app.post("/password/reset")
        def reset_password(): ...
        @app.get("/profile")
        @login_required
        def profile(): ...
        @app.post("/profile")
        @login_required
        def change_profile(): ...
        @app.post("/password/change")
        def change_password(): ...  # B960
    """),
    ("admins_only", """
        from flask_restx import Resource
        class Users(Resource):
            @admins_only
            def post(self): ...
            @admins_only
            def patch(self): ...
            def delete(self): ...  # B960
    """),
    ("two of six", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/a")
        def a(user=Depends(current_user)): ...
        @router.post("/b")
        def b(user=Depends(current_user)): ...
        @router.post("/c")
        def c(user=Depends(current_user)): ...
        @router.post("/d")
        def d(user=Depends(current_user)): ...
        @router.post("/e")
        def e(): ...  # B960
        @router.post("/f")
        def f(): ...  # B960
    """),
    ("a token's header", """
        from fastapi import FastAPI, Header, Depends
        from fastapi.security import HTTPBearer
        app = FastAPI()
        bearer = HTTPBearer()
        @app.post("/a")
        def add(credentials=Depends(bearer)): ...
        @app.put("/a")
        def change(credentials=Depends(bearer)): ...
        @app.delete("/a")
        def drop(id: int): ...  # B960
    """),
    ("ninja", """
        from ninja import Router
        router = Router()
        @router.get("/orders", auth=bearer)
        def orders(request):
            return show()
        @router.post("/orders", auth=bearer)
        def add(request, order: OrderIn):
            return save(order)
        @router.delete("/orders/{id}")
        def drop(request, id: int):  # B960
            return remove(id)
    """),
    ("websocket among others", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/rooms")
        async def add(user=Depends(current_active_user)): ...
        @router.put("/rooms/{id}")
        async def change(id: int, user=Depends(current_active_user)): ...
        @router.delete("/rooms/{id}")
        async def drop(id: int): ...  # B960
    """),
    ("a middleware that only notes who it is", """
        from aiohttp import web
        routes = web.RouteTableDef()
        @web.middleware
        async def identify(request, handler):
            request["user"] = await find(request.headers.get("Authorization"))
            return await handler(request)
        @routes.get("/me")
        @login_required
        async def me(request):
            return web.json_response({})
        @routes.post("/me")
        @login_required
        async def change_me(request):
            return web.json_response({})
        @routes.post("/users/{id}/ban")
        async def ban(request):  # B960
            return web.json_response({})
    """),
    ("a public login beside it", """
        from flask import Flask
        app = Flask(__name__)
        @app.post("/login")
        def login(): ...
        @app.post("/register")
        def register(): ...
        @app.get("/users")
        @token_required
        def users(): ...
        @app.put("/users/<int:id>")
        @token_required
        def change(id): ...
        @app.delete("/users/<int:id>")
        def drop(id): ...  # B960
    """),
    ("flask_restful, a class each", """
        from flask_jwt_extended import jwt_required
        from flask_restful import Resource
        class Users(Resource):
            @jwt_required()
            def get(self): ...
            @jwt_required()
            def post(self): ...
        class User(Resource):
            @jwt_required()
            def get(self, id): ...
            def delete(self, id): ...  # B960
        class Login(Resource):
            def post(self): ...
    """),
    ("Litestar", """
        from litestar import Controller, delete, get, post
        class Orders(Controller):
            path = "/orders"
            @get("/", guards=[only_users])
            async def index(self) -> list: ...
            @post("/", guards=[only_users])
            async def add(self, data: Order) -> Order: ...
            @delete("/{number:int}")
            async def drop(self, number: int) -> None: ...  # B960
    """),
    ("HTTPEndpoint", """
        from starlette.authentication import requires
        from starlette.endpoints import HTTPEndpoint
        class Orders(HTTPEndpoint):
            @requires("authenticated")
            async def get(self, request): ...
            @requires("authenticated")
            async def post(self, request): ...
            async def delete(self, request): ...  # B960
    """),
    ("a dependency that only loads", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/users")
        def add(me=Depends(get_current_user)): ...
        @router.put("/users/{id}")
        def change(me=Depends(get_current_user), user=Depends(user_by_id)): ...
        @router.delete("/users/{id}")
        def drop(user=Depends(get_user_or_404)): ...  # B960
    """),
]  # fmt: skip

GUARDED = [
    ("all of them", """
        from flask import Flask
        from flask_login import login_required
        app = Flask(__name__)
        @app.get("/a")
        @login_required
        def a(): ...
        @app.post("/b")
        @login_required
        def b(): ...
        @app.post("/c")
        @login_required
        def c(): ...
    """),
    ("none of them", """
        from flask import Flask
        app = Flask(__name__)
        @app.get("/a")
        def a(): ...
        @app.post("/b")
        def b(): ...
        @app.post("/c")
        def c(): ...
    """),
    ("logging in and out", """
        from flask import Flask
        from flask_login import login_required
        app = Flask(__name__)
        @app.post("/login")
        def login(): ...
        @app.post("/logout")
        def logout(): ...
        @app.get("/a")
        @login_required
        def a(): ...
        @app.post("/b")
        @login_required
        def b(): ...
        @app.post("/c")
        @login_required
        def c(): ...
    """),
    ("registration, passwords, health", """
        from fastapi import FastAPI, Depends
        app = FastAPI()
        @app.post("/register")
        def register(): ...
        @app.post("/password/reset")
        def reset_password(): ...
        @app.get("/healthz")
        def health(): ...
        @app.get("/a")
        def a(user=Depends(current_user)): ...
        @app.post("/b")
        def b(user=Depends(current_user)): ...
        @app.post("/c")
        def c(user=Depends(current_user)): ...
        @app.post("/d")
        def d(user=Depends(current_user)): ...
    """),
    ("a webhook", """
        from fastapi import APIRouter, Depends, Request
        router = APIRouter()
        @router.post("/webhooks/pay")
        async def paid(request: Request): ...
        @router.post("/b")
        def b(user=Depends(current_user)): ...
        @router.post("/c")
        def c(user=Depends(current_user)): ...
    """),
    ("a signature", """
        import hmac
        from flask import Blueprint, request
        from flask_login import login_required
        bp = Blueprint("pay", __name__)
        @bp.post("/paid")
        def paid():
            if not hmac.compare_digest(request.headers["X-Signature"], sign(request.data)):
                return "", 403
            return save()
        @bp.post("/b")
        @login_required
        def b(): ...
        @bp.post("/c")
        @login_required
        def c(): ...
    """),
    ("a blog", """
        from flask import Blueprint
        from .auth import login_required
        bp = Blueprint("blog", __name__)
        @bp.route("/")
        def index(): ...
        @bp.route("/<int:id>")
        def entry(id): ...
        @bp.route("/create", methods=["GET", "POST"])
        @login_required
        def create(): ...
        @bp.route("/<int:id>/update", methods=["GET", "POST"])
        @login_required
        def update(id): ...
        @bp.route("/<int:id>/delete", methods=["POST"])
        @login_required
        def delete(id): ...
    """),
    ("a blog in Django", """
        from django.contrib.auth.decorators import login_required
        from django.shortcuts import redirect, render
        def post_list(request):
            return render(request, "list.html", {"posts": Post.objects.all()})
        def post_detail(request, pk):
            return render(request, "detail.html", {"post": Post.objects.get(pk=pk)})
        @login_required
        def post_new(request):
            Post.objects.create(text=request.POST["text"])
            return redirect("/")
        @login_required
        def post_edit(request, pk):
            Post.objects.filter(pk=pk).update(text=request.POST["text"])
            return redirect("/")
        @login_required
        def post_remove(request, pk):
            Post.objects.get(pk=pk).delete()
            return redirect("/")
    """),
    ("the router does it", """
        from fastapi import APIRouter, Depends
        router = APIRouter(dependencies=[Depends(get_current_user)])
        @router.get("/a")
        def a(user=Depends(get_current_user)): ...
        @router.post("/b")
        def b(user=Depends(get_current_user)): ...
        @router.post("/c")
        def c(): ...
    """),
    ("whoever includes the router does it", """
        from fastapi import APIRouter, Depends, FastAPI
        app = FastAPI()
        router = APIRouter()
        @router.get("/a")
        def a(user=Depends(get_current_user)): ...
        @router.post("/b")
        def b(user=Depends(get_current_user)): ...
        @router.post("/c")
        def c(): ...
        app.include_router(router, dependencies=[Depends(get_current_user)])
    """),
    ("a hook does it", """
        from flask import Blueprint, abort, g
        from flask_login import current_user, login_required
        bp = Blueprint("admin", __name__)
        @bp.before_request
        def only_users():
            if not current_user.is_authenticated:
                abort(401)
        @bp.get("/a")
        @login_required
        def a(): ...
        @bp.post("/b")
        @login_required
        def b(): ...
        @bp.post("/c")
        def c(): ...
    """),
    ("a middleware does it", """
        from fastapi import FastAPI, Depends
        app = FastAPI()
        app.add_middleware(AuthenticationMiddleware, backend=Backend())
        @app.get("/a")
        def a(user=Depends(get_current_user)): ...
        @app.post("/b")
        def b(user=Depends(get_current_user)): ...
        @app.post("/c")
        def c(): ...
    """),
    ("a check in the body", """
        from flask import Flask, abort
        from flask_login import current_user, login_required
        app = Flask(__name__)
        @app.post("/a")
        @login_required
        def a(): ...
        @app.post("/b")
        @login_required
        def b(): ...
        @app.post("/c")
        def c():
            if not current_user.is_authenticated:
                abort(401)
            return save()
    """),
    ("Django asks in the body", """
        from django.contrib.auth.decorators import login_required
        from django.http import HttpResponse, HttpResponseForbidden
        @login_required
        def a(request):
            return HttpResponse(save(request.POST))
        @login_required
        def b(request):
            return HttpResponse(save(request.POST))
        def c(request):
            if not request.user.is_staff:
                return HttpResponseForbidden()
            return HttpResponse(save(request.POST))
    """),
    ("a class does it", """
        from django.contrib.auth.mixins import LoginRequiredMixin
        from django.views import View
        class A(LoginRequiredMixin, View):
            def get(self, request): ...
            def post(self, request): ...
            def delete(self, request): ...
    """),
    ("dispatch does it", """
        from django.contrib.auth.decorators import login_required
        from django.utils.decorators import method_decorator
        from django.views import View
        @method_decorator(login_required, name="dispatch")
        class A(View):
            def post(self, request): ...
        @method_decorator(login_required, name="dispatch")
        class B(View):
            def post(self, request): ...
        class C(View):
            @method_decorator(login_required)
            def dispatch(self, *args, **kwargs):
                return super().dispatch(*args, **kwargs)
            def post(self, request): ...
    """),
    ("views that log in", """
        from rest_framework.permissions import IsAuthenticated
        from rest_framework.views import APIView
        class A(APIView):
            permission_classes = [IsAuthenticated]
            def post(self, request): ...
        class B(APIView):
            permission_classes = [IsAuthenticated]
            def post(self, request): ...
        class CustomTokenObtainView(APIView):
            def post(self, request): ...
        class SAMLResponseView(APIView):
            def post(self, request): ...
    """),
    ("a base of elsewhere", """
        from django.contrib.auth.mixins import LoginRequiredMixin
        from django.views import View
        from .base import ShopView
        class A(LoginRequiredMixin, View):
            def post(self, request): ...
        class B(LoginRequiredMixin, View):
            def post(self, request): ...
        class C(ShopView):
            def post(self, request): ...
    """),
    ("one beside it", """
        from flask import Flask
        from flask_login import login_required
        app = Flask(__name__)
        @app.post("/a")
        @login_required
        def a(): ...
        @app.post("/b")
        def b(): ...
        @app.post("/c")
        def c(): ...
    """),
    ("as many with as without", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/a")
        def a(user=Depends(current_user)): ...
        @router.post("/b")
        def b(user=Depends(current_user)): ...
        @router.post("/c")
        def c(): ...
        @router.post("/d")
        def d(): ...
    """),
    ("reading is for everybody", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.get("/items")
        def items(): ...
        @router.get("/items/{id}")
        def item(id: int): ...
        @router.post("/items")
        def add(user=Depends(current_user)): ...
        @router.put("/items/{id}")
        def change(id: int, user=Depends(current_user)): ...
        @router.delete("/items/{id}")
        def drop(id: int, user=Depends(current_user)): ...
    """),
    ("a public router", """
        from fastapi import APIRouter, Depends
        public = APIRouter()
        private = APIRouter()
        @public.post("/feedback")
        def feedback(): ...
        @private.post("/a")
        def a(user=Depends(current_user)): ...
        @private.post("/b")
        def b(user=Depends(current_user)): ...
        @private.post("/c")
        def c(user=Depends(current_user)): ...
    """),
    ("Depends of a database alone", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/a")
        def a(db=Depends(get_session)): ...
        @router.post("/b")
        def b(db=Depends(get_session)): ...
        @router.post("/c")
        def c(): ...
    """),
    ("decorators of methods alone", """
        from django.http import HttpResponse
        from django.views.decorators.http import require_POST
        @require_POST
        def a(request):
            return HttpResponse(save(request.POST))
        @require_POST
        def b(request):
            return HttpResponse(save(request.POST))
        def c(request):
            return HttpResponse(save(request.POST))
    """),
    ("aiohttp asks in the body", """
        from aiohttp import web
        async def a(request):
            user = await authenticate(request)
            return web.json_response(user)
        async def b(request):
            user = await authenticate(request)
            return web.json_response(user)
        async def c(request):
            if request.headers.get("Authorization") != EXPECTED:
                raise web.HTTPForbidden
            return web.json_response(await save(request))
    """),
    ("functions that help views", """
        from django.contrib.auth.decorators import login_required
        from django.http import HttpResponse
        def store(request, form):
            return Order.objects.create(note=form["note"])
        @login_required
        def a(request):
            return HttpResponse(store(request, request.POST))
        @login_required
        def b(request):
            return HttpResponse(store(request, request.POST))
    """),
    ("a text that says so", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/a")
        def a(user=Depends(current_user)): ...
        @router.post("/b")
        def b(user=Depends(current_user)): ...
        @router.post("/c")
        def c():
            \"\"\"Count a visit. This endpoint does not require authentication.\"\"\"
    """),
    ("an address with a secret", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/a")
        def a(user=Depends(current_user)): ...
        @router.post("/b")
        def b(user=Depends(current_user)): ...
        @router.post("/claims/{invitation_token}")
        def c(invitation_token: str): ...
    """),
    ("a theme", """
        from flask import Flask
        app = Flask(__name__)
        @app.post("/a")
        @login_required
        def a(): ...
        @app.post("/b")
        @login_required
        def b(): ...
        @app.post("/theme")
        def theme(): ...
    """),
    ("functions that answer nobody", """
        from .access import login_required
        @login_required
        def a(x): ...
        @login_required
        def b(x): ...
        def delete(x): ...
    """),
]  # fmt: skip

ASSERTED = [
    ("is_staff", "def edit(request):\n    assert request.user.is_staff  # B961\n"),
    ("is_admin with words", 'def edit(user):\n    assert user.is_admin, "not allowed"  # B961\n'),
    ("is_superuser", "async def edit(user):\n    assert user.is_active and user.is_superuser  # B961\n"),
    ("is_authenticated", "def edit(request):\n    assert request.user.is_authenticated  # B961\n"),
    ("a decorator that only asserts", """
        def login_required(view):
            def wrapper(request):
                assert request.user.is_authenticated  # B961
                return view(request)
            return wrapper
    """),
    ("is_authenticated as a call", "def edit():\n    assert current_user.is_authenticated()  # B961\n"),
    ("has_perm", 'def edit(request):\n    assert request.user.has_perm("shop.change_order")  # B961\n'),
    ("has_role", 'def edit(user):\n    assert user.has_role("admin")  # B961\n'),
    ("has_permission of a function", "def edit(user, order):\n    assert has_permission(user, order)  # B961\n"),
    ("a role", 'def edit(user):\n    assert user.role == "admin"  # B961\n'),
    ("a role of several", "def edit(current_user):\n    assert current_user.role in (ADMIN, EDITOR)  # B961\n"),
    ("roles", 'def edit(user):\n    assert "admin" in user.roles  # B961\n'),
    ("a claim", 'def edit(claims):\n    assert claims["role"] == "admin"  # B961\n'),
    ("a claim got", 'def edit(claims):\n    assert "write" in claims.get("scope", "")  # B961\n'),
    ("the owner", "def edit(request, order):\n    assert order.owner == request.user  # B961\n"),
    ("the owner's id", "def edit(order):\n    assert order.owner_id == current_user.id  # B961\n"),
    ("the author, turned", "def edit(user, post):\n    assert user.id == post.author.id  # B961\n"),
    ("the user of a row", 'def edit(row):\n    assert row["user_id"] == session["user_id"]  # B961\n'),
    ("the tenant", "def edit(user, doc):\n    assert doc.tenant_id == user.tenant_id  # B961\n"),
    ("a password", "def log_in(user, password):\n    assert user.check_password(password)  # B961\n"),
    ("a signature", "def hook(request):\n    assert verify_signature(request.data, request.headers)  # B961\n"),
    ("compare_digest", "import hmac\ndef hook(a, b):\n    assert hmac.compare_digest(a, b)  # B961\n"),
    ("a key in a header", 'def hook(request):\n    assert request.headers["X-Api-Key"] == API_KEY  # B961\n'),
    ("can_edit", "def edit(user, doc):\n    assert user.can_edit(doc)  # B961\n"),
    ("not", "def edit(user):\n    assert not user.is_admin is False  # B961\n"),
    ("any", "def edit(user, roles):\n    assert any(user.has_role(role) for role in roles)  # B961\n"),
    ("is True", "def edit(user):\n    assert user.is_admin is True  # B961\n"),
    ("awaited", "async def edit(user):\n    assert await user.has_permission(EDIT)  # B961\n"),
    ("a claim kept for the request", 'def edit():\n    assert g.claims["role"] == "admin"  # B961\n'),
    ("a right in the session", 'def edit():\n    assert session.get("is_admin")  # B961\n'),
    ("a group", 'def edit(request):\n    assert request.user.groups.filter(name="editors").exists()  # B961\n'),
    ("one of the rights", 'def edit(user):\n    assert "shop.edit" in user.get_all_permissions()  # B961\n'),
    ("a token of the settings", "def hook(token):\n    assert token == settings.API_TOKEN  # B961\n"),
    ("one of the editors", "def edit(doc):\n    assert current_user in doc.editors  # B961\n"),
    ("in a class", "class Edit:\n    def post(self):\n        assert self.request.user.is_staff  # B961\n"),
]  # fmt: skip

DEMANDED = [
    ("raised", "def edit(request):\n    if not request.user.is_staff:\n        raise PermissionDenied\n"),
    ("what a stream can do", "def read(transport):\n    assert transport.can_write_eof()\n"),
    ("what is allowed to a robot", "def fetch(rules, url):\n    assert rules.is_allowed(url)\n"),
    ("a token of a lexer", "def parse(self):\n    assert self.check_token(NAME)\n"),
    ("a type", "def edit(request):\n    assert isinstance(request.user, User)\n"),
    ("there is one", "def edit(user):\n    assert user is not None\n"),
    ("there is an owner", "def edit(order):\n    assert order.owner is not None\n"),
    ("plain", "def edit(user):\n    assert user\n"),
    ("a count", "def edit(users):\n    assert len(users) == 1\n"),
    ("a sign of a number", "def root(x):\n    assert x >= 0\n"),
    ("groups that are there", "def index(site):\n    assert site.groups.count() > 0\n"),
    ("a token of the same kind", "def parse(token):\n    assert token == Token.NAME\n"),
    ("a token of a parser", 'def parse(token):\n    assert token.type == "NAME"\n'),
    ("the next token", 'def parse(self):\n    assert self.token == "("\n'),
    ("the role of a message", 'def send(message):\n    assert message["role"] == "user"\n'),
    ("the role of a node", 'def walk(node):\n    assert node.role == "button"\n'),
    ("a test", "def test_edit(user):\n    assert user.is_admin\n"),
    ("a test class", "class TestEdit:\n    def check(self, user):\n        assert user.is_admin\n"),
    ("a module of tests", "import pytest\ndef helper(user):\n    assert user.is_admin\n"),
    ("for a type checker", """
        from django.contrib.auth.decorators import login_required
        @login_required
        def edit(request):
            assert request.user.is_authenticated
    """),
    ("for a type checker, in what views call", """
        from django.contrib.auth.decorators import login_required
        def _orders(request):
            assert request.user.is_authenticated
            return Order.objects.filter(owner=request.user)
        @login_required
        def orders(request):
            return render(request, "orders.html", {"orders": _orders(request)})
    """),
    ("for a type checker, in another decorator", """
        def require_payment(view):
            def wrapper(request):
                assert request.user.is_authenticated
                return view(request)
            return wrapper
    """),
    ("a user of a list", "def pick(users, user):\n    assert user in users\n"),
    ("a user's name", 'def greet(user):\n    assert user.name != ""\n'),
    ("the length of a secret", "def read(csrf_token):\n    assert len(csrf_token) == CSRF_LENGTH\n"),
    ("a state", 'def run(job):\n    assert job.state == "done"\n'),
    ("a group of a match", "def read(match):\n    assert match.group(1) == 'x'\n"),
    ("two owners", "def merge(a, b):\n    assert a.owner == b.owner\n"),
    ("can be read", "def read(stream):\n    assert stream.readable()\n"),
    ("an author of a book", 'def index(book):\n    assert book.author == "Ada"\n'),
    ("a scope of names", "def look(scope):\n    assert scope.parent is not None\n"),
    ("settings", "def start(settings):\n    assert settings.API_KEY\n"),
    ("a constant", "def start():\n    assert DEBUG is False\n"),
]  # fmt: skip

ANY_ORIGIN = [
    ("FastAPI", """
        from fastapi import FastAPI
        from fastapi.middleware.cors import CORSMiddleware
        app = FastAPI()
        app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)  # B962
    """),
    ("FastAPI, several lines", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(  # B962
            CORSMiddleware,
            allow_origins=["*"],
            allow_credentials=True,
            allow_methods=["*"],
        )
    """),
    ("FastAPI, a variable", """
        from fastapi.middleware.cors import CORSMiddleware
        origins = ["http://localhost:3000", "*"]
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)  # B962
    """),
    ("FastAPI, a pattern", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)  # B962
    """),
    ("FastAPI, a pattern of addresses", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(CORSMiddleware, allow_origin_regex=r"https?://.*", allow_credentials=True)  # B962
    """),
    ("FastAPI, by default", """
        import os
        from fastapi.middleware.cors import CORSMiddleware
        origins = os.getenv("ORIGINS", "*").split(",")
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)  # B962
    """),
    ("Starlette, Middleware", """
        from starlette.middleware import Middleware
        from starlette.middleware.cors import CORSMiddleware
        stack = [Middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)]  # B962
    """),
    ("Starlette, wrapped", """
        from starlette.middleware.cors import CORSMiddleware as Cors
        app = Cors(app, allow_origins=("*",), allow_credentials=True)  # B962
    """),
    ("Flask", """
        from flask_cors import CORS
        CORS(app, supports_credentials=True)  # B962
    """),
    ("Flask, said", """
        from flask_cors import CORS
        CORS(app, origins="*", supports_credentials=True)  # B962
    """),
    ("Flask, resources", """
        from flask_cors import CORS
        CORS(app, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)  # B962
    """),
    ("Flask, credentials of resources", """
        from flask_cors import CORS
        CORS(app, resources={r"/api/*": {"origins": ["*"], "supports_credentials": True}})  # B962
    """),
    ("Flask, later", """
        from flask_cors import CORS
        cors = CORS()
        cors.init_app(app, supports_credentials=True)  # B962
    """),
    ("Flask, one route", """
        from flask_cors import cross_origin
        @app.route("/me")
        @cross_origin(supports_credentials=True)  # B962
        def me(): ...
    """),
    ("Flask, a setting", """
        from flask_cors import CORS
        app.config["CORS_SUPPORTS_CREDENTIALS"] = True
        CORS(app)  # B962
    """),
    ("Django", """
        CORS_ALLOW_ALL_ORIGINS = True  # B962
        CORS_ALLOW_CREDENTIALS = True
    """),
    ("Django of old", """
        CORS_ORIGIN_ALLOW_ALL = True  # B962
        CORS_ALLOW_CREDENTIALS = True
    """),
    ("Django, a pattern", """
        CORS_ALLOW_CREDENTIALS = True
        CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://.*$"]  # B962
    """),
    ("aiohttp_cors", """
        import aiohttp_cors
        cors = aiohttp_cors.setup(app, defaults={
            "*": aiohttp_cors.ResourceOptions(allow_credentials=True, allow_headers="*"),  # B962
        })
    """),
    ("by hand, reflected", """
        @app.after_request
        def cors(response):
            response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")  # B962
            response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("by hand, reflected by a name", """
        def cors(response):
            origin = request.headers.get("Origin")
            if origin:
                response.headers["Access-Control-Allow-Origin"] = origin  # B962
                response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("by hand, Django", """
        def cors(request):
            response = answer(request)
            response["Access-Control-Allow-Origin"] = request.META.get("HTTP_ORIGIN")  # B962
            response["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("by hand, any", """
        def cors(response):
            response.headers.add("Access-Control-Allow-Origin", "*")  # B962
            response.headers.add("Access-Control-Allow-Credentials", "true")
            return response
    """),
    ("by hand, a mapping", """
        async def answer(request):
            return web.Response(headers={
                "Access-Control-Allow-Origin": request.headers["Origin"],  # B962
                "Access-Control-Allow-Credentials": "true",
            })
    """),
    ("by hand, Tornado", """
        class Base:
            def set_default_headers(self):
                self.set_header("Access-Control-Allow-Origin", self.request.headers.get("Origin"))  # B962
                self.set_header("Access-Control-Allow-Credentials", "true")
    """),
    ("sockets", """
        from flask_socketio import SocketIO
        sockets = SocketIO(app, cors_allowed_origins="*")  # B962
    """),
    ("Litestar", """
        from litestar.config.cors import CORSConfig
        cors = CORSConfig(allow_origins=["*"], allow_credentials=True)  # B962
    """),
    ("FastAPI, options", """
        from fastapi.middleware.cors import CORSMiddleware
        OPTIONS = {"allow_origins": ["*"], "allow_credentials": True}
        app.add_middleware(CORSMiddleware, **OPTIONS)  # B962
    """),
    ("FastAPI, a default of settings", """
        from fastapi.middleware.cors import CORSMiddleware
        class Settings(BaseSettings):
            origins: list[str] = ["*"]
        settings = Settings()
        app.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_credentials=True)  # B962
    """),
]  # fmt: skip

SOME_ORIGINS = [
    ("a good default of settings", """
        from fastapi.middleware.cors import CORSMiddleware
        class Settings(BaseSettings):
            origins: list[str] = ["https://shop.example"]
        settings = Settings()
        app.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_credentials=True)
    """),
    ("any while debugging", """
        from fastapi.middleware.cors import CORSMiddleware
        origins = ["*"] if settings.DEBUG else settings.ORIGINS
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
    """),
    ("without credentials", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(CORSMiddleware, allow_origins=["*"])
    """),
    ("credentials off", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)
    """),
    ("listed", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_credentials=True)
    """),
    ("a setting", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_credentials=True)
    """),
    ("an environment variable", """
        import os
        from fastapi.middleware.cors import CORSMiddleware
        origins = os.environ["ORIGINS"].split(",")
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
    """),
    ("an environment variable with a good default", """
        import os
        from fastapi.middleware.cors import CORSMiddleware
        origins = os.getenv("ORIGINS", "https://shop.example").split(",")
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
    """),
    ("a pattern", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://.*\\.shop\\.example", allow_credentials=True)
    """),
    ("any method, any header", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(
            CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True, allow_methods=["*"], allow_headers=["*"]
        )
    """),
    ("another middleware", """
        app.add_middleware(GZipMiddleware, minimum_size=1000)
    """),
    ("Flask without credentials", "from flask_cors import CORS\nCORS(app)\n"),
    ("Flask, any without credentials", 'from flask_cors import CORS\nCORS(app, origins="*")\n'),
    ("Flask, listed", 'from flask_cors import CORS\nCORS(app, origins=["https://a.example"], supports_credentials=True)\n'),
    ("Flask, a setting", """
        from flask_cors import CORS
        CORS(app, origins=app.config["ORIGINS"], supports_credentials=True)
    """),
    ("Flask, resources listed", """
        from flask_cors import CORS
        CORS(app, resources={"/api/*": {"origins": "https://a.example"}}, supports_credentials=True)
    """),
    ("Flask, credentials off", "from flask_cors import CORS\nCORS(app, supports_credentials=False)\n"),
    ("Django without credentials", "CORS_ALLOW_ALL_ORIGINS = True\n"),
    ("Django, listed", 'CORS_ALLOWED_ORIGINS = ["https://a.example"]\nCORS_ALLOW_CREDENTIALS = True\n'),
    ("Django, while debugging", """
        CORS_ALLOW_CREDENTIALS = True
        if DEBUG:
            CORS_ALLOW_ALL_ORIGINS = True
    """),
    ("Django, set again", """
        CORS_ALLOW_CREDENTIALS = True
        CORS_ALLOW_ALL_ORIGINS = True
        if os.environ["STAGE"] == "production":
            CORS_ALLOW_ALL_ORIGINS = False
    """),
    ("Django, depends", "CORS_ALLOW_ALL_ORIGINS = DEBUG\nCORS_ALLOW_CREDENTIALS = True\n"),
    ("aiohttp_cors without credentials", """
        import aiohttp_cors
        cors = aiohttp_cors.setup(app, defaults={"*": aiohttp_cors.ResourceOptions(expose_headers="*")})
    """),
    ("aiohttp_cors, listed", """
        import aiohttp_cors
        cors.add(route, {"https://a.example": aiohttp_cors.ResourceOptions(allow_credentials=True)})
    """),
    ("by hand, any without credentials", """
        def cors(response):
            response.headers["Access-Control-Allow-Origin"] = "*"
            return response
    """),
    ("by hand, compared", """
        def cors(response):
            origin = request.headers.get("Origin")
            if origin in ALLOWED:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("by hand, a function compares", """
        def cors(response):
            origin = request.headers.get("Origin")
            if is_allowed(origin):
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("by hand, one", """
        def cors(response):
            response.headers["Access-Control-Allow-Origin"] = "https://shop.example"
            response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("by hand, either", """
        def cors(self, headers):
            if self.any_origin:
                headers["Access-Control-Allow-Origin"] = "*"
            if self.with_credentials:
                headers["Access-Control-Allow-Credentials"] = "true"
    """),
    ("sockets, listed", """
        from flask_socketio import SocketIO
        sockets = SocketIO(app, cors_allowed_origins=["https://shop.example"])
    """),
    ("sockets without cookies", """
        import socketio
        server = socketio.AsyncServer(cors_allowed_origins="*", cors_credentials=False)
    """),
]  # fmt: skip

OPEN_COOKIES = [
    ("Flask", """
        from flask import make_response
        def log_in():
            response = make_response("welcome")
            response.set_cookie("session_id", new_session())  # B963
            return response
    """),
    ("secure off", 'def f(r, v):\n    r.set_cookie("session", v, secure=False, httponly=True)  # B963\n'),
    ("httponly off", 'def f(r, v):\n    r.set_cookie("session", v, secure=True, httponly=False)  # B963\n'),
    ("httponly left out", 'def f(r, v):\n    r.set_cookie("auth_token", v, secure=True)  # B963\n'),
    ("httponly left out, the value tells", 'def f(r, access_token):\n    r.set_cookie("a", access_token, secure=True)  # B963\n'),
    ("both left out, by keyword", 'def f(r, v):\n    r.set_cookie(key="refresh", value=v, max_age=3600)  # B963\n'),
    ("by position", 'def f(r, v):\n    r.set_cookie("session", v, 3600, None, "/", None, False, True)  # B963\n'),
    ("a preference", 'def f(r):\n    r.set_cookie("theme", "dark", max_age=31536000)  # B963\n'),
    ("a language", 'def f(r, code):\n    r.set_cookie("lang", code)  # B963\n'),
    ("several lines", """
        def f(response, token):
            response.set_cookie(  # B963
                key="access_token",
                value=f"Bearer {token}",
                samesite="lax",
            )
    """),
    ("a constant", 'SECURE = False\ndef f(r, v):\n    r.set_cookie("sid", v, secure=SECURE, httponly=True)  # B963\n'),
    ("Django", 'def f(request):\n    r = answer(request)\n    r.set_signed_cookie("user_id", 7, salt=S)  # B963\n'),
    ("Tornado", 'class H:\n    def post(self):\n        self.set_secure_cookie("user", "ada")  # B963\n'),
    ("aiohttp", """
        from aiohttp import web
        async def f(request):
            response = web.Response()
            response.set_cookie("session", await make(), httponly=True)  # B963
            return response
    """),
    ("a name of a setting", "def f(r, v):\n    r.set_cookie(settings.SESSION_COOKIE_NAME, v, secure=True)  # B963\n"),
    ("None for secure", 'def f(r, v):\n    r.set_cookie("session", v, secure=None, httponly=True)  # B963\n'),
    ("Django's session", "SESSION_COOKIE_SECURE = False  # B963\n"),
    ("Django's session and scripts", "SESSION_COOKIE_HTTPONLY = False  # B963\n"),
    ("Django's csrf", "CSRF_COOKIE_SECURE = False  # B963\n"),
    ("Flask's session", 'app.config["SESSION_COOKIE_SECURE"] = False  # B963\n'),
    ("Flask's session updated", "app.config.update(SESSION_COOKIE_SECURE=False)  # B963\n"),
    ("Flask's session updated by mapping", 'app.config.update({"SESSION_COOKIE_HTTPONLY": False})  # B963\n'),
    ("Flask's class", "class ProductionConfig:\n    SESSION_COOKIE_SECURE = False  # B963\n"),
    ("Flask-Login", 'app.config["REMEMBER_COOKIE_SECURE"] = False  # B963\n'),
    ("flask-jwt-extended", 'app.config["JWT_COOKIE_SECURE"] = False  # B963\n'),
    ("Starlette's session", """
        from starlette.middleware.sessions import SessionMiddleware
        app.add_middleware(SessionMiddleware, secret_key=KEY, https_only=False)  # B963
    """),
    ("options", """
        OPTIONS = {"httponly": True, "samesite": "lax"}
        def f(r, v):
            r.set_cookie("session", v, **OPTIONS)  # B963
    """),
    ("a header", """
        def f(r, sid):
            r.headers["Set-Cookie"] = f"sid={sid}; HttpOnly; Path=/"  # B963
    """),
    ("a header, scripts", """
        def f(r, sid):
            r.headers.add("Set-Cookie", f"sid={sid}; Secure; Path=/")  # B963
    """),
    ("settings of dj-rest-auth", 'REST_AUTH = {"USE_JWT": True, "JWT_AUTH_HTTPONLY": False}  # B963\n'),
    ("aiohttp_session", """
        from aiohttp_session.cookie_storage import EncryptedCookieStorage
        storage = EncryptedCookieStorage(KEY, secure=False)  # B963
    """),
    ("fastapi-users", """
        from fastapi_users.authentication import CookieTransport
        transport = CookieTransport(cookie_max_age=3600, cookie_secure=False)  # B963
    """),
]  # fmt: skip

SAFE_COOKIES = [
    ("options", """
        OPTIONS = dict(httponly=True, secure=True, samesite="lax")
        def f(r, v):
            r.set_cookie("session", v, **OPTIONS)
    """),
    ("a header", """
        def f(r, sid):
            r.headers["Set-Cookie"] = f"sid={sid}; HttpOnly; Secure; Path=/"
    """),
    ("a header that takes it away", """
        def f(r):
            r.headers["Set-Cookie"] = "sid=; Max-Age=0; Path=/"
    """),
    ("a service of another module", """
        from .sessions import service
        async def f(request, response):
            await service.set_cookie(request, response)
    """),
    ("a method of its own", """
        class Sessions:
            def set_cookie(self, response, value):
                response.set_cookie("session", value, secure=True, httponly=True)
            def begin(self, response):
                self.set_cookie(response, make())
    """),
    ("both", 'def f(r, v):\n    r.set_cookie("session", v, secure=True, httponly=True, samesite="Lax")\n'),
    ("by position", 'def f(r, v):\n    r.set_cookie("session", v, 3600, None, "/", None, True, True)\n'),
    ("a preference", 'def f(r):\n    r.set_cookie("theme", "dark", secure=True)\n'),
    ("for scripts", 'def f(r, v):\n    r.set_cookie("csrf_token", v, secure=True)\n'),
    ("any other", 'def f(r, v):\n    r.set_cookie("last_seen", v, secure=True)\n'),
    ("depends on settings", 'def f(r, v):\n    r.set_cookie("session", v, secure=settings.SECURE, httponly=True)\n'),
    ("depends on debugging", 'def f(r, v):\n    r.set_cookie("sid", v, secure=not settings.DEBUG, httponly=True)\n'),
    ("depends on the request", 'def f(q, r, v):\n    r.set_cookie("sid", v, secure=q.is_secure(), httponly=True)\n'),
    ("not shown", 'def f(r, v):\n    r.set_cookie("session", v, **OPTIONS)\n'),
    ("taken away", 'def f(r):\n    r.set_cookie("session", "", max_age=0)\n'),
    ("made to expire", 'def f(r):\n    r.set_cookie("session", "x", expires=0)\n'),
    ("deleted", 'def f(r):\n    r.delete_cookie("session")\n'),
    ("a jar", "def f(jar, cookie):\n    jar.set_cookie(cookie)\n"),
    ("a client", 'import requests\ndef f(v):\n    s = requests.Session()\n    s.cookies.set("session", v)\n'),
    ("a test", 'def test_session(client):\n    client.set_cookie("session", "x")\n'),
    ("a test client", """
        from django.test import Client
        def log_in(v):
            Client().set_cookie("session", v)
    """),
    ("Django's session", "SESSION_COOKIE_SECURE = True\nSESSION_COOKIE_HTTPONLY = True\n"),
    ("Django's csrf for scripts", "CSRF_COOKIE_HTTPONLY = False\n"),
    ("depends", "SESSION_COOKIE_SECURE = not DEBUG\n"),
    ("an environment variable", 'SESSION_COOKIE_SECURE = env.bool("SECURE", True)\n'),
    ("while debugging", "if DEBUG:\n    SESSION_COOKIE_SECURE = False\n"),
    ("defaults", 'class App:\n    default_config = Fixed({"SESSION_COOKIE_SECURE": False})\n'),
    ("set again in production", """
        SESSION_COOKIE_SECURE = False
        if not DEBUG:
            SESSION_COOKIE_SECURE = True
    """),
    ("a class for development", "class DevelopmentConfig:\n    SESSION_COOKIE_SECURE = False\n"),
    ("a class for tests", "class TestingConfig(Config):\n    SESSION_COOKIE_SECURE = False\n"),
    ("Flask's session", 'app.config["SESSION_COOKIE_SECURE"] = True\n'),
    ("Starlette's session", """
        from starlette.middleware.sessions import SessionMiddleware
        app.add_middleware(SessionMiddleware, secret_key=KEY, https_only=True)
    """),
    ("falcon is safe by itself", """
        import falcon
        class Login:
            def on_post(self, req, resp):
                resp.set_cookie("session", make())
    """),
    ("a function of this name", "def set_cookie(key, value):\n    jar[key] = value\nset_cookie('a', 'b')\n"),
]  # fmt: skip

OPEN_FORMS = [
    ("Django", """
        from django.shortcuts import redirect
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt  # B964
        def change_email(request):
            request.user.email = request.POST["email"]
            request.user.save()
            return redirect("/")
    """),
    ("Django, logged in", """
        from django.contrib.auth.decorators import login_required
        from django.http import JsonResponse
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt  # B964
        @login_required
        def transfer(request):
            if request.method == "POST":
                pay(request.user, request.POST["to"])
            return JsonResponse({})
    """),
    ("Django, require_POST", """
        from django.http import HttpResponse
        from django.views.decorators.csrf import csrf_exempt
        from django.views.decorators.http import require_POST
        @require_POST
        @csrf_exempt  # B964
        def like(request, id):
            count(id)
            return HttpResponse()
    """),
    ("Django, async", """
        from django.http import JsonResponse
        from django.views.decorators import csrf
        @csrf.csrf_exempt  # B964
        async def add(request):
            await Note.objects.acreate(text=request.POST["text"])
            return JsonResponse({})
    """),
    ("Django, JSON", """
        import json
        from django.http import JsonResponse
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt  # B964
        def add(request):
            Note.objects.create(**json.loads(request.body))
            return JsonResponse({})
    """),
    ("Django, a class", """
        from django.utils.decorators import method_decorator
        from django.views import View
        from django.views.decorators.csrf import csrf_exempt
        @method_decorator(csrf_exempt, name="dispatch")  # B964
        class Profile(View):
            def post(self, request):
                return save(request.user, request.POST)
    """),
    ("Django, dispatch", """
        from django.utils.decorators import method_decorator
        from django.views import View
        from django.views.decorators.csrf import csrf_exempt
        class Profile(View):
            @method_decorator(csrf_exempt)  # B964
            def dispatch(self, *args, **kwargs):
                return super().dispatch(*args, **kwargs)
            def post(self, request):
                return save(request.user, request.POST)
    """),
    ("Django, in addresses", """
        from django.http import HttpResponse
        from django.urls import path
        from django.views.decorators.csrf import csrf_exempt
        def drop(request, id):
            Note.objects.get(id=id).delete()
            return HttpResponse()
        urlpatterns = [path("drop/<int:id>", csrf_exempt(drop))]  # B964
    """),
    ("Django, a class in addresses", """
        from django.urls import path
        from django.views.generic import DeleteView
        from django.views.decorators.csrf import csrf_exempt
        class Drop(DeleteView):
            model = Note
        urlpatterns = [path("drop/<int:pk>", csrf_exempt(Drop.as_view()))]  # B964
    """),
    ("Django, no middleware", """
        MIDDLEWARE = [  # B964
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ]
    """),
    ("Django, the middleware is out", """
        MIDDLEWARE = [  # B964
            "django.contrib.sessions.middleware.SessionMiddleware",
            # "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ]
    """),
    ("Django, every site", 'CSRF_TRUSTED_ORIGINS = ["https://*"]  # B964\n'),
    ("rest_framework without the check", """
        from rest_framework.authentication import SessionAuthentication
        class Exempt(SessionAuthentication):
            def enforce_csrf(self, request):  # B964
                return
    """),
    ("Tornado without the check", """
        from tornado.web import RequestHandler
        class Base(RequestHandler):
            def check_xsrf_cookie(self):  # B964
                pass
    """),
    ("Flask-WTF", 'app.config["WTF_CSRF_ENABLED"] = False  # B964\n'),
    ("Flask-WTF, a class", "class Config:\n    WTF_CSRF_ENABLED = False  # B964\n"),
    ("Flask-WTF, production", "class ProductionConfig(Config):\n    WTF_CSRF_ENABLED = False  # B964\n"),
    ("Flask-WTF, updated", "app.config.update(WTF_CSRF_ENABLED=False)  # B964\n"),
    ("Flask-WTF, by default", "WTF_CSRF_CHECK_DEFAULT = False  # B964\n"),
    ("Flask-WTF, a form", """
        from flask_wtf import FlaskForm
        class ProfileForm(FlaskForm):
            class Meta:
                csrf = False  # B964
    """),
    ("Flask-WTF, one form", """
        from flask_wtf import FlaskForm
        class ProfileForm(FlaskForm): ...
        def show():
            return ProfileForm(meta={"csrf": False})  # B964
    """),
    ("Flask-WTF of old", """
        from flask_wtf import FlaskForm
        class ProfileForm(FlaskForm): ...
        def show():
            return ProfileForm(csrf_enabled=False)  # B964
    """),
    ("Flask, a route", """
        from flask import Flask, request
        from flask_wtf.csrf import CSRFProtect
        app = Flask(__name__)
        csrf = CSRFProtect(app)
        @app.route("/email", methods=["POST"])
        @csrf.exempt  # B964
        def email():
            return save(request.form["email"])
    """),
    ("Flask, a blueprint", """
        from flask import Blueprint
        from .extensions import csrf
        bp = Blueprint("account", __name__)
        @bp.post("/email")
        def email():
            return save(request.form["email"])
        csrf.exempt(bp)  # B964
    """),
    ("flask-jwt-extended", 'app.config["JWT_COOKIE_CSRF_PROTECT"] = False  # B964\n'),
    ("Pyramid", """
        from pyramid.view import view_config
        @view_config(route_name="email", request_method="POST", require_csrf=False)  # B964
        def email(request):
            return save(request.POST["email"])
    """),
    ("Pyramid, everywhere", "config.set_default_csrf_options(require_csrf=False)\n".replace("\n", "  # B964\n")),
]  # fmt: skip

SAFE_FORMS = [
    ("Django", "def change(request):\n    request.user.email = request.POST['email']\n"),
    ("a signature", """
        import hmac
        from django.http import HttpResponse
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt
        def paid(request):
            if not hmac.compare_digest(sign(request.body), request.headers["X-Mark"]):
                return HttpResponse(status=403)
            Order.objects.create(raw=request.body)
            return HttpResponse()
    """),
    ("Stripe", """
        import stripe
        from django.http import HttpResponse
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt
        def stripe_events(request):
            event = stripe.Webhook.construct_event(request.body, request.headers["Stripe-Signature"], KEY)
            Order.objects.create(event=event)
            return HttpResponse()
    """),
    ("a webhook", """
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt
        def github_webhook(request):
            Push.objects.create(raw=request.body)
            return answer()
    """),
    ("a key", """
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt
        def report(request):
            check_key(request.headers["Authorization"])
            Report.objects.create(raw=request.body)
            return answer()
    """),
    ("a decorator that asks for a key", """
        from django.views.decorators.csrf import csrf_exempt
        def machines(view):
            def wrapper(request):
                check(request.headers["X-Api-Key"])
                return view(request)
            return wrapper
        @csrf_exempt
        @machines
        def add(request):
            Note.objects.create(text=request.POST["text"])
            return answer()
        @csrf_exempt
        def notes(request):
            if request.method == "POST":
                return add(request)
            return answer()
    """),
    ("only reads", """
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt
        def prices(request):
            return answer(Price.objects.all())
    """),
    ("only GET", """
        from django.views.decorators.csrf import csrf_exempt
        from django.views.decorators.http import require_GET
        @csrf_exempt
        @require_GET
        def prices(request):
            Visit.objects.create(page="prices")
            return answer()
    """),
    ("rest_framework", """
        from django.views.decorators.csrf import csrf_exempt
        from rest_framework.decorators import api_view
        @csrf_exempt
        @api_view(["POST"])
        def add(request):
            return save(request.data)
    """),
    ("rest_framework, a class", """
        from django.utils.decorators import method_decorator
        from django.views.decorators.csrf import csrf_exempt
        from rest_framework.views import APIView
        @method_decorator(csrf_exempt, name="dispatch")
        class Add(APIView):
            def post(self, request):
                return save(request.data)
    """),
    ("tokens", """
        from django.views.decorators.csrf import csrf_exempt
        @csrf_exempt
        @token_required
        def add(request):
            Note.objects.create(text=request.POST["text"])
            return answer()
    """),
    ("another function of the name", "@csrf_exempt\ndef add(request):\n    Note.objects.create(text=request.POST['t'])\n"),
    ("a class that only reads", """
        from django.utils.decorators import method_decorator
        from django.views import View
        from django.views.decorators.csrf import csrf_exempt
        @method_decorator(csrf_exempt, name="dispatch")
        class Prices(View):
            def get(self, request):
                return answer()
    """),
    ("GraphQL in addresses", """
        from django.urls import path
        from django.views.decorators.csrf import csrf_exempt
        from graphene_django.views import GraphQLView
        urlpatterns = [path("graphql", csrf_exempt(GraphQLView.as_view()))]
    """),
    ("Django's middleware", """
        MIDDLEWARE = [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ]
    """),
    ("no sessions", 'MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]\n'),
    ("more than shown", 'MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", *MORE]\n'),
    ("listed sites", 'CSRF_TRUSTED_ORIGINS = ["https://*.shop.example"]\n'),
    ("tests of Flask", "class TestConfig:\n    WTF_CSRF_ENABLED = False\n"),
    ("tests of Flask, a fixture", """
        import pytest
        @pytest.fixture
        def app():
            app = make()
            app.config["WTF_CSRF_ENABLED"] = False
            return app
    """),
    ("on", 'app.config["WTF_CSRF_ENABLED"] = True\n'),
    ("depends", "WTF_CSRF_ENABLED = not TESTING\n"),
    ("while testing", 'if app.testing:\n    app.config["WTF_CSRF_ENABLED"] = False\n'),
    ("a search", """
        from flask_wtf import FlaskForm
        class SearchForm(FlaskForm):
            class Meta:
                csrf = False
    """),
    ("Flask, an API", """
        from .extensions import csrf
        from .api import api
        csrf.exempt(api)
    """),
    ("Flask, a route with a token", """
        from flask import request
        from .extensions import csrf
        @app.post("/email")
        @csrf.exempt
        @jwt_required()
        def email():
            return save(request.json["email"])
    """),
    ("checked by hand", """
        WTF_CSRF_CHECK_DEFAULT = False
        @app.before_request
        def check():
            if not is_api(request):
                csrf.protect()
    """),
    ("Tornado, only reads", """
        from tornado.web import RequestHandler
        class Version(RequestHandler):
            def check_xsrf_cookie(self):
                return
            def get(self): ...
    """),
    ("a check that checks", """
        from rest_framework.authentication import SessionAuthentication
        class Own(SessionAuthentication):
            def enforce_csrf(self, request):
                return super().enforce_csrf(request)
    """),
]  # fmt: skip

TABLES = {
    "B960": BARE + GUARDED,
    "B961": ASSERTED + DEMANDED,
    "B962": ANY_ORIGIN + SOME_ORIGINS,
    "B963": OPEN_COOKIES + SAFE_COOKIES,
    "B964": OPEN_FORMS + SAFE_FORMS,
}
CASES = [pytest.param(source, id=f"{rule} {name}") for rule, table in TABLES.items() for name, source in table]


@pytest.mark.parametrize("source", CASES)
def test_found_on_each_marked_line_and_no_other(source: str) -> None:
    check(source)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("shop/settings.py", ["B963"]),
        ("shop/settings/production.py", ["B963"]),
        ("shop/settings/dev.py", []),
        ("tests/shop/settings.py", []),
        ("contests/settings.py", ["B963"]),
        ("shop/settings/local.py", []),
        ("shop/test_settings.py", []),
        ("shop/local_settings.py", []),
    ],
)
def test_settings_by_their_file(path: str, expected: list[str]) -> None:
    assert [rule for _, rule in found("SESSION_COOKIE_SECURE = False\n", path)] == expected


def test_the_whole_message() -> None:
    source = 'def f(r, v):\n    r.set_cookie("session", v)\n    assert v.is_admin\n'
    module = Module("a.py", source.encode(), ast.parse(source))
    assert [one.message for one in web.find(module)] == [
        "`v.is_admin` is demanded by an `assert`, which `python -O` leaves out.",
        "`r.set_cookie` sends the cookie without `Secure`, so also over plain HTTP.",
    ]


def test_each_rule_says_all_there_is_to_say() -> None:
    assert [defect.rule.id for defect in DEFECTS] == ["B960", "B961", "B962", "B963", "B964"]
    for defect in DEFECTS:
        assert all(text.endswith(".") for text in (defect.rule.summary, defect.rule.why, defect.rule.remedy))


HOSTILE = [
    "class C(C):\n    def get(self): ...\n",
    "from flask_cors import CORS\nx = {'a': x}\nCORS(app, resources=x, supports_credentials=True)\n",
    "a = b\nb = a\nr.headers['Access-Control-Allow-Origin'] = a\nr.headers['Access-Control-Allow-Credentials'] = 'true'\n",
    "r.set_cookie()\nr.set_cookie(*a)\nr.set_cookie(a, *b)\n",
    "assert (((a.is_admin)))()\n",
    "SESSION_COOKIE_SECURE: bool\nMIDDLEWARE = MIDDLEWARE + MIDDLEWARE\n",
    "@csrf_exempt\nclass A: ...\n@a.b.exempt\ndef f(): ...\nexempt()\n",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_ends_on_whatever_refers_to_itself(source: str) -> None:
    assert all(rule.startswith("B96") for _, rule in found(source))

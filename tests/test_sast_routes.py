"""B960: routes by their resource, their rows, and by what they say out loud."""

import pytest

from web_support import check

BARE = [
    ("FastAPI, dependencies of dependencies", """
        from typing import Annotated
        from fastapi import APIRouter, Depends
        from .security import User, current_user
        router = APIRouter()
        CurrentUser = Annotated[User, Depends(current_user)]
        async def owned(number: int, user: CurrentUser) -> Project:
            return await find(number, user)
        Owned = Annotated[Project, Depends(owned)]
        @router.patch("/{number}")
        async def rename(project: Owned, name: str): ...
        @router.delete("/{number}")
        async def delete(number: int):  # B960
            await drop(number)
        @router.post("/{number}/transfer")
        async def transfer(number: int, to: int):  # B960
            await give(number, to)
        @router.post("/{number}/archive", dependencies=[Depends(current_user)])
        async def archive(number: int): ...
    """),
    ("FastAPI, one that adds asks, one that drops does not", """
        from fastapi import APIRouter, Depends
        from .security import get_current_user
        router = APIRouter(prefix="/posts")
        @router.get("/")
        async def posts(): ...
        @router.get("/{id}")
        async def post(id: int): ...
        @router.post("/")
        async def add(user=Depends(get_current_user)): ...
        @router.delete("/{id}")
        async def drop(id: int):  # B960
            await remove(id)
    """),
    ("FastAPI, two of a resource", """
        from fastapi import FastAPI, Depends
        app = FastAPI()
        @app.put("/api/v1/orders/{order_id}")
        async def change(order_id: int, user: dict = Depends(get_current_user)): ...
        @app.delete("/api/v1/orders/{order_id}")
        async def cancel(order_id: int):  # B960
            await remove(order_id)
    """),
    ("FastAPI, a class that is a dependency", """
        from fastapi import APIRouter, Depends, HTTPException, Request
        router = APIRouter()
        async def caller(request: Request):
            if request.headers.get("X-Api-Key") not in KEYS:
                raise HTTPException(401)
        @router.post("/jobs", dependencies=[Depends(caller)])
        async def start(): ...
        @router.put("/jobs/{id}", dependencies=[Depends(caller)])
        async def change(id: int): ...
        @router.delete("/jobs/{id}")
        async def stop(id: int):  # B960
            await end(id)
    """),
    ("FastAPI, rows of somebody", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.get("/invoices")
        async def invoices(user: User = Depends(current_user), db: Session = Depends(get_db)):
            return db.scalars(select(Invoice).where(Invoice.user_id == user.id)).all()
        @router.get("/invoices/{id}")
        async def invoice(id: int, db: Session = Depends(get_db)):  # B960
            return db.get(Invoice, id)
    """),
    ("Flask, rows of somebody", """
        from flask import Blueprint, jsonify
        from flask_login import current_user, login_required
        bp = Blueprint("slips", __name__)
        @bp.get("/slips")
        @login_required
        def slips():
            return jsonify(Payslip.query.filter_by(user_id=current_user.id).all())
        @bp.get("/slips/<int:number>")
        def slip(number):  # B960
            return jsonify(Payslip.query.get_or_404(number))
    """),
    ("Flask, a local check in the body", """
        from flask import Flask, abort, request
        app = Flask(__name__)
        def whoami():
            token = request.headers.get("Authorization")
            if not known(token):
                abort(401)
            return token
        @app.post("/notes")
        def add():
            me = whoami()
            return save(me)
        @app.put("/notes/<int:id>")
        def change(id):
            me = whoami()
            return save(me, id)
        @app.delete("/notes/<int:id>")
        def drop(id):  # B960
            return remove(id)
    """),
    ("Flask, a method of a view", """
        from flask.views import MethodView
        from flask_jwt_extended import jwt_required
        class Card(MethodView):
            @jwt_required()
            def put(self, id):
                return save(id)
            def delete(self, id):  # B960
                return drop(id)
    """),
    ("Django, public lists", """
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
        def post_remove(request, pk):  # B960
            Post.objects.get(pk=pk).delete()
            return redirect("/")
    """),
    ("REST framework, AllowAny that changes", """
        from rest_framework.permissions import AllowAny, IsAuthenticated
        from rest_framework.views import APIView
        class Slips(APIView):
            permission_classes = [IsAuthenticated]
            def get(self, request): ...
        class Correction(APIView):
            permission_classes = [AllowAny]  # B960
            def post(self, request, number):
                Slip.objects.filter(pk=number).update(note=request.data["note"])
    """),
    ("REST framework, no permissions, a read", """
        from rest_framework.permissions import IsAuthenticated
        from rest_framework.views import APIView
        class Slips(APIView):
            permission_classes = [IsAuthenticated]
            def get(self, request): ...
        class Totals(APIView):
            permission_classes = ()  # B960
            def get(self, request, month): ...
    """),
    ("REST framework, no permissions and no authentication", """
        from rest_framework import permissions, viewsets
        class Orders(viewsets.ModelViewSet):
            permission_classes = (permissions.IsAuthenticated,)
            queryset = Order.objects.all()
        class Refunds(viewsets.ModelViewSet):
            authentication_classes = []
            permission_classes = []  # B960
            queryset = Refund.objects.all()
    """),
    ("REST framework, no authentication", """
        from rest_framework import generics, permissions
        class Orders(generics.ListCreateAPIView):
            permission_classes = [permissions.IsAuthenticated]
        class OrderDetail(generics.RetrieveUpdateDestroyAPIView):
            authentication_classes = []  # B960
    """),
    ("REST framework, functions", """
        from rest_framework.decorators import api_view, permission_classes
        from rest_framework.permissions import AllowAny, IsAuthenticated
        @api_view(["GET"])
        @permission_classes([IsAuthenticated])
        def orders(request): ...
        @api_view(["POST"])
        @permission_classes([AllowAny])
        def refund(request, pk):  # B960
            Order.objects.filter(pk=pk).update(refunded=True)
    """),
    ("REST framework, an action", """
        from rest_framework.decorators import action
        from rest_framework.permissions import AllowAny, IsAuthenticated
        from rest_framework.viewsets import ModelViewSet
        class Orders(ModelViewSet):
            permission_classes = [IsAuthenticated]
            @action(detail=True, methods=["post"], permission_classes=[AllowAny])
            def cancel(self, request, pk=None):  # B960
                return drop(pk)
    """),
    ("REST framework, rows of somebody", """
        from rest_framework import generics
        from rest_framework.permissions import AllowAny, IsAuthenticated
        class Orders(generics.ListAPIView):
            permission_classes = [IsAuthenticated]
            def get_queryset(self):
                return Order.objects.filter(customer=self.request.user)
        class OrderDetail(generics.RetrieveAPIView):
            permission_classes = [AllowAny]  # B960
            def get_object(self):
                return Order.objects.get(pk=self.kwargs["pk"])
    """),
    ("aiohttp", """
        from aiohttp import web
        routes = web.RouteTableDef()
        @routes.post("/jobs")
        @require_token
        async def start(request: web.Request) -> web.Response:
            return web.json_response(await begin())
        @routes.delete("/jobs/{id}")
        async def stop(request: web.Request) -> web.Response:  # B960
            return web.json_response(await end(request.match_info["id"]))
    """),
    ("Litestar", """
        from litestar import Controller, delete, get, post
        from .guards import requires_user
        class Orders(Controller):
            path = "/orders"
            @post(guards=[requires_user])
            async def add(self, data: Order) -> Order: ...
            @get("/{id:int}", guards=[requires_user])
            async def one(self, id: int) -> Order: ...
            @delete("/{id:int}")
            async def drop(self, id: int) -> None:  # B960
                await remove(id)
    """),
    ("Starlette", """
        from starlette.applications import Starlette
        from starlette.authentication import requires
        from starlette.responses import JSONResponse
        from starlette.routing import Route
        @requires("authenticated")
        async def add_note(request):
            return JSONResponse(await save(request))
        @requires("authenticated")
        async def notes(request):
            return JSONResponse(await read(request))
        async def drop_note(request):  # B960
            return JSONResponse(await drop(request))
        app = Starlette(routes=[
            Route("/notes", notes), Route("/notes", add_note, methods=["POST"]),
            Route("/notes/{id}", drop_note, methods=["DELETE"]),
        ])
    """),
    ("aiohttp, a table", """
        from aiohttp import web
        @login_required
        async def add(request):
            return web.json_response(await save(request))
        @login_required
        async def change(request):
            return web.json_response(await save(request))
        async def drop(request):  # B960
            return web.json_response(await remove(request))
        app.add_routes([web.post("/n", add), web.put("/n/{id}", change), web.delete("/n/{id}", drop)])
    """),
    ("Flask-RESTful", """
        from flask_restful import Resource
        from .access import requires_auth
        class Orders(Resource):
            @requires_auth
            def get(self): ...
            @requires_auth
            def post(self): ...
        class Order(Resource):
            @requires_auth
            def put(self, id): ...
            def delete(self, id):  # B960
                return drop(id)
    """),
    ("Flask-HTTPAuth", """
        from flask import Flask
        from flask_httpauth import HTTPTokenAuth
        app = Flask(__name__)
        auth = HTTPTokenAuth()
        @app.route("/devices", methods=["POST"])
        @auth.login_required
        def add(): ...
        @app.route("/devices/<id>", methods=["DELETE"])
        def drop(id):  # B960
            return remove(id)
    """),
    ("Flask, roles", """
        from flask import Blueprint
        from flask_security import auth_required, roles_required
        bp = Blueprint("a", __name__)
        @bp.route("/staff", methods=["POST"])
        @auth_required("token")
        @roles_required("admin")
        def hire(): ...
        @bp.route("/staff/<int:id>/salary", methods=["PUT"])
        def pay(id):  # B960
            return save(id)
    """),
    ("fastapi-users", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        current_active_user = fastapi_users.current_user(active=True)
        @router.post("/notes")
        async def add(user: User = Depends(current_active_user)): ...
        @router.delete("/notes/{id}")
        async def drop(id: int):  # B960
            await remove(id)
    """),
    ("FastAPI, security scheme", """
        from fastapi import APIRouter, Security
        from fastapi.security import APIKeyHeader
        router = APIRouter()
        key = APIKeyHeader(name="X-Key")
        @router.post("/notes")
        async def add(k: str = Security(key)): ...
        @router.delete("/notes/{id}")
        async def drop(id: int):  # B960
            await remove(id)
    """),
    ("ninja", """
        from ninja import Router
        from ninja.security import HttpBearer
        router = Router()
        @router.post("/notes", auth=Bearer())
        def add(request, data: Note): ...
        @router.delete("/notes/{id}")
        def drop(request, id: int):  # B960
            remove(id)
    """),
    ("Django, generic views of one table", """
        from django.contrib.auth.mixins import LoginRequiredMixin
        from django.views.generic import CreateView, DeleteView, DetailView, ListView
        class Posts(ListView):
            model = Post
        class PostDetail(DetailView):
            model = Post
        class PostCreate(LoginRequiredMixin, CreateView):
            model = Post
        class PostDelete(DeleteView):  # B960
            model = Post
    """),
    ("Flask-RESTful, a class of its own", """
        from flask_restful import Resource
        from .access import requires_auth
        class Orders(Resource):
            method_decorators = [requires_auth]
            def get(self): ...
            def post(self): ...
        class Order(Resource):
            method_decorators = [requires_auth]
            def put(self, id): ...
        class Refund(Resource):
            def get(self, id): ...
            def delete(self, id):  # B960
                return drop(id)
    """),
    ("FastAPI, token in a header by hand", """
        from fastapi import FastAPI, Header, HTTPException
        app = FastAPI()
        async def check_key(x_api_key: str = Header(...)):
            if x_api_key != KEY:
                raise HTTPException(status_code=401)
        @app.post("/jobs", dependencies=[Depends(check_key)])
        async def start(): ...
        @app.post("/jobs/{id}/cancel")
        async def cancel(id: int):  # B960
            await end(id)
    """),
    ("Quart", """
        from quart import Blueprint
        from quart_auth import login_required
        bp = Blueprint("q", __name__)
        @bp.post("/q")
        @login_required
        async def add(): ...
        @bp.delete("/q/<int:id>")
        async def drop(id):  # B960
            await remove(id)
    """),
    ("Sanic", """
        from sanic import Sanic
        from sanic_ext import openapi
        app = Sanic("x")
        @app.post("/q")
        @protected
        async def add(request): ...
        @app.delete("/q/<id:int>")
        async def drop(request, id):  # B960
            await remove(id)
    """),
    ("Tornado", """
        import tornado.web
        class Add(tornado.web.RequestHandler):
            @tornado.web.authenticated
            def post(self): ...
        class Change(tornado.web.RequestHandler):
            @tornado.web.authenticated
            def post(self): ...
        class Drop(tornado.web.RequestHandler):
            def delete(self, id):  # B960
                drop(id)
    """),
    ("blueprint, hook in another", """
        from flask import Blueprint, abort
        from flask_login import current_user, login_required
        bp = Blueprint("orders", __name__, url_prefix="/orders")
        @bp.route("/", methods=["GET"])
        @login_required
        def index(): ...
        @bp.route("/<int:order_id>/refund", methods=["POST"])
        @login_required
        def refund(order_id): ...
        @bp.route("/<int:order_id>/ship", methods=["POST"])
        def ship(order_id):  # B960
            Order.query.get(order_id).ship()
            return "", 204
    """),
    ("reading among readers", """
        from fastapi import APIRouter, Depends
        router = APIRouter(prefix="/reports")
        @router.get("/")
        async def reports(user: User = Depends(get_current_user)): ...
        @router.get("/{report_id}")
        async def report(report_id: int, user: User = Depends(get_current_user)): ...
        @router.get("/{report_id}/export")
        async def export(report_id: int):  # B960
            return await dump(report_id)
    """),
    ("admin among admins", """
        from typing import Annotated
        from fastapi import APIRouter, Depends
        router = APIRouter(prefix="/admin")
        AdminUser = Annotated[User, Depends(require_admin)]
        @router.get("/users")
        async def users(admin: AdminUser): ...
        @router.post("/users/{user_id}/disable")
        async def disable(user_id: int, admin: AdminUser): ...
        @router.delete("/users/{user_id}")
        async def remove(user_id: int):  # B960
            await drop(user_id)
    """),
    ("django class views", """
        from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
        from django.views.generic import DeleteView, ListView, UpdateView
        class Invoices(LoginRequiredMixin, ListView):
            model = Invoice
        class InvoiceUpdate(PermissionRequiredMixin, UpdateView):
            model = Invoice
            permission_required = "x"
        class InvoiceDelete(DeleteView):  # B960
            model = Invoice
    """),
    ("django functions", """
        from django.contrib.auth.decorators import login_required, permission_required
        from django.http import HttpRequest, HttpResponse, JsonResponse
        from django.views.decorators.http import require_POST
        @login_required
        def invoices(request: HttpRequest) -> HttpResponse:
            return JsonResponse({})
        @login_required
        @require_POST
        def pay(request: HttpRequest, pk: int) -> HttpResponse:
            return JsonResponse(do(pk))
        @require_POST
        def void(request: HttpRequest, pk: int) -> HttpResponse:  # B960
            Invoice.objects.filter(pk=pk).update(void=True)
            return JsonResponse({})
    """),
    ("aiohttp, a decorator of its own", """
        from aiohttp import web
        from .auth import authenticated
        routes = web.RouteTableDef()
        @routes.get("/notes")
        @authenticated
        async def notes(request: web.Request) -> web.Response: ...
        @routes.post("/notes")
        @authenticated
        async def add(request: web.Request) -> web.Response: ...
        @routes.delete("/notes/{id}")
        async def drop(request: web.Request) -> web.Response:  # B960
            await request.app["db"].drop(request.match_info["id"])
            return web.Response(status=204)
    """),
    ("aiohttp class view", """
        from aiohttp import web
        class Note(web.View):
            @login_required
            async def get(self): ...
            @login_required
            async def put(self): ...
            async def delete(self):  # B960
                await drop(self.request.match_info["id"])
    """),
    ("starlette endpoint", """
        from starlette.authentication import requires
        from starlette.endpoints import HTTPEndpoint
        from starlette.responses import JSONResponse
        class Note(HTTPEndpoint):
            @requires("authenticated")
            async def get(self, request): ...
            @requires("authenticated")
            async def put(self, request): ...
            async def delete(self, request):  # B960
                return JSONResponse(await drop(request.path_params["id"]))
    """),
    ("websocket", """
        from fastapi import APIRouter, Depends, WebSocket
        router = APIRouter()
        @router.get("/rooms")
        async def rooms(user: CurrentUser): ...
        @router.post("/rooms")
        async def add(user: CurrentUser): ...
        @router.put("/rooms/{id}")
        async def rename(id: int):  # B960
            await save(id)
    """),
    ("flask-smorest", """
        from flask.views import MethodView
        from flask_smorest import Blueprint
        from flask_jwt_extended import jwt_required
        blp = Blueprint("items", __name__)
        @blp.route("/item/<int:item_id>")
        class Item(MethodView):
            @jwt_required()
            @blp.response(200, ItemSchema)
            def get(self, item_id): ...
            @jwt_required()
            def put(self, item_id): ...
            def delete(self, item_id):  # B960
                return drop(item_id)
    """),
    ("drf viewset actions", """
        from rest_framework.decorators import action
        from rest_framework.permissions import AllowAny, IsAuthenticated
        from rest_framework import viewsets
        class Orders(viewsets.ModelViewSet):
            permission_classes = [IsAuthenticated]
            @action(detail=True, methods=["post"], permission_classes=[])
            def refund(self, request, pk=None):  # B960
                return do(pk)
    """),
    ("drf generic AllowAny", """
        from rest_framework import generics, permissions
        class OrderList(generics.ListCreateAPIView):
            permission_classes = [permissions.IsAuthenticated]
        class OrderDetail(generics.RetrieveUpdateDestroyAPIView):
            permission_classes = [permissions.AllowAny]  # B960
    """),
    ("drf tuple", """
        from rest_framework import viewsets
        from rest_framework.permissions import AllowAny, IsAdminUser
        class Prices(viewsets.ModelViewSet):
            permission_classes = (IsAdminUser,)
        class Discounts(viewsets.ModelViewSet):
            permission_classes = (AllowAny,)  # B960
    """),
    ("method views", """
        from flask import Blueprint
        from flask.views import MethodView
        from .security import login_required
        class OrderApi(MethodView):
            decorators = [login_required]
            def get(self, id): ...
            def put(self, id): ...
        class RefundApi(MethodView):
            decorators = [login_required]
            def post(self, id): ...
        class PayoutApi(MethodView):
            def post(self, id):  # B960
                return pay(id)
    """),
    ("litestar guards", """
        from litestar import Router, delete, get, post
        from .guards import requires_admin
        @get("/users", guards=[requires_admin])
        async def users() -> list[User]: ...
        @post("/users", guards=[requires_admin])
        async def add(data: User) -> User: ...
        @delete("/users/{user_id:int}")
        async def drop(user_id: int) -> None:  # B960
            await remove(user_id)
    """),
    ("fastapi, class of a checker", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        class RoleChecker:
            def __init__(self, roles): self.roles = roles
            def __call__(self, user: User = Depends(get_current_user)): ...
        allow_admin = RoleChecker(["admin"])
        @router.post("/items", dependencies=[Depends(allow_admin)])
        async def add(): ...
        @router.put("/items/{id}", dependencies=[Depends(RoleChecker(["editor"]))])
        async def change(id: int): ...
        @router.delete("/items/{id}")
        async def drop(id: int):  # B960
            await remove(id)
    """),
    ("starlette session", """
        from fastapi import APIRouter, HTTPException, Request
        router = APIRouter()
        @router.post("/items")
        async def add(request: Request):
            if not request.session.get("user_id"):
                raise HTTPException(401)
            return await save()
        @router.delete("/items/{id}")
        async def drop(request: Request, id: int):  # B960
            return await remove(id)
    """),
    ("Flask, decorators the wrong way round", """
        from flask import Flask
        from flask_login import login_required
        app = Flask(__name__)
        @login_required
        @app.route("/account")
        def account():  # B960
            return show()
    """),
    ("aiohttp, decorators the wrong way round", """
        from aiohttp import web
        from .access import requires_auth
        routes = web.RouteTableDef()
        @requires_auth
        @routes.get("/account")
        async def account(request):  # B960
            return web.json_response(show())
    """),
]  # fmt: skip

GUARDED = [
    ("REST framework, open for a reason", """
        from rest_framework.permissions import AllowAny, IsAuthenticated
        from rest_framework.views import APIView
        class Slips(APIView):
            permission_classes = [IsAuthenticated]
            def get(self, request): ...
        class Health(APIView):
            permission_classes = [AllowAny]
            def get(self, request): ...
        class Register(APIView):
            permission_classes = [AllowAny]
            def post(self, request): ...
        class UserCreate(APIView):
            permission_classes = ()
            def post(self, request): ...
        class PaymentWebhook(APIView):
            authentication_classes = []
            permission_classes = []
            def post(self, request): ...
        class Catalogue(APIView):
            permission_classes = [AllowAny]
            def get(self, request): ...
        class Paid(APIView):
            authentication_classes = []
            permission_classes = []
            def post(self, request):
                stripe.Webhook.construct_event(request.body, request.headers["Stripe-Signature"], SECRET)
        class Suggest(APIView):
            permission_classes = [AllowAny]
            throttle_classes = [AnonRateThrottle]
            def post(self, request): ...
        class Count(APIView):
            \"\"\"Counts a visit; anybody may call it.\"\"\"
            permission_classes = [AllowAny]
            def post(self, request): ...
    """),
    ("REST framework, nobody asks", """
        from rest_framework.permissions import AllowAny
        from rest_framework.views import APIView
        class A(APIView):
            permission_classes = [AllowAny]
            def post(self, request): ...
        class B(APIView):
            permission_classes = [AllowAny]
            def post(self, request): ...
    """),
    ("REST framework, permissions by action", """
        from rest_framework.permissions import AllowAny, IsAuthenticated
        from rest_framework.viewsets import ModelViewSet
        class A(ModelViewSet):
            permission_classes = [IsAuthenticated]
        class B(ModelViewSet):
            permission_classes = [AllowAny]
            def get_permissions(self):
                return [IsAuthenticated()] if self.action != "list" else [AllowAny()]
    """),
    ("another resource", """
        from fastapi import FastAPI, Depends
        app = FastAPI()
        @app.get("/me")
        def me(user=Depends(current_user)): ...
        @app.post("/scores")
        def score(n: int): ...
    """),
    ("public rows", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/articles")
        async def add(user: User = Depends(current_user)): ...
        @router.get("/articles/{id}")
        async def one(id: int, db: Session = Depends(get_db)):
            return db.get(Article, id)
    """),
    ("signing in", """
        from fastapi import APIRouter, Depends
        router = APIRouter(prefix="/auth")
        @router.post("/login")
        async def login(form: Form): ...
        @router.post("/register")
        async def register(form: Form): ...
        @router.post("/password")
        async def change_password(user=Depends(current_user)): ...
    """),
    ("Django 5 says so", """
        from django.contrib.auth.decorators import login_not_required
        from django.http import HttpResponse
        @login_not_required
        def a(request):
            return HttpResponse(save(request.POST))
        @login_not_required
        def b(request):
            return HttpResponse(save(request.POST))
        def c(request):
            return HttpResponse(save(request.POST))
    """),
    ("Flask, a blueprint's hook of its own", """
        from flask import Blueprint, g, redirect, session, url_for
        bp = Blueprint("a", __name__)
        @bp.before_request
        def load():
            if session.get("user_id") is None:
                return redirect(url_for("auth.login"))
            g.user = User.get(session["user_id"])
        @bp.post("/a")
        def a():
            return save(g.user)
        @bp.post("/a/b")
        def b():
            return save(g.user)
        @bp.post("/a/c")
        def c():
            return save()
    """),
    ("router of the public", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.get("/orders")
        async def orders(user: CurrentUser): ...
        @router.post("/orders/{id}/pay")
        async def pay(id: int, user: CurrentUser): ...
        @router.post("/orders/stripe-webhook")
        async def hook(request: Request, stripe_signature: str = Header(None)): ...
    """),
    ("app with a dependency", """
        from fastapi import FastAPI, Depends
        app = FastAPI(dependencies=[Depends(verify_token)])
        @app.post("/a")
        async def a(user: CurrentUser): ...
        @app.put("/a/{id}")
        async def b(id: int): ...
    """),
    ("drf default", """
        from rest_framework import generics
        from rest_framework.permissions import IsAdminUser
        class A(generics.ListCreateAPIView):
            permission_classes = [IsAdminUser]
        class B(generics.CreateAPIView):
            queryset = X.objects.all()
    """),
    ("project dependency of elsewhere", """
        from fastapi import APIRouter, Depends
        from .deps import current_user, owned_project
        router = APIRouter()
        @router.post("/projects")
        async def add(user=Depends(current_user)): ...
        @router.delete("/projects/{id}")
        async def drop(project: Project = Depends(owned_project)): ...
    """),
    ("a limit on strangers", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/events")
        @limiter.limit("10/minute")
        async def add(data: Event): ...
        @router.put("/events/{id}")
        async def change(id: int, user=Depends(current_user)): ...
        @router.delete("/events/{id}")
        async def drop(id: int, user=Depends(current_user)): ...
    """),
    ("Flask, decorators the right way round", """
        from flask import Flask
        from flask_login import login_required
        app = Flask(__name__)
        @measured
        @app.route("/account")
        @login_required
        def account():
            return show()
    """),
    ("FastAPI, a decorator above and a dependency", """
        from fastapi import Depends, FastAPI
        app = FastAPI()
        @requires_auth
        @app.get("/account")
        def account(user=Depends(current_user)):
            return show(user)
    """),
]  # fmt: skip


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in BARE])
def test_found_on_each_marked_line_and_no_other(source: str) -> None:
    check(source)


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in GUARDED])
def test_silent(source: str) -> None:
    check(source)

"""Injection in the ways that frameworks offer: parsers, clients, sessions, pages, paths, redirects, directories.

Each case begins with a line of `####` and its name. A line with a mark is a finding of that rule.
"""

import ast
import re

import pytest

from walkaround._code import Module
from walkaround._flow import known
from walkaround.sast._families import FAMILIES, loaders
from walkaround.sast._families.injection import find

CASES = r'''
#### xxe lxml parser keywords
from fastapi import FastAPI, Request
from lxml import etree
app = FastAPI()
@app.post("/a")
async def a(request: Request):
    body = await request.body()
    parser = etree.XMLParser(resolve_entities=True, no_network=False)  # B911
    return etree.fromstring(body, parser).tag
@app.post("/b")
async def b(request: Request):
    body = await request.body()
    return etree.fromstring(body, parser=etree.XMLParser(load_dtd=True, no_network=False)).tag  # B911
@app.post("/c")
async def c(request: Request):
    body = await request.body()
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True)).tag
#### xxe defusedxml opened
import defusedxml.ElementTree as safe
from defusedxml import lxml as safe_lxml
from defusedxml.minidom import parseString
from flask import Flask, request
app = Flask(__name__)
@app.post("/a")
def a():
    return safe.fromstring(request.data, forbid_dtd=False, forbid_entities=False, forbid_external=False).tag  # B911
@app.post("/b")
def b():
    return parseString(request.get_data(), forbid_entities=False).documentElement.tagName  # B911
@app.post("/c")
def c():
    return safe.fromstring(request.data, forbid_dtd=True).tag
@app.post("/d")
def d():
    return safe.parse(request.files["f"].stream, forbid_dtd=False).getroot().tag
#### xxe xmltodict
import xmltodict
from flask import Flask, request
app = Flask(__name__)
@app.post("/a")
def a():
    return xmltodict.parse(request.data, disable_entities=False)  # B911
@app.post("/b")
def b():
    return xmltodict.parse(request.data)
#### xxe sax features
import io
import xml.sax
from xml.sax import handler, make_parser
from xml.sax.handler import feature_external_ges
from aiohttp import web
class Orders(handler.ContentHandler):
    pass
async def a(request: web.Request) -> web.Response:
    data = await request.read()
    parser = xml.sax.make_parser()
    parser.setContentHandler(Orders())
    parser.setFeature(xml.sax.handler.feature_external_ges, True)  # B911
    parser.parse(io.BytesIO(data))
    return web.Response()
async def b(request: web.Request) -> web.Response:
    data = await request.read()
    parser = make_parser()
    parser.setFeature(feature_external_ges, 1)  # B911
    parser.parse(io.BytesIO(data))
    return web.Response()
async def c(request: web.Request) -> web.Response:
    data = await request.read()
    parser = make_parser()
    parser.setFeature("http://xml.org/sax/features/external-general-entities", True)
    parser.setFeature(feature_external_ges, False)
    parser.setFeature("http://xml.org/sax/features/external-general-entities", False)
    parser.parse(io.BytesIO(data))
    return web.Response()
#### xxe pulldom with parser
from io import BytesIO
from xml.dom import pulldom
from xml.sax import make_parser
from xml.sax.handler import feature_external_ges
from django.http import HttpRequest, JsonResponse
def feed(request: HttpRequest):
    parser = make_parser()
    parser.setFeature(feature_external_ges, True)  # B911
    events = pulldom.parse(BytesIO(request.body), parser=parser)
    return JsonResponse({"n": sum(1 for _ in events)})
#### xxe iterparse
from io import BytesIO
from fastapi import FastAPI, UploadFile
from lxml import etree
app = FastAPI()
@app.post("/a")
async def a(file: UploadFile):
    count = 0
    for _, element in etree.iterparse(file.file, load_dtd=True, resolve_entities=True, no_network=False):  # B911
        count += 1
    return {"count": count}
@app.post("/b")
async def b(file: UploadFile):
    content = await file.read()
    return {"count": sum(1 for _ in etree.iterparse(BytesIO(content), resolve_entities=False))}
#### xxe upload parsed by path and file
from fastapi import FastAPI, UploadFile, File
from lxml import etree
app = FastAPI()
PARSER = etree.XMLParser(resolve_entities=True)  # B911
@app.post("/a")
async def a(file: UploadFile = File(...)):
    tree = etree.parse(file.file, parser=PARSER)
    return {"root": tree.getroot().tag}
@app.post("/b")
def b(file: bytes = File(...)):
    return {"root": etree.XML(file, PARSER).tag}
#### xxe parser of object
from lxml import etree
from rest_framework.views import APIView
from rest_framework.response import Response
class Import(APIView):
    parser = etree.XMLParser(load_dtd=True, no_network=False, resolve_entities=True)  # B911
    def post(self, request):
        return Response(etree.fromstring(request.body, self.parser).tag)
class Reader:
    def __init__(self):
        self._parser = etree.XMLParser(resolve_entities=True)  # B911
    def read(self, text: str):
        return etree.fromstring(text, self._parser)
#### xxe feed
from lxml import etree
from flask import Flask, request
app = Flask(__name__)
@app.post("/a")
def a():
    parser = etree.XMLParser(resolve_entities=True)  # B911
    parser.feed(request.get_data())
    return parser.close().tag
#### xxe xslt of client
from lxml import etree
from flask import Flask, request
app = Flask(__name__)
@app.post("/a")
def a():
    sheet = etree.XSLT(etree.fromstring(request.data))  # B911
    return str(sheet(etree.parse("data.xml")))
SHEET = etree.XSLT(etree.parse("sheet.xsl"))
@app.post("/b")
def b():
    return {"x": str(SHEET(etree.fromstring(request.data)))}
#### xxe expat handlers
import xml.parsers.expat
from flask import Flask, request
app = Flask(__name__)
@app.post("/a")
def a():
    parser = xml.parsers.expat.ParserCreate()
    def external(context, base, system, public):
        inner = parser.ExternalEntityParserCreate(context)
        inner.ParseFile(open(system, "rb"))
        return 1
    parser.ExternalEntityRefHandler = external  # B911
    parser.Parse(request.data, True)
    return {}
@app.post("/b")
def b():
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler = print
    parser.Parse(request.data, True)
    return {}
#### xxe litestar tornado sanic
from lxml import etree
import tornado.web
class Import(tornado.web.RequestHandler):
    def post(self):
        parser = etree.XMLParser(no_network=False, load_dtd=True)  # B911
        root = etree.fromstring(self.request.body, parser=parser)
        self.set_header("X-Root", "1")
#### xxe sanic
from lxml import etree, objectify
from sanic import Sanic, json
app = Sanic("x")
@app.post("/a")
async def a(request):
    parser = objectify.makeparser(resolve_entities=True)  # B911
    return json({"tag": objectify.fromstring(request.body, parser).tag})
#### xxe helper makes parser
from lxml import etree
from flask import Flask, request
app = Flask(__name__)
def legacy_parser():
    return etree.XMLParser(resolve_entities=True, load_dtd=True)  # B911
def read(raw):
    return etree.fromstring(raw, legacy_parser())
@app.post("/a")
def a():
    return {"tag": read(request.data).tag}
#### aiohttp class view
import aiohttp
from aiohttp import web
from lxml import etree
routes = web.RouteTableDef()
@routes.view("/x")
class X(web.View):
    async def get(self) -> web.Response:
        name = self.request.query["name"]
        return web.Response(text=f"<p>{name}</p>", content_type="text/html")  # B907
    async def post(self) -> web.Response:
        data = await self.request.json()
        async with aiohttp.ClientSession() as session:
            async with session.request("POST", data["hook"]) as answer:  # B905
                return web.json_response({"s": answer.status})
    async def put(self) -> web.Response:
        raise web.HTTPSeeOther(self.request.query["next"])  # B906
@routes.post("/y")
async def y(request: web.Request) -> web.Response:
    raw = await request.text()
    root = etree.fromstring(raw.encode(), etree.XMLParser(load_dtd=True, resolve_entities=True))  # B911
    return web.json_response({"t": root.tag})
@routes.get("/z")
async def z(request: web.Request) -> web.StreamResponse:
    client: aiohttp.ClientSession = request.app["http"]
    async with client.get(request.query["url"]) as answer:  # B905
        return web.Response(body=await answer.read())
#### sanic class view
from pathlib import Path
import httpx
from sanic import Sanic, json, html, redirect, file
from sanic.views import HTTPMethodView
app = Sanic("x")
class X(HTTPMethodView):
    async def get(self, request):
        return html(f"<p>{request.args.get('q')}</p>")  # B907
    async def post(self, request):
        async with httpx.AsyncClient(timeout=3) as client:
            answer = await client.get(request.json["url"])  # B905
        return json({"s": answer.status_code})
app.add_route(X.as_view(), "/x")
@app.get("/y/<name:str>")
async def y(request, name):
    return await file(Path("/srv") / name)  # B904
@app.get("/z")
async def z(request):
    return redirect(request.args["to"][0])  # B906
#### tornado json
import json
import tornado.web
from tornado.httpclient import AsyncHTTPClient
from xml.etree import ElementTree
class X(tornado.web.RequestHandler):
    async def post(self):
        body = json.loads(self.request.body)
        answer = await AsyncHTTPClient().fetch(body["url"], request_timeout=3)  # B905
        self.write({"s": answer.code})
    def get(self, name):
        with open(f"/srv/{name}") as file:  # B904
            self.write({"x": file.read()})
    def put(self):
        tree = ElementTree.parse("x.xml")
        self.write({"x": tree.find(f".//a[@b='{self.get_argument('b')}']").text})  # B910
    def delete(self):
        self.render_string("x.html")
        self.write("<b>" + self.request.arguments["q"][0].decode() + "</b>")  # B907
#### litestar data
from dataclasses import dataclass
from typing import Annotated
import httpx
from litestar import Controller, Request, get, post
from litestar.params import Body, Parameter
from litestar.response import Redirect, Template
from litestar.enums import MediaType
@dataclass
class Hook:
    url: str
    name: str
class Hooks(Controller):
    path = "/hooks"
    @post("/a")
    async def a(self, data: Hook) -> dict:
        async with httpx.AsyncClient(timeout=3) as client:
            answer = await client.post(data.url, json={})  # B905
        return {"s": answer.status_code}
    @get("/b", media_type=MediaType.HTML)
    async def b(self, q: str) -> str:
        return f"<p>{q}</p>"  # B907
    @get("/c")
    async def c(self, to: Annotated[str, Parameter(query="to")]) -> Redirect:
        return Redirect(to)  # B906
    @get("/d")
    async def d(self, q: str) -> Template:
        return Template(template_name="a.html", context={"q": q})
    @get("/e")
    async def e(self, request: Request, q: str) -> None:
        request.session["role"] = q  # B912
#### fastapi services
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
import httpx
import ldap3
from fastapi import APIRouter, Body, Cookie, Depends, File, Form, Header, Path as Where, Query, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment
from lxml import etree
from pydantic import BaseModel, Field
router = APIRouter(prefix="/x")
class Query2(BaseModel):
    title: str = Field(max_length=100)
@dataclass
class Reports:
    folder: Path
    client: httpx.AsyncClient
    env: Environment
    def read(self, name: str) -> str:
        return (self.folder / name).read_text()  # B904
    async def fetch(self, url: str) -> str:
        return (await self.client.get(url)).text  # B905
    def show(self, source: str) -> str:
        return self.env.from_string(source).render()  # B908
def reports() -> Reports:
    return Reports(Path("/srv"), httpx.AsyncClient(timeout=3), Environment(autoescape=True))
@router.get("/a/{name}")
async def a(name: Annotated[str, Where()], service: Annotated[Reports, Depends(reports)]):
    return {"x": service.read(name)}
@router.get("/b")
async def b(url: Annotated[str, Query()], service: Reports = Depends(reports)):
    return {"x": await service.fetch(url)}
@router.post("/c")
async def c(source: Annotated[str, Body(embed=True)], service: Reports = Depends(reports)):
    return {"x": service.show(source)}
@router.get("/d")
async def d(referer: Annotated[str | None, Header()] = None):
    return RedirectResponse(referer or "/")  # B906
@router.post("/e", response_class=HTMLResponse)
async def e(name: str = Form(...)):
    page = ["<h1>"]
    page.append(name)
    return HTMLResponse(f"<p>{name}</p>")  # B907
@router.post("/f")
async def f(query: Query2):
    tree = etree.parse("books.xml")
    match query:
        case Query2(title=title):
            return {"n": len(tree.xpath(f"//book[title='{title}']"))}  # B910
@router.post("/g")
async def g(query: Query2):
    connection = ldap3.Connection("x", auto_bind=True)
    if (title := query.title.strip()):
        connection.search("dc=x", "(cn={})".format(title))  # B909
    return {}
@router.post("/h")
async def h(files: list[UploadFile]):
    for one in files:
        with open(os.path.join("/srv", one.filename), "wb") as out:  # B904
            out.write(await one.read())
    return {}
@router.post("/i")
async def i(urls: list[str]):
    async with httpx.AsyncClient(timeout=3) as client:
        return [(await client.get(url)).status_code for url in urls]  # B905
#### django class views
import os
import requests
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.utils.safestring import mark_safe
from django.views import View
from django.views.generic import DetailView, FormView, TemplateView
class A(View):
    def get(self, request, *args, **kwargs):
        return FileResponse(open(os.path.join("/srv", self.kwargs["name"]), "rb"))  # B904
    def post(self, request, *args, **kwargs):
        answer = requests.get(request.POST.get("url"), timeout=3)  # B905
        return HttpResponse(answer.content, content_type="image/png")
class B(TemplateView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["bio"] = mark_safe(self.request.GET.get("bio", ""))  # B907
        return context
class C(FormView):
    def form_valid(self, form):
        self.request.session["plan"] = self.request.POST["plan"]  # B912
        return HttpResponseRedirect(self.request.POST.get("next", "/"))  # B906
class D(View):
    def post(self, request):
        template = engines["jinja2"].from_string(request.POST["source"])  # B908
        return HttpResponse(template.render({}))
#### drf
import io
import requests
from lxml import etree
from rest_framework import status, viewsets
from rest_framework.decorators import action, api_view, parser_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView
from xml.etree import ElementTree
class Hooks(viewsets.ViewSet):
    @action(detail=True, methods=["post"])
    def ping(self, request, pk=None):
        answer = requests.head(request.data.get("url"), timeout=3)  # B905
        return Response({"s": answer.status_code})
    def create(self, request):
        with requests.Session() as session:
            session.headers["A"] = "b"
            answer = session.request(method="POST", url=request.data["url"], timeout=3)  # B905
        return Response({"s": answer.status_code})
@api_view(["POST"])
@parser_classes([MultiPartParser])
def upload(request):
    parser = etree.XMLParser(resolve_entities=True)  # B911
    tree = etree.parse(request.FILES["file"], parser)
    return Response({"t": tree.getroot().tag})
class Find(APIView):
    def get(self, request, name):
        root = ElementTree.parse("x.xml").getroot()
        return Response([one.tag for one in root.iterfind("./a[@b='" + name + "']")])  # B910
#### falcon and bottle
import falcon
import requests
from bottle import Bottle, request, response, static_file, template
app = Bottle()
@app.get("/a")
def a():
    return "<p>" + request.query.q + "</p>"  # B907
@app.post("/b")
def b():
    return {"x": requests.get(request.forms.get("url"), timeout=3).text}  # B905
#### aliases everywhere
from requests import get as fetch, Session as Http
from httpx import AsyncClient as Client
from os.path import join as join_path
from lxml.etree import XMLParser as Parser, fromstring as read_xml
from flask import Flask, request as req, session as sess, redirect as go
from flask import Response as Answer, render_template_string as show
from markupsafe import Markup as Raw
from ldap3 import Connection as Directory
from jinja2 import Template as Text
import xml.etree.ElementTree as tree
app = Flask(__name__)
@app.post("/a")
def a():
    return {"x": fetch(req.args["u"], timeout=3).text}  # B905
@app.post("/b")
def b():
    with Http() as http:
        return {"x": http.post(req.json["u"], timeout=3).text}  # B905
@app.post("/c")
def c():
    sess["role"] = req.form["role"]  # B912
    return go(req.args["next"])  # B906
@app.post("/d")
def d():
    return Answer("<p>" + req.args["q"] + "</p>", mimetype="text/html")  # B907
@app.post("/e")
def e():
    return show("<p>" + req.args["q"] + "</p>")  # B908
@app.post("/f")
def f():
    return {"x": read_xml(req.data, Parser(resolve_entities=True)).tag}  # B911
@app.post("/g")
def g():
    with open(join_path("/srv", req.args["n"])) as file:  # B904
        return {"x": file.read()}
@app.post("/h")
def h():
    return {"x": str(Raw("<b>%s</b>" % req.args["q"]))}  # B907
@app.post("/i")
def i():
    Directory("x").search("dc=x", f"(cn={req.args['q']})")  # B909
    return {"x": Text(req.form["t"]).render()}  # B908
@app.post("/j")
def j():
    return {"x": tree.parse("x.xml").getroot().findtext("a[@b='%s']" % req.args["b"])}  # B910
#### methods by variable
import requests
from flask import Flask, request
app = Flask(__name__)
@app.get("/a")
def a():
    method = request.args.get("method", "GET").upper()
    return {"x": requests.request(method, request.args["u"], timeout=3).text}  # B905
@app.get("/b")
def b():
    call = requests.get
    return {"x": call(request.args["u"], timeout=3).text}  # B905
@app.get("/c")
def c():
    kwargs = {"url": request.args["u"], "timeout": 3}
    return {"x": requests.get(**kwargs).text}  # B905
@app.get("/d")
def d():
    return {"x": getattr(requests, "get")(request.args["u"], timeout=3).text}
#### loops and retries
import asyncio
import aiohttp
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Batch(BaseModel):
    urls: list[str]
    headers: dict[str, str] = {}
async def one(session: aiohttp.ClientSession, url: str) -> int:
    for attempt in range(3):
        try:
            async with session.get(url, timeout=aiohttp.ClientTimeout(total=3)) as answer:  # B905
                return answer.status
        except aiohttp.ClientError:
            await asyncio.sleep(attempt)
    return 0
@app.post("/a")
async def a(batch: Batch):
    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(one(session, url) for url in batch.urls))
@app.post("/b")
async def b(batch: Batch):
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(session, url)) for url in batch.urls]
    return [task.result() for task in tasks]
#### near tornado plain
import tornado.web
class X(tornado.web.RequestHandler):
    def get(self):
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.write("Hello " + self.get_argument("name"))
    def post(self):
        self.set_header("Content-Type", "text/html")
        self.finish("<p>" + self.get_argument("name") + "</p>")  # B907
#### near paths by functions
import os
from pathlib import Path
from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import FileResponse
app = FastAPI()
BASE = Path("/srv").resolve()
def located(name: str) -> Path:
    path = (BASE / name).resolve()
    if not path.is_relative_to(BASE):
        raise HTTPException(404)
    return path
def under(folder: str, name: str) -> str:
    path = os.path.abspath(os.path.join(folder, name))
    if not path.startswith(folder + os.sep):
        raise ValueError(name)
    return path
@app.get("/a")
def a(name: str):
    return FileResponse(located(name))
@app.get("/b")
def b(path: Path = Depends(located)):
    return FileResponse(path)
@app.get("/c")
def c(name: str):
    return FileResponse(under("/srv", name))
@app.get("/d")
def d(name: str):
    path = BASE / name
    if path.resolve().parent != BASE:
        raise HTTPException(404)
    return FileResponse(path)
#### near pycurl only
import pycurl
from fastapi import FastAPI
app = FastAPI()
@app.get("/a")
def a(url: str):
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, url)  # B905
    curl.setopt(pycurl.TIMEOUT, 3)
    curl.perform()
#### near redirects
from urllib.parse import urlencode, urlparse, urljoin
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import RedirectView, UpdateView
def a(request: HttpRequest):
    return redirect("shop:item", slug=request.GET["slug"])
def b(request: HttpRequest):
    return HttpResponseRedirect(reverse("index") + "?" + urlencode({"q": request.GET["q"]}))
def c(request: HttpRequest):
    return HttpResponseRedirect(f"{settings.SITE}/x?next={request.GET['next']}")
class D(UpdateView):
    def get_success_url(self):
        return reverse("x", kwargs={"pk": self.kwargs["pk"]})
class E(RedirectView):
    def get_redirect_url(self, *args, **kwargs):
        return "/new/" + kwargs["slug"]
def f(request: HttpRequest):
    response = HttpResponse(status=201)
    response["Location"] = f"/items/{request.POST['name']}"
    return response
#### trust of parts
from flask import Flask, request, session
app = Flask(__name__)
@app.post("/a")
def a():
    session["user"] = {"name": request.form["name"], "role": request.form["role"]}  # B912
    session["form"] = {"name": request.form["name"], "city": request.form["city"]}
    return {}
@app.post("/b")
def b():
    role = request.form["role"]
    if role not in ("a", "b"):
        return {}, 400
    session["user"] = {"role": role}
    return {}
#### ssrf client request method
import httpx
from fastapi import Body, FastAPI
from pydantic import BaseModel, HttpUrl
from typing import Annotated
app = FastAPI()
class Hook(BaseModel):
    callback_url: HttpUrl
    secret: str
@app.post("/a")
async def a(source: Annotated[str, Body(embed=True)]):
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.request("GET", source)).text  # B905
@app.post("/b")
async def b(hook: Hook):
    async with httpx.AsyncClient(timeout=3) as client:
        await client.post(str(hook.callback_url), json={"ok": True})  # B905
@app.post("/c")
async def c(hook: Hook):
    async with httpx.AsyncClient(timeout=3) as client, client.stream("GET", hook.callback_url) as answer:  # B905
        return answer.status_code
@app.post("/d")
async def d(hook: Hook):
    async with httpx.AsyncClient(timeout=3) as client:
        request = client.build_request("GET", hook.callback_url)  # B905
        return (await client.send(request)).status_code
#### ssrf session request
import requests
from flask import Flask, request
app = Flask(__name__)
http = requests.Session()
@app.get("/a")
def a():
    return http.request("GET", request.args["url"], timeout=3).text  # B905
@app.get("/b")
def b():
    return requests.request(method="GET", url=request.args["url"], timeout=3).content  # B905
@app.get("/c")
def c():
    return http.get("https://api.example.org/x", params={"q": request.args["q"]}, timeout=3).json()
@app.get("/d")
def d():
    return http.request("GET", f"https://api.example.org/{request.args['p']}", timeout=3).json()
#### ssrf urllib request
import urllib.request
from urllib.request import Request, urlopen
from django.http import HttpRequest, HttpResponse
def a(request: HttpRequest) -> HttpResponse:
    wanted = Request(request.GET["u"], headers={"User-Agent": "x"})  # B905
    with urlopen(wanted, timeout=3) as answer:
        return HttpResponse(answer.read(), content_type="image/png")
def b(request: HttpRequest) -> HttpResponse:
    opener = urllib.request.build_opener()
    with opener.open(request.GET["u"], timeout=3) as answer:  # B905
        return HttpResponse(answer.read(), content_type="image/png")
def c(request: HttpRequest) -> HttpResponse:
    name, _ = urllib.request.urlretrieve(request.POST.get("image"))  # B905
    return HttpResponse(name, content_type="text/plain")
#### ssrf aiohttp
import aiohttp
from aiohttp import web
async def a(request: web.Request) -> web.Response:
    target = request.query["url"]
    async with aiohttp.ClientSession() as session:
        async with session.get(target) as answer:  # B905
            return web.json_response({"status": answer.status})
async def b(request: web.Request) -> web.Response:
    data = await request.json()
    async with aiohttp.ClientSession() as session, session.post(data["hook"], json={}) as answer:  # B905
        return web.json_response({"status": answer.status})
async def c(request: web.Request) -> web.Response:
    async with request.app["client"].get("https://api.example.org/v1", params=request.query) as answer:
        return web.json_response({"status": answer.status})
#### ssrf urllib3
import urllib3
from flask import Flask, request
app = Flask(__name__)
pool = urllib3.PoolManager(timeout=3)
@app.get("/a")
def a():
    return pool.request("GET", request.args["url"]).data  # B905
@app.get("/b")
def b():
    return urllib3.request("GET", request.args["url"], timeout=3).data  # B905
#### ssrf client object
import httpx
from fastapi import FastAPI, Depends
app = FastAPI()
class Fetcher:
    def __init__(self) -> None:
        self.http = httpx.AsyncClient(timeout=5)
    async def preview(self, url: str) -> str:
        answer = await self.http.get(url)  # B905
        return answer.text[:100]
fetcher = Fetcher()
@app.get("/preview")
async def preview(url: str):
    return {"text": await fetcher.preview(url)}
#### ssrf host from the client
import requests
from fastapi import FastAPI
app = FastAPI()
API = "https://api.example.org"
@app.get("/a")
def a(host: str):
    return requests.get(f"https://{host}/health", timeout=3).status_code  # B905
@app.get("/b")
def b(tenant: str):
    return requests.get(f"https://{tenant}.example.org/health", timeout=3).status_code  # B905
@app.get("/c")
def c(name: str):
    return requests.get(f"{API}/users/{name}", timeout=3).json()
@app.get("/d")
def d(host: str, port: int):
    url = "http://" + host + ":" + str(port) + "/status"  # B905
    return requests.get(url, timeout=3).status_code
@app.get("/e")
def e(host: str):
    url = "http://{}/status".format(host)  # B905
    return requests.get(url, timeout=3).status_code
#### ssrf pycurl
import io
import pycurl
from flask import Flask, request
app = Flask(__name__)
@app.get("/a")
def a():
    buffer = io.BytesIO()
    curl = pycurl.Curl()
    curl.setopt(curl.URL, request.args["url"])  # B905
    curl.setopt(pycurl.WRITEDATA, buffer)
    curl.perform()
    return {"size": buffer.tell()}
@app.get("/b")
def b():
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, "https://example.org/x")
    curl.setopt(pycurl.USERAGENT, request.headers["User-Agent"])
    curl.perform()
    return {}
#### ssrf boto endpoint
import boto3
from flask import Flask, request
app = Flask(__name__)
@app.post("/a")
def a():
    storage = boto3.client("s3", endpoint_url=request.json["endpoint"])  # B905
    return {"buckets": len(storage.list_buckets()["Buckets"])}
#### ssrf tornado
import tornado.web
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
class Proxy(tornado.web.RequestHandler):
    async def get(self):
        client = AsyncHTTPClient()
        answer = await client.fetch(self.get_argument("url"))  # B905
        self.set_status(answer.code)
class Proxy2(tornado.web.RequestHandler):
    async def post(self):
        wanted = HTTPRequest(self.get_body_argument("url"), method="POST", body="")  # B905
        answer = await AsyncHTTPClient().fetch(wanted)
        self.set_status(answer.code)
#### ssrf sockets and others
import http.client
import socket
import ftplib
import smtplib
import websockets
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Target(BaseModel):
    host: str
    port: int = 80
@app.post("/a")
def a(target: Target):
    connection = http.client.HTTPSConnection(target.host, target.port, timeout=3)  # B905
    connection.request("GET", "/health")
    return connection.getresponse().status
@app.post("/b")
def b(target: Target):
    with socket.create_connection((target.host, target.port), timeout=3):  # B905
        return {"open": True}
@app.post("/c")
async def c(target: Target):
    async with websockets.connect(f"ws://{target.host}/feed") as feed:  # B905
        return await feed.recv()
#### ssrf checked
from urllib.parse import urlparse, urlsplit
import httpx
from fastapi import FastAPI, HTTPException
app = FastAPI()
ALLOWED = {"a.example.org", "b.example.org"}
@app.get("/a")
async def a(url: str):
    if urlparse(url).hostname not in ALLOWED:
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.get(url)).text
@app.get("/b")
async def b(url: str):
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in ALLOWED:
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.request("GET", url)).text
@app.get("/c")
async def c(url: str):
    if not url.startswith("https://"):
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.get(url)).text  # B905
#### ssrf drf serializer
import requests
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response
class Avatar(serializers.Serializer):
    url = serializers.URLField()
@api_view(["POST"])
def avatar(request):
    form = Avatar(data=request.data)
    form.is_valid(raise_exception=True)
    picture = requests.get(form.validated_data["url"], timeout=3)  # B905
    return Response({"size": len(picture.content)})
#### ssrf base url
import httpx
from fastapi import FastAPI
app = FastAPI()
client = httpx.AsyncClient(base_url="https://api.example.org", timeout=3)
@app.get("/a")
async def a(name: str):
    return (await client.get(f"/users/{name}")).json()
@app.get("/b")
async def b(base: str):
    async with httpx.AsyncClient(base_url=base, timeout=3) as other:  # B905
        return (await other.get("/users")).json()
#### ssrf lifespan client
import httpx
from fastapi import FastAPI, Request
app = FastAPI()
@app.on_event("startup")
async def begin():
    app.state.http = httpx.AsyncClient(timeout=3)
@app.get("/a")
async def a(url: str, request: Request):
    client: httpx.AsyncClient = request.app.state.http
    return (await client.get(url)).text  # B905
@app.get("/b")
async def b(url: str):
    return (await app.state.http.get(url)).text  # B905
#### ssrf dependency client
import httpx
from typing import Annotated
from fastapi import Depends, FastAPI
app = FastAPI()
async def http_client():
    async with httpx.AsyncClient(timeout=3) as client:
        yield client
Client = Annotated[httpx.AsyncClient, Depends(http_client)]
@app.get("/a")
async def a(url: str, client: Client):
    return (await client.get(url)).text  # B905
@app.get("/b")
async def b(url: str, client: httpx.AsyncClient = Depends(http_client)):
    return (await client.get(url=url)).text  # B905
#### ssrf litestar
import httpx
from litestar import Litestar, get
@get("/a")
async def a(url: str) -> str:
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.get(url)).text  # B905
app = Litestar([a])
#### trust flask
from flask import Flask, request, session
app = Flask(__name__)
@app.post("/a")
def a():
    session.update(request.get_json())  # B912
    return {}
@app.post("/b")
def b():
    session.setdefault(request.form["key"], True)  # B912
    return {}
@app.post("/c")
def c():
    session[request.form["name"]] = 1  # B912
    return {}
@app.post("/d")
def d():
    session["role"] = request.form["role"]  # B912
    return {}
@app.post("/e")
def e():
    role = request.form["role"]
    if role not in {"a", "b"}:
        return {}, 400
    session["role"] = role
    session.setdefault("visits", 0)
    session["n"] = int(request.form["n"])
    return {}
@app.post("/f")
def f():
    session.update(role=request.json["role"])  # B912
    return {}
@app.post("/g")
def g():
    session.update({"is_admin": request.json.get("is_admin")})  # B912
    return {}
@app.post("/h")
def h():
    for key, value in request.form.items():
        session[key] = value  # B912
    return {}
@app.post("/i")
def i():
    session.setdefault("tier", request.args.get("tier"))  # B912
    return {}
#### trust django
from django.http import HttpRequest, JsonResponse
def a(request: HttpRequest):
    request.session.setdefault(request.POST["flag"], True)  # B912
    return JsonResponse({})
def b(request: HttpRequest):
    request.session[request.GET["k"]] = "1"  # B912
    return JsonResponse({})
def c(request: HttpRequest):
    request.session.update(request.POST.dict())  # B912
    return JsonResponse({})
def d(request: HttpRequest):
    request.session["user_id"] = request.POST["user_id"]  # B912
    return JsonResponse({})
def e(request: HttpRequest):
    session = request.session
    session["is_staff"] = request.POST.get("staff")  # B912
    return JsonResponse({})
def f(request: HttpRequest):
    request.session["cart"] = {}
    request.session.setdefault("n", 0)
    request.session.pop(request.POST["flag"], None)
    return JsonResponse({})
#### trust starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
async def a(request: Request):
    data = await request.json()
    request.session.update(data)  # B912
    return JSONResponse({})
async def b(request: Request):
    form = await request.form()
    request.session["role"] = form["role"]  # B912
    return JSONResponse({})
#### trust fastapi
from fastapi import FastAPI, Form, Request
from pydantic import BaseModel
from typing import Annotated, Literal
app = FastAPI()
class Prefs(BaseModel):
    theme: Literal["dark", "light"]
    plan: str
@app.post("/a")
async def a(request: Request, prefs: Prefs):
    request.session["plan"] = prefs.plan  # B912
    return {}
@app.post("/b")
async def b(request: Request, role: Annotated[str, Form()]):
    request.session["role"] = role  # B912
    return {}
@app.post("/c")
async def c(request: Request, prefs: Prefs):
    request.session["theme"] = prefs.theme
    return {}
@app.post("/d")
async def d(request: Request, prefs: Prefs):
    request.session.update(prefs.model_dump())  # B912
    return {}
@app.post("/e")
async def e(request: Request):
    request.session |= await request.json()  # B912
    return {}
#### trust aiohttp session
from aiohttp import web
from aiohttp_session import get_session, new_session
import aiohttp_session
async def a(request: web.Request) -> web.Response:
    session = await get_session(request)
    session["role"] = request.query["role"]  # B912
    return web.json_response({})
async def b(request: web.Request) -> web.Response:
    data = await request.post()
    session = await aiohttp_session.new_session(request)
    session[data["key"]] = data["value"]  # B912
    return web.json_response({})
async def c(request: web.Request) -> web.Response:
    session = await get_session(request)
    session["visited"] = True
    return web.json_response({})
#### trust sanic litestar
from typing import Any
from litestar import Litestar, Request, post
@post("/a")
async def a(request: Request, data: dict[str, Any]) -> None:
    request.session["role"] = data["role"]  # B912
@post("/b")
async def b(request: Request, data: dict[str, Any]) -> None:
    request.set_session({**request.session, **data})  # B912
app = Litestar([a, b])
#### trust cookies and headers
from flask import Flask, request, session
app = Flask(__name__)
@app.get("/a")
def a():
    session["tenant"] = request.headers["X-Tenant"]  # B912
    return {}
@app.get("/b")
def b():
    session["user"] = request.cookies.get("user")  # B912
    return {}
#### xss htmlresponse
from html import escape
from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
app = FastAPI()
@app.get("/a", response_class=HTMLResponse)
async def a(name: str):
    return f"<h1>Hello {name}</h1>"  # B907
@app.get("/b")
async def b(name: str):
    return HTMLResponse(f"<h1>Hello {name}</h1>")  # B907
@app.get("/c")
async def c(name: str):
    return HTMLResponse(content="<h1>" + name + "</h1>", status_code=200)  # B907
@app.get("/d")
async def d(name: str):
    page = "<h1>{}</h1>".format(name)  # B907
    return Response(content=page, media_type="text/html")
@app.get("/e")
async def e(name: str):
    return Response(f"<h1>{name}</h1>", media_type="text/html; charset=utf-8")  # B907
@app.get("/f")
async def f(name: str):
    return Response(f"Hello {name}", media_type="text/plain")
@app.get("/g")
async def g(name: str):
    return HTMLResponse(f"<h1>{escape(name)}</h1>")
@app.get("/h")
async def h(name: str):
    return PlainTextResponse(f"Hello {name}")
@app.get("/i")
async def i(name: str):
    return Response(f"<h1>{name}</h1>", headers={"Content-Type": "text/html"})  # B907
@app.get("/j")
async def j(name: str):
    return Response(f"<h1>{name}</h1>", 200, {"content-type": "text/html"})  # B907
#### xss aiohttp
import html
from aiohttp import web
async def a(request: web.Request) -> web.Response:
    name = request.query.get("name", "")
    return web.Response(text=f"<p>{name}</p>", content_type="text/html")  # B907
async def b(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    body = f"<p>{name}</p>"  # B907
    return web.Response(body=body.encode(), content_type="text/html")
async def c(request: web.Request) -> web.Response:
    return web.Response(text=f"Hello {request.query['name']}")
async def d(request: web.Request) -> web.Response:
    name = html.escape(request.query["name"])
    return web.Response(text=f"<p>{name}</p>", content_type="text/html")
#### xss django
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.template import Context, Template
def a(request: HttpRequest):
    name = request.GET["name"]
    return HttpResponse(format_html(f"<b>{name}</b>"))  # B907
def b(request: HttpRequest):
    name = request.GET["name"]
    return HttpResponse(format_html("<b>{}</b>", name))
def c(request: HttpRequest):
    return HttpResponse(mark_safe("<b>%s</b>" % request.GET["name"]))  # B907
def d(request: HttpRequest):
    label = SafeString(request.GET["name"])  # B907
    return HttpResponse(label)
def e(request: HttpRequest):
    response = HttpResponse()
    response.write("<b>" + request.GET["name"] + "</b>")  # B907
    return response
def f(request: HttpRequest):
    response = HttpResponse(content_type="text/plain")
    response.write(request.GET["name"])
    return response
def g(request: HttpRequest):
    name = escape(request.GET["name"])
    return HttpResponse(f"<b>{name}</b>")
def h(request: HttpRequest):
    return HttpResponse(format_html("<b>{}</b>", mark_safe(request.GET["name"])))  # B907
def i(request: HttpRequest):
    template = "<b>" + request.GET["name"] + "</b>{}"  # B907
    return HttpResponse(format_html(template, 1))
#### xss markup
from flask import Flask, request, render_template, make_response, Response
from markupsafe import Markup, escape
app = Flask(__name__)
@app.get("/a")
def a():
    return render_template("a.html", bio=Markup(request.args["bio"]))  # B907
@app.get("/b")
def b():
    return Markup("<b>%s</b>") % request.args["bio"]
@app.get("/c")
def c():
    return Markup("<b>" + request.args["bio"] + "</b>")  # B907
@app.get("/d")
def d():
    return Markup("<b>") + request.args["bio"] + Markup("</b>")
@app.get("/e")
def e():
    return Markup("<b>{}</b>".format(request.args["bio"]))  # B907
@app.get("/f")
def f():
    return Markup("<b>{}</b>").format(request.args["bio"])
@app.get("/g")
def g():
    answer = make_response(f"<b>{request.args['bio']}</b>")  # B907
    answer.headers["X-A"] = "1"
    return answer
@app.get("/h")
def h():
    return Response(f"<b>{request.args['bio']}</b>", mimetype="text/html")  # B907
@app.get("/i")
def i():
    bio = request.args["bio"]
    safe = escape(bio)
    return f"<b>{safe}</b><i>{bio}</i>"  # B907
@app.get("/j")
def j():
    rows = "".join(f"<li>{one}</li>" for one in request.args.getlist("x"))  # B907
    return f"<ul>{rows}</ul>"
@app.get("/k")
def k():
    rows = "".join(f"<li>{escape(one)}</li>" for one in request.args.getlist("x"))
    return f"<ul>{rows}</ul>"
#### xss starlette sanic tornado litestar
import tornado.web
from tornado.escape import xhtml_escape
class A(tornado.web.RequestHandler):
    def get(self):
        self.write(f"<p>{self.get_argument('q')}</p>")  # B907
class B(tornado.web.RequestHandler):
    def get(self):
        self.finish("<p>" + self.get_query_argument("q") + "</p>")  # B907
class C(tornado.web.RequestHandler):
    def get(self):
        self.write({"q": self.get_argument("q")})
        self.write(f"<p>{xhtml_escape(self.get_argument('q'))}</p>")
#### xss sanic
from sanic import Sanic, response
from sanic.response import html, text, HTTPResponse
app = Sanic("x")
@app.get("/a")
async def a(request):
    return response.html(f"<p>{request.args.get('q')}</p>")  # B907
@app.get("/b")
async def b(request):
    return html("<p>" + request.args.get("q") + "</p>")  # B907
@app.get("/c")
async def c(request):
    return text(f"q {request.args.get('q')}")
@app.get("/d")
async def d(request):
    return HTTPResponse(f"<p>{request.args.get('q')}</p>", content_type="text/html")  # B907
#### xss litestar
from litestar import Litestar, MediaType, Response, get
@get("/a", media_type=MediaType.HTML)
async def a(name: str) -> str:
    return f"<p>{name}</p>"  # B907
@get("/b")
async def b(name: str) -> Response:
    return Response(f"<p>{name}</p>", media_type=MediaType.HTML)  # B907
@get("/c", media_type=MediaType.TEXT)
async def c(name: str) -> str:
    return f"Hello {name}"
@get("/d", media_type="text/html")
async def d(name: str) -> str:
    return f"<p>{name}</p>"  # B907
app = Litestar([a, b, c, d])
#### xss starlette class
from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
class Hello(HTTPEndpoint):
    async def get(self, request: Request):
        return HTMLResponse("<p>%s</p>" % request.query_params["q"])  # B907
async def hello(request: Request):
    name = request.path_params["name"]
    return Response(f"<p>{name}</p>", media_type="text/html")  # B907
#### xss autoescape off
from flask import Flask, request
from jinja2 import Environment, FileSystemLoader, select_autoescape
app = Flask(__name__)
raw = Environment(loader=FileSystemLoader("templates"), autoescape=False)  # B908
good = Environment(loader=FileSystemLoader("templates"), autoescape=select_autoescape())
@app.get("/a")
def a():
    return raw.get_template("a.html").render(q=request.args["q"])
@app.get("/b")
def b():
    return good.get_template("a.html").render(q=request.args["q"])
#### template many
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, Template, engines
def a(request: HttpRequest):
    return HttpResponse(Template(request.POST["t"]).render(Context({})))  # B908
def b(request: HttpRequest):
    template = Engine().from_string(request.POST["t"])  # B908
    return HttpResponse(template.render(Context({})))
def c(request: HttpRequest):
    template = engines["django"].from_string(request.POST["t"])  # B908
    return HttpResponse(template.render({}))
def d(request: HttpRequest):
    template = Template("<b>" + request.POST["t"] + "</b>")  # B908
    return HttpResponse(template.render(Context({})))
def e(request: HttpRequest):
    template = Template("<b>{{ t }}</b>")
    return HttpResponse(template.render(Context({"t": request.POST["t"]})))
#### template imported as
from django.template import Context, Template as DjangoTemplate
from django.http import HttpRequest, HttpResponse
def letter(request: HttpRequest) -> HttpResponse:
    template = DjangoTemplate(request.POST["letter"])  # B908
    return HttpResponse(template.render(Context({"name": "Ada"})))
#### template jinja mako
import jinja2
from jinja2 import Environment, Template
from jinja2.sandbox import SandboxedEnvironment
from mako.template import Template as Mako
from mako.lookup import TemplateLookup
from string import Template as Plain
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
env = Environment(autoescape=True)
class Body(BaseModel):
    text: str
    name: str
@app.post("/a")
def a(body: Body):
    return {"t": Template(body.text).render(name=body.name)}  # B908
@app.post("/b")
def b(body: Body):
    return {"t": jinja2.Environment(autoescape=True).from_string(body.text).render()}  # B908
@app.post("/c")
def c(body: Body):
    return {"t": Mako(body.text).render()}  # B908
@app.post("/d")
def d(body: Body):
    return {"t": Mako(text=f"Dear {body.name}").render()}  # B908
@app.post("/e")
def e(body: Body):
    return {"t": SandboxedEnvironment().from_string(body.text).render()}
@app.post("/f")
def f(body: Body):
    return {"t": Plain(body.text).substitute(name=body.name)}
@app.post("/g")
def g(body: Body):
    template = env.from_string("Dear {{ name }}" + body.text)  # B908
    return {"t": template.render(name=body.name)}
@app.post("/h")
def h(body: Body):
    return {"t": env.from_string("Dear {{ name }}").render(name=body.name)}
#### template flask
from flask import Flask, render_template_string, request
import flask
app = Flask(__name__)
@app.get("/a")
def a():
    return render_template_string(f"<p>{request.args['q']}</p>")  # B908
@app.get("/b")
def b():
    return render_template_string("<p>{{ q }}</p>", q=request.args["q"])
@app.errorhandler(404)
def missing(error):
    page = "<p>%s not found</p>" % request.path  # B908
    return flask.render_template_string(page), 404
@app.get("/c")
def c():
    return app.jinja_env.from_string(request.args["q"]).render()  # B908
#### template tornado
import tornado.template
import tornado.web
class A(tornado.web.RequestHandler):
    def get(self):
        template = tornado.template.Template(self.get_argument("t"))  # B908
        self.write(template.generate(name="x"))
#### path many
import os
import shutil
from pathlib import Path
import aiofiles
from fastapi import FastAPI, File, HTTPException, UploadFile
from fastapi.responses import FileResponse
app = FastAPI()
BASE = Path("/srv/files")
@app.get("/a/{name}")
async def a(name: str):
    return FileResponse(BASE / name)  # B904
@app.get("/b/{name}")
async def b(name: str):
    return {"t": Path(BASE, name).read_text()}  # B904
@app.get("/c/{name}")
async def c(name: str):
    async with aiofiles.open(f"/srv/files/{name}") as file:  # B904
        return {"t": await file.read()}
@app.post("/d")
async def d(file: UploadFile):
    target = BASE / file.filename  # B904
    target.write_bytes(await file.read())
    return {}
@app.post("/e")
async def e(file: UploadFile = File(...)):
    with open(os.path.join("/srv", file.filename), "wb") as out:  # B904
        shutil.copyfileobj(file.file, out)
    return {}
@app.post("/f")
async def f(file: UploadFile):
    target = BASE / Path(file.filename).name
    target.write_bytes(await file.read())
    return {}
@app.get("/g/{name:path}")
async def g(name: str):
    target = (BASE / name).resolve()
    if not target.is_relative_to(BASE):
        raise HTTPException(404)
    return FileResponse(target)
@app.delete("/h/{name}")
async def h(name: str):
    os.remove(os.path.join("/srv/files", name))  # B904
@app.delete("/i/{name}")
async def i(name: str):
    shutil.rmtree(BASE.joinpath(name))  # B904
@app.delete("/j/{name}")
async def j(name: str):
    BASE.joinpath(name).unlink(missing_ok=True)  # B904
@app.get("/k/{name}")
async def k(name: str):
    return FileResponse(path=str(BASE / name), filename=name)  # B904
@app.post("/l")
async def l(file: UploadFile):
    destination = f"uploads/{file.filename}"  # B904
    async with aiofiles.open(destination, "wb") as out:
        while chunk := await file.read(1024):
            await out.write(chunk)
    return {}
#### path flask
import os
from flask import Flask, abort, request, send_file, send_from_directory, current_app
from werkzeug.utils import secure_filename, safe_join
app = Flask(__name__)
@app.get("/a")
def a():
    return send_file(os.path.join(app.config["DIR"], request.args["name"]))  # B904
@app.get("/b")
def b():
    return send_from_directory(app.config["DIR"], request.args["name"])
@app.get("/c")
def c():
    return send_from_directory(os.path.join("/srv", request.args["dir"]), "a.txt")  # B904
@app.post("/d")
def d():
    upload = request.files["f"]
    upload.save(os.path.join(app.config["DIR"], upload.filename))  # B904
    return {}
@app.post("/e")
def e():
    upload = request.files["f"]
    upload.save(os.path.join(app.config["DIR"], secure_filename(upload.filename)))
    return {}
@app.get("/f")
def f():
    path = safe_join("/srv", request.args["name"])
    if path is None:
        abort(404)
    return send_file(path)
@app.get("/g")
def g():
    with app.open_resource(request.args["name"]) as file:  # B904
        return {"t": file.read().decode()}
@app.get("/h")
def h():
    with current_app.open_resource("static/" + request.args["name"]) as file:  # B904
        return {"t": file.read().decode()}
#### path django
import os
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
def a(request: HttpRequest, name: str):
    return FileResponse(open(os.path.join(settings.MEDIA_ROOT, name), "rb"))  # B904
def b(request: HttpRequest):
    upload = request.FILES["f"]
    with open(settings.MEDIA_ROOT + "/" + upload.name, "wb") as out:  # B904
        for chunk in upload.chunks():
            out.write(chunk)
    return JsonResponse({})
def c(request: HttpRequest):
    path = settings.MEDIA_ROOT / request.GET["name"]  # B904
    return HttpResponse(path.read_bytes(), content_type="image/png")
def d(request: HttpRequest):
    with default_storage.open(request.GET["name"]) as file:
        return HttpResponse(file.read(), content_type="image/png")
#### path archive
import os
import zipfile
import tarfile
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/a")
def a(file: UploadFile):
    with zipfile.ZipFile(file.file) as archive:
        for member in archive.infolist():
            with open(os.path.join("/srv", member.filename), "wb") as out:  # B914
                out.write(archive.read(member))
    return {}
@app.post("/b")
def b(file: UploadFile):
    with zipfile.ZipFile(file.file) as archive:
        for name in archive.namelist():
            with open("/srv/" + os.path.basename(name), "wb") as out:
                out.write(archive.read(name))
    return {}
@app.post("/c")
def c(file: UploadFile):
    with tarfile.open(fileobj=file.file) as archive:
        for member in archive:
            with open(f"/srv/{member.name}", "wb") as out:  # B914
                out.write(archive.extractfile(member).read())
    return {}
@app.post("/d")
def d(file: UploadFile):
    with tarfile.open(fileobj=file.file) as archive:
        for member in archive.getmembers():
            target = os.path.realpath(os.path.join("/srv", member.name))
            if not target.startswith("/srv/"):
                continue
            with open(target, "wb") as out:
                out.write(archive.extractfile(member).read())
    return {}
#### path aiohttp tornado sanic
from pathlib import Path
from aiohttp import web
ROOT = Path("/srv")
async def a(request: web.Request):
    return web.FileResponse(ROOT / request.match_info["name"])  # B904
async def b(request: web.Request):
    reader = await request.multipart()
    field = await reader.next()
    with open(ROOT / field.filename, "wb") as out:  # B904
        out.write(await field.read())
    return web.Response()
#### path starlette
import os
import anyio
from starlette.requests import Request
from starlette.responses import FileResponse, Response
async def a(request: Request):
    return FileResponse(os.path.join("/srv", request.path_params["name"]))  # B904
async def b(request: Request):
    form = await request.form()
    upload = form["file"]
    path = "/srv/" + upload.filename  # B904
    async with await anyio.open_file(path, "wb") as out:
        await out.write(await upload.read())
    return Response()
async def c(request: Request):
    return Response(await anyio.Path("/srv", request.query_params["n"]).read_bytes())  # B904
#### path litestar
from pathlib import Path
from litestar import get
from litestar.response import File
@get("/a/{name:str}")
async def a(name: str) -> File:
    return File(path=Path("/srv") / name, filename=name)  # B904
#### redirect many
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
app = FastAPI()
@app.get("/a")
async def a(next: str = "/"):
    return RedirectResponse(url=next)  # B906
@app.get("/b")
async def b(host: str):
    return RedirectResponse(f"https://{host}/login")  # B906
@app.get("/c")
async def c(page: str):
    return RedirectResponse(f"/pages/{page}")
@app.get("/d")
async def d(request: Request):
    return Response(status_code=302, headers={"Location": request.query_params["to"]})  # B906
@app.get("/e")
async def e(request: Request):
    response = Response(status_code=302)
    response.headers["location"] = request.query_params["to"]  # B906
    return response
@app.get("/f")
async def f(next: str = "/"):
    if not next.startswith("/") or next.startswith("//"):
        next = "/"
    return RedirectResponse(next)
@app.get("/g")
async def g(request: Request):
    target = request.headers.get("referer", "/")
    return RedirectResponse(target)  # B906
#### redirect django
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import RedirectView, View
from django.contrib.auth.views import LoginView
def a(request: HttpRequest):
    return redirect("https://" + request.GET["page"])  # B906
def b(request: HttpRequest):
    return HttpResponseRedirect(request.GET["next"])  # B906
def c(request: HttpRequest):
    response = HttpResponse(status=302)
    response["Location"] = request.GET["next"]  # B906
    return response
def d(request: HttpRequest):
    url = request.POST.get("next") or request.GET.get("next") or "/"
    return HttpResponsePermanentRedirect(url)  # B906
def e(request: HttpRequest):
    url = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        url = "/"
    return redirect(url)
class F(RedirectView):
    def get_redirect_url(self, *args, **kwargs):
        return self.request.GET["next"]  # B906
class G(LoginView):
    def get_success_url(self):
        return self.request.GET.get("next", "/")  # B906
#### redirect aiohttp tornado
from aiohttp import web
import tornado.web
async def a(request: web.Request):
    raise web.HTTPFound(request.query["to"])  # B906
async def b(request: web.Request):
    raise web.HTTPFound(location=request.query.get("to", "/"))  # B906
async def c(request: web.Request):
    location = request.app.router["page"].url_for(name=request.query["n"])
    raise web.HTTPFound(location)
async def d(request: web.Request):
    return web.Response(status=302, headers={"Location": request.query["to"]})  # B906
class E(tornado.web.RequestHandler):
    def get(self):
        self.redirect(self.get_argument("next", "/"))  # B906
class F(tornado.web.RequestHandler):
    def get(self):
        self.set_status(302)
        self.set_header("Location", self.get_argument("next"))  # B906
#### redirect flask
from urllib.parse import urlsplit
from flask import Flask, make_response, redirect, request, url_for
app = Flask(__name__)
@app.get("/a")
def a():
    return redirect(request.args.get("next") or url_for("index"))  # B906
@app.get("/b")
def b():
    return redirect(request.referrer)  # B906
@app.get("/c")
def c():
    answer = make_response("", 302)
    answer.headers["Location"] = request.args["to"]  # B906
    return answer
@app.get("/d")
def d():
    answer = make_response("", 302)
    answer.location = request.args["to"]  # B906
    return answer
@app.get("/e")
def e():
    return "", 302, {"Location": request.args["to"]}  # B906
@app.get("/f")
def f():
    to = request.args["to"]
    if urlsplit(to).netloc:
        return {}, 400
    return redirect(to)
@app.get("/g")
def g():
    return redirect("//" + request.args["host"])  # B906
@app.get("/h")
def h():
    return redirect("https://accounts.example.org/login?next=" + request.args["to"])
#### redirect litestar sanic
from litestar import get
from litestar.response import Redirect
@get("/a")
async def a(to: str) -> Redirect:
    return Redirect(path=to)  # B906
#### ldap many
import ldap
from ldap.filter import escape_filter_chars, filter_format
from flask import Flask, request
app = Flask(__name__)
def connect():
    return ldap.initialize("ldap://x")
@app.get("/a")
def a():
    connection = connect()
    found = connection.search_s("dc=x", ldap.SCOPE_SUBTREE, f"(uid={request.args['u']})")  # B909
    return {"n": len(found)}
@app.get("/b")
def b():
    query = "(&(objectClass=person)(uid=%s))" % request.args["u"]  # B909
    return {"n": len(connect().search_s("dc=x", ldap.SCOPE_SUBTREE, query, ["cn"]))}
@app.get("/c")
def c():
    query = "(uid=%s)" % escape_filter_chars(request.args["u"])
    return {"n": len(connect().search_s("dc=x", ldap.SCOPE_SUBTREE, query))}
@app.get("/d")
def d():
    query = filter_format("(uid=%s)", [request.args["u"]])
    return {"n": len(connect().search_s("dc=x", ldap.SCOPE_SUBTREE, query))}
@app.get("/e")
def e():
    base = "ou={},dc=example".format(request.args["unit"])  # B909
    return {"n": len(connect().search_s(base, ldap.SCOPE_ONELEVEL))}
@app.get("/f")
def f():
    dn = f"uid={request.args['u']},ou=people"  # B909
    connect().simple_bind_s(dn, request.args["p"])
    return {}
def search_filter(name):
    return f"(|(cn={name})(mail={name}))"  # B909
@app.get("/g")
def g():
    return {"n": len(connect().search_ext_s("dc=x", ldap.SCOPE_SUBTREE, filterstr=search_filter(request.args["u"])))}
@app.get("/h")
def h():
    return {"n": len(connect().search_s("dc=x", 2, request.args["filter"]))}  # B909
#### ldap3
from ldap3 import ALL, Connection, ObjectDef, Reader, Server, SUBTREE
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn
from fastapi import FastAPI
app = FastAPI()
server = Server("x", get_info=ALL)
def directory() -> Connection:
    return Connection(server, auto_bind=True)
@app.get("/a/{name}")
def a(name: str):
    with Connection(server, auto_bind=True) as connection:
        connection.search("dc=x", f"(uid={name})", attributes=["mail"])  # B909
        return {"n": len(connection.entries)}
@app.get("/b/{name}")
def b(name: str):
    connection = directory()
    connection.search(search_base="dc=x", search_filter="(cn=" + name + ")", search_scope=SUBTREE)  # B909
    return {"n": len(connection.entries)}
@app.get("/c/{name}")
def c(name: str):
    connection = directory()
    connection.search("dc=x", f"(uid={escape_filter_chars(name)})")
    return {"n": len(connection.entries)}
@app.get("/d/{name}")
def d(name: str):
    entries = directory().extend.standard.paged_search("dc=x", f"(uid={name})", paged_size=5)  # B909
    return {"n": len(list(entries))}
@app.get("/e/{name}")
def e(name: str):
    directory().delete(f"uid={name},ou=people")  # B909
    return {}
@app.get("/f/{name}")
def f(name: str):
    directory().delete(f"uid={escape_rdn(name)},ou=people")
    return {}
@app.get("/g/{name}")
def g(name: str):
    reader = Reader(directory(), ObjectDef("person"), "dc=x", f"cn: {name}")
    return {"n": len(reader.search())}
#### xpath many
import lxml.etree
import xml.etree.ElementTree as ET
from lxml import etree, html
from flask import Flask, current_app, request
app = Flask(__name__)
TREE = ET.parse("users.xml")
ROOT = TREE.getroot()
@app.get("/a")
def a():
    root: ET.Element = current_app.extensions["tree"]
    return {"x": root.find("./s[@name='{}']".format(request.args["s"])).text}  # B910
@app.get("/b")
def b():
    return {"x": len(ROOT.findall(f".//user[@id='{request.args['id']}']"))}  # B910
@app.get("/c")
def c():
    tree = etree.parse("x.xml")
    query = "//user[name/text()='" + request.args["u"] + "']"  # B910
    return {"x": len(tree.xpath(query))}
@app.get("/d")
def d():
    tree = etree.parse("x.xml")
    return {"x": len(tree.xpath("//user[name=$name]", name=request.args["u"]))}
@app.get("/e")
def e():
    find = etree.XPath("//user[@id='%s']" % request.args["id"])  # B910
    return {"x": len(find(etree.parse("x.xml")))}
@app.get("/f")
def f():
    find = etree.ETXPath("//user[@id=$id]")
    return {"x": len(find(etree.parse("x.xml"), id=request.args["id"]))}
@app.get("/g")
def g():
    return {"x": next(TREE.iterfind("user[@id='%s']" % request.args["id"])).text}  # B910
@app.get("/h")
def h():
    text = "a b".find(request.args["x"])
    return {"x": text}
def expression(user, password):
    return f"//user[@name='{user}' and @password='{password}']"  # B910
@app.post("/i")
def i():
    tree = lxml.etree.parse("users.xml")
    return {"x": bool(tree.xpath(expression(request.form["u"], request.form["p"])))}
@app.get("/j")
def j():
    page = html.fromstring("<p></p>")
    return {"x": page.findtext(f".//p[@id='{request.args['id']}']")}  # B910
@app.get("/k")
def k():
    evaluator = etree.XPathEvaluator(etree.parse("x.xml"))
    return {"x": len(evaluator(f"//a[@b='{request.args['b']}']"))}  # B910
#### xpath objects
import xml.etree.ElementTree as ET
from fastapi import FastAPI
from parsel import Selector
import elementpath
app = FastAPI()
class Catalogue:
    def __init__(self, path: str) -> None:
        self.tree = ET.parse(path)
        self.root = self.tree.getroot()
    def item(self, sku: str):
        return self.root.find(f"./item[@sku='{sku}']")  # B910
catalogue = Catalogue("c.xml")
def load() -> ET.Element:
    return ET.parse("c.xml").getroot()
@app.get("/a/{sku}")
def a(sku: str):
    return {"x": catalogue.item(sku).text}
@app.get("/b/{sku}")
def b(sku: str):
    return {"x": load().findtext(f"./item[@sku='{sku}']/name")}  # B910
@app.get("/c/{sku}")
def c(sku: str):
    return {"x": Selector(text="<a/>").xpath(f"//item[@sku='{sku}']").get()}  # B910
@app.get("/d/{sku}")
def d(sku: str):
    return {"x": elementpath.select(load(), "//item[@sku='%s']" % sku)}  # B910
@app.get("/e/{sku}")
def e(sku: int):
    return {"x": load().find(f"./item[@sku='{sku}']").text}
#### pickle redis
import pickle
import redis
class ResultCache:
    def __init__(self, client: redis.Redis) -> None:
        self.client = client
    def get(self, key: str):
        blob = self.client.get(key)
        return pickle.loads(blob) if blob else None
#### pickle web
import base64
import pickle
import yaml
from flask import Flask, request
from django.core import signing
app = Flask(__name__)
@app.post("/a")
def a():
    return {"x": pickle.loads(base64.b64decode(request.cookies["state"]))}  # B913
@app.post("/b")
def b():
    return {"x": yaml.load(request.data, Loader=yaml.Loader)}  # B913
@app.post("/c")
def c():
    return {"x": yaml.safe_load(request.data)}
@app.post("/d")
def d():
    return {"x": pickle.load(request.files["f"])}  # B913
#### xss bare template
from jinja2 import Template
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from flask import render_template_string
app = FastAPI()
PAGE = Template("<h1>{{ name }}</h1>")
@app.get("/a")
def a(name: str):
    return HTMLResponse(PAGE.render(name=name))  # B907
@app.get("/b")
def b(name: str):
    template = Template("<h1>{{ name }}</h1>", autoescape=True)
    return HTMLResponse(template.render(name=name))
@app.get("/c")
def c(name: str):
    html = Template("<h1>{{ name }}</h1>").render(name=name)  # B907
    return HTMLResponse(content=html)
@app.get("/d")
def d(name: str):
    return HTMLResponse(Template("<h1>{{ name|e }}</h1>").render(name=name))
@app.get("/e")
def e(name: str):
    return {"text": Template("Dear {{ name }}").render(name=name)}
#### xss safe filter
from flask import Flask, render_template_string, request
app = Flask(__name__)
@app.get("/a")
def a():
    return render_template_string("<p>{{ bio|safe }}</p>", bio=request.args["bio"])  # B907
@app.get("/b")
def b():
    return render_template_string("<p>{{ bio }} {{ ours | safe }}</p>", bio=request.args["bio"], ours="<b>")
#### serializers
import requests
from rest_framework import serializers
from rest_framework.views import APIView
from rest_framework.response import Response
class Hook(serializers.Serializer):
    url = serializers.URLField()
    event = serializers.ChoiceField(choices=["a", "b"])
    target = serializers.URLField()
    def validate_target(self, value):
        return value
class Hooks(APIView):
    def post(self, request):
        hook = Hook(data=request.data)
        hook.is_valid(raise_exception=True)
        requests.post(hook.validated_data["url"], timeout=3)  # B905
        requests.post(hook.validated_data["target"], timeout=3)
        requests.post(f"https://x.example/{hook.validated_data['event']}", timeout=3)
        return Response({})
#### django forms
import os
from django import forms
from django.http import HttpRequest, HttpResponse
class Choose(forms.Form):
    name = forms.CharField(max_length=50)
    page = forms.ChoiceField(choices=[("a", "A")])
def show(request: HttpRequest):
    form = Choose(request.GET)
    if form.is_valid():
        path = os.path.join("/srv", form.cleaned_data["name"])  # B904
        other = os.path.join("/srv", form.cleaned_data["page"])
        return HttpResponse(open(path).read() + open(other).read(), content_type="text/plain")
    return HttpResponse("<p>" + form.cleaned_data.get("name") + "</p>")  # B907
#### trust numbers and flags
from decimal import Decimal
from flask import Flask, request, session
app = Flask(__name__)
@app.post("/a")
def a():
    session["user_id"] = int(request.form["user_id"])  # B912
    session["page_size"] = int(request.form["size"])
    return {}
@app.post("/b")
def b():
    session["is_admin"] = request.form.get("admin") == "on"  # B912
    session["dark"] = request.form.get("dark") == "on"
    return {}
@app.post("/c")
def c():
    discount = Decimal(request.json["discount"])
    session["discount"] = discount  # B912
    return {}
@app.post("/d")
def d():
    session["admin"] = bool(request.args.get("admin"))  # B912
    return {}
#### xss json in script
import json
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from flask import Response
app = FastAPI()
@app.get("/a")
def a(q: str):
    return HTMLResponse(f"<html><script>const q = {json.dumps(q)};</script></html>")  # B907
@app.get("/b")
def b(q: str):
    data = json.dumps({"q": q})
    page = "<script>start(" + data + ")</script>"  # B907
    return HTMLResponse(page)
@app.get("/c")
def c(q: str):
    return Response(json.dumps({"q": q}))
@app.get("/d")
def d(q: str):
    data = json.dumps({"q": q}).replace("<", "\\u003c")
    return HTMLResponse(f"<script>start({data})</script>")
#### xxe of answers
import requests
import httpx
from urllib.request import urlopen
from lxml import etree
FEED = "https://example.org/feed.xml"
def a():
    answer = requests.get(FEED, timeout=3)
    parser = etree.XMLParser(resolve_entities=True, no_network=False)  # B911
    return etree.fromstring(answer.content, parser)
def b():
    parser = etree.XMLParser(load_dtd=True, resolve_entities=True)
    return etree.parse("own.xml", parser)
async def c():
    async with httpx.AsyncClient(timeout=3) as client:
        answer = await client.get(FEED)
    return etree.fromstring(answer.content, etree.XMLParser(resolve_entities=True))  # B911
def d():
    with urlopen(FEED, timeout=3) as answer:
        return etree.parse(answer, etree.XMLParser(resolve_entities=True))  # B911
#### path checked before it is resolved
import os
from pathlib import Path
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse
app = FastAPI()
BASE = Path("/srv/files")
ROOT = "/srv/files/"
@app.get("/a")
def a(name: str):
    path = BASE / name  # B904
    if not path.is_relative_to(BASE):
        raise HTTPException(404)
    return FileResponse(path)
@app.get("/b")
def b(name: str):
    path = os.path.join(ROOT, name)  # B904
    if not path.startswith(ROOT):
        raise HTTPException(404)
    return FileResponse(path)
@app.get("/c")
def c(name: str):
    path = os.path.realpath(os.path.join(ROOT, name))
    if not path.startswith(ROOT):
        raise HTTPException(404)
    return FileResponse(path)
@app.get("/d")
def d(name: str):
    path = BASE.joinpath(name).resolve()
    if BASE not in path.parents:
        raise HTTPException(404)
    return FileResponse(path)
@app.get("/e")
def e(name: str):
    path = BASE.joinpath(name).resolve()
    try:
        path.relative_to(BASE.resolve())
    except ValueError:
        raise HTTPException(404)
    return FileResponse(path)
@app.get("/f")
def f(name: str):
    path = BASE / name  # B904
    try:
        path.relative_to(BASE)
    except ValueError:
        raise HTTPException(404)
    return FileResponse(path)
@app.get("/g")
def g(name: str):
    path = os.path.normpath(os.path.join(ROOT, name))
    if os.path.commonpath([ROOT, path]) != ROOT:
        raise HTTPException(404)
    return FileResponse(path)
def inside(path: Path) -> bool:
    return path.resolve().is_relative_to(BASE)
@app.get("/h")
def h(name: str):
    path = BASE / name
    if not inside(path):
        raise HTTPException(404)
    return FileResponse(path)
#### ssrf judged by address
import ipaddress
import socket
from urllib.parse import urlparse
import httpx
from fastapi import FastAPI, HTTPException
app = FastAPI()
def is_public(url: str) -> bool:
    host = urlparse(url).hostname
    for info in socket.getaddrinfo(host, None):
        address = ipaddress.ip_address(info[4][0])
        if address.is_private or address.is_loopback:
            return False
    return True
@app.get("/a")
async def a(url: str):
    if not is_public(url):
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.get(url)).text
@app.get("/b")
async def b(url: str):
    host = urlparse(url).hostname
    address = ipaddress.ip_address(socket.gethostbyname(host))
    if address.is_private:
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.get(url)).text
@app.get("/c")
async def c(url: str):
    if "example.org" not in url:
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.get(url)).text  # B905
@app.get("/d")
async def d(url: str):
    if urlparse(url).scheme not in {"http", "https"}:
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.get(url)).text  # B905
@app.get("/e")
async def e(url: str):
    if not urlparse(url).hostname.endswith("example.org"):
        raise HTTPException(400)
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.get(url)).text  # B905
#### redirect wrongly checked
from urllib.parse import urlparse
from flask import Flask, redirect, request, url_for
app = Flask(__name__)
@app.get("/a")
def a():
    target = request.args.get("next", "/")
    if not target.startswith("/"):
        target = "/"
    return redirect(target)  # B906
@app.get("/b")
def b():
    target = request.args.get("next", "/")
    if "example.org" not in target:
        target = "/"
    return redirect(target)  # B906
@app.get("/c")
def c():
    target = request.args.get("next")
    if target and urlparse(target).netloc == "" and target.startswith("/"):
        return redirect(target)
    return redirect(url_for("index"))
@app.get("/d")
def d():
    target = request.args.get("next") or "/"
    if urlparse(target).netloc not in ("", "app.example.org"):
        target = "/"
    return redirect(target)
#### handed to background and threads
import asyncio
import httpx
import requests
from fastapi import BackgroundTasks, FastAPI
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
app = FastAPI()
class Job(BaseModel):
    webhook: str
async def notify(address: str, body: dict) -> None:
    async with httpx.AsyncClient(timeout=3) as client:
        await client.post(address, json=body)  # B905
def fetch(address: str) -> bytes:
    return requests.get(address, timeout=3).content  # B905
@app.post("/a")
async def a(job: Job, tasks: BackgroundTasks):
    tasks.add_task(notify, job.webhook, {"done": True})
    return {}
@app.post("/b")
async def b(job: Job):
    return {"n": len(await run_in_threadpool(fetch, job.webhook))}
@app.post("/c")
async def c(job: Job):
    return {"n": len(await asyncio.to_thread(requests.get, job.webhook, timeout=3))}  # B905
#### ldap class
import ldap3
from ldap3 import Connection, Server
from fastapi import Depends, FastAPI
app = FastAPI()
class Directory:
    def __init__(self, server: Server) -> None:
        self.connection = Connection(server, auto_bind=True)
    def find(self, mail: str) -> list[str]:
        query = "(&(objectClass=person)(mail={}))".format(mail)  # B909
        self.connection.search("dc=x", query, attributes=["cn"])
        return [str(entry.cn) for entry in self.connection.entries]
    def groups(self, unit: str) -> list[str]:
        self.connection.search(search_base=f"ou={unit},dc=x", search_filter="(objectClass=group)")  # B909
        return [str(entry.cn) for entry in self.connection.entries]
directory = Directory(Server("x"))
@app.get("/a")
def a(mail: str):
    return directory.find(mail)
@app.get("/b")
def b(unit: str):
    return directory.groups(unit)
#### template stored in model
from jinja2 import Environment, Template, DictLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
env = Environment(autoescape=True)
class Mail(BaseModel):
    subject: str
    body: str
def render(text: str, values: dict) -> str:
    return env.from_string(text).render(**values)  # B908
@app.post("/a")
def a(mail: Mail):
    return {"subject": render(mail.subject, {}), "body": render(mail.body, {})}
@app.post("/b")
def b(mail: Mail):
    source = "{% extends 'base.txt' %}{% block body %}" + mail.body + "{% endblock %}"  # B908
    return {"body": env.from_string(source).render()}
@app.post("/c")
def c(mail: Mail):
    own = Environment(loader=DictLoader({"mail": mail.body}))  # B908
    return {"body": own.get_template("mail").render()}
@app.post("/d")
def d(mail: Mail):
    return {"body": ImmutableSandboxedEnvironment().from_string(mail.body).render()}
#### near constant hosts and settings
import os
import httpx
import requests
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from fastapi import FastAPI
app = FastAPI()
HOSTS = {"eu": "https://eu.example.org", "us": "https://us.example.org"}
API = os.environ["API"]
@app.get("/a")
async def a(region: str):
    async with httpx.AsyncClient(base_url=HOSTS[region], timeout=3) as client:
        return (await client.get("/x")).json()
@app.get("/b")
async def b(name: str):
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.request("GET", f"{API}/x/{name}")).json()
@app.get("/c")
async def c(name: str):
    async with httpx.AsyncClient(timeout=3) as client:
        return (await client.request(name, "https://api.example.org/x")).json()
def d(request: HttpRequest):
    return JsonResponse(requests.post(settings.HOOK, json=request.POST.dict(), timeout=3).json())
@app.get("/e")
async def e(region: str):
    base = HOSTS.get(region)
    if base is None:
        return {}
    return requests.request("GET", base + "/x", timeout=3).json()
#### near pages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.shortcuts import render
def a(request: HttpRequest):
    rows = format_html_join("", "<li>{}</li>", ((one,) for one in request.GET.getlist("x")))
    return HttpResponse(format_html("<ul>{}</ul>", rows))
def b(request: HttpRequest):
    response = HttpResponse(content_type="text/csv")
    response["Content-Disposition"] = "attachment"
    response.write(request.GET["x"])
    return response
def c(request: HttpRequest):
    return render(request, "a.html", {"x": request.GET["x"]})
def d(request: HttpRequest):
    return HttpResponse(mark_safe("<b>") + format_html("{}", request.GET["x"]))
#### near sessions
from flask import Flask, request, session
from .models import User
app = Flask(__name__)
@app.post("/a")
def a():
    user = User.query.filter_by(name=request.form["name"]).first()
    session["user_id"] = user.id
    session.update(user_id=user.id, role=user.role)
    session.setdefault("csrf", "x")
    session.pop(request.form["key"], None)
    return {}
@app.post("/b")
def b():
    own = {1, 2}
    wanted = int(request.form["account_id"])
    if wanted not in own:
        return {}, 403
    session["account_id"] = wanted
    return {}
#### near xml
import xml.sax
from xml.sax.handler import feature_external_ges, feature_namespaces
from io import BytesIO
from flask import Flask, request
from lxml import etree
import defusedxml.ElementTree as ET
import xmltodict
app = Flask(__name__)
@app.post("/a")
def a():
    parser = xml.sax.make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.setFeature(feature_external_ges, False)
    parser.parse(BytesIO(request.data))
    return {}
@app.post("/b")
def b():
    return {"x": ET.fromstring(request.data, forbid_dtd=True, forbid_entities=True).tag}
@app.post("/c")
def c():
    return xmltodict.parse(request.data, disable_entities=True)
@app.post("/d")
def d():
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return {"x": etree.fromstring(request.data, parser=parser).tag}
@app.post("/e")
def e():
    own = etree.parse("own.xml", etree.XMLParser(load_dtd=True))
    schema = etree.XMLSchema(own)
    return {"x": schema.validate(etree.fromstring(request.data))}
#### near paths
from pathlib import Path
import os
import uuid
from fastapi import FastAPI, HTTPException, UploadFile
from fastapi.responses import FileResponse
app = FastAPI()
BASE = Path(__file__).parent / "files"
@app.post("/a")
async def a(file: UploadFile):
    target = BASE / f"{uuid.uuid4().hex}.bin"
    target.write_bytes(await file.read())
    return {}
@app.get("/b/{number}")
def b(number: int):
    return FileResponse(BASE / f"{number}.pdf", filename=f"{number}.pdf")
@app.get("/c/{name}")
def c(name: str):
    path = (BASE / name).resolve()
    if not str(path).startswith(str(BASE.resolve()) + os.sep):
        raise HTTPException(404)
    return FileResponse(path)
@app.get("/d/{name}")
def d(name: str):
    base = os.path.abspath("/srv")
    path = os.path.abspath(os.path.join(base, name))
    if os.path.commonpath((base, path)) != base:
        raise HTTPException(404)
    with open(path) as file:
        return {"x": file.read()}
@app.get("/e/{name}")
def e(name: str):
    files = {one.name: one for one in BASE.iterdir()}
    if name not in files:
        raise HTTPException(404)
    return FileResponse(files[name])
@app.get("/f/{name}")
def f(name: str):
    return FileResponse(BASE / "report.pdf", filename=name, headers={"X-Name": "a"})
#### near directory
import ldap3
from ldap3.utils.conv import escape_filter_chars
from fastapi import FastAPI
from lxml import etree
app = FastAPI()
def connection() -> ldap3.Connection:
    return ldap3.Connection("x", auto_bind=True)
@app.get("/a/{number}")
def a(number: int):
    connection().delete(f"uid={number},ou=people")
    connection().search("dc=x", "(uid=%d)" % number)
    return {}
@app.get("/b/{name}")
def b(name: str):
    safe = escape_filter_chars(name)
    connection().search("dc=x", f"(&(cn={safe})(mail={safe}))")
    return {}
@app.get("/c/{name}")
def c(name: str):
    if not name.isalnum():
        return {}
    return {"x": len(etree.parse("x.xml").xpath(f"//a[@b='{name}']"))}
#### more bad
import shutil
import tempfile
import subprocess
from pathlib import Path
from flask import Blueprint, Response, jsonify, make_response, redirect, request, send_file, session
import requests as http
from lxml import etree as ET
bp = Blueprint("x", __name__)
@bp.route("/a", methods=["POST"])
def a():
    payload = request.get_json(force=True)
    url = payload.get("url")
    if not url:
        return jsonify(error="url"), 400
    try:
        answer = http.get(url, timeout=5, allow_redirects=False)  # B905
    except http.RequestException:
        return jsonify(error="x"), 502
    return jsonify(status=answer.status_code)
@bp.route("/b")
def b():
    name = request.args.get("name", "world")
    html = "<p>{name}</p>".format(name=name)  # B907
    html += """
    <html><body>
    <h1>Hello</h1>
    </body></html>
    """
    return Response(html, content_type="text/html; charset=utf-8")
@bp.route("/c")
def c():
    lines = ["<ul>"]
    for item in request.args.getlist("item"):
        lines.append("<li>" + item + "</li>")  # B907
    lines.append("</ul>")
    return make_response("\n".join(lines))
@bp.route("/d")
def d():
    folder = Path("/srv/reports")
    return send_file(str(folder / request.args["file"]), as_attachment=True)  # B904
@bp.route("/e")
def e():
    target = request.args.get("redirect_to")
    response = redirect(target, code=303)  # B906
    response.set_cookie("a", "b", secure=True, httponly=True, samesite="Lax")
    return response
@bp.route("/f", methods=["POST"])
def f():
    for field in ("role", "plan"):
        if field in request.form:
            session[field] = request.form[field]  # B912
    return jsonify(ok=True)
@bp.route("/g", methods=["POST"])
def g():
    options = {"resolve_entities": True, "no_network": False}
    parser = ET.XMLParser(**options)  # B911
    return jsonify(tag=ET.fromstring(request.get_data(), parser).tag)
@bp.route("/h")
def h():
    query = f"//book[contains(title, '{request.args['title']}')]"  # B910
    tree = ET.parse("books.xml")
    return jsonify([one.text for one in tree.getroot().xpath(query)])
@bp.route("/i")
def i():
    src = request.args["src"]
    shutil.copy(f"/srv/in/{src}", "/srv/out/x")  # B904
    return jsonify(ok=True)
'''


def cases() -> dict[str, str]:
    found = {}
    for chunk in re.split(r"^#### ", CASES, flags=re.MULTILINE)[1:]:
        name, _, source = chunk.partition("\n")
        found[name.replace(" ", "-")] = source
    return found


def module_of(source: str) -> Module:
    return Module("app.py", source.encode(), ast.parse(source))


@pytest.mark.parametrize("source", cases().values(), ids=cases().keys())
def test_marked_lines_are_found_and_no_others(source: str) -> None:
    found = sorted((one.node.lineno, one.rule) for one in find(module_of(source)))  # type: ignore[attr-defined]
    lines = enumerate(source.split("\n"), 1)
    assert found == [(number, rule) for number, line in lines for rule in re.findall(r"# (B9\d\d)", line)]


def test_every_finding_is_called_for_by_a_word() -> None:
    (words,) = (family.words for family in FAMILIES if family.name == "injection")
    found = [source.encode() for source in cases().values() if "# B9" in source]
    assert found
    assert [source for source in found if not any(word in source for word in words)] == []


def test_no_name_is_given_twice() -> None:
    assert len(cases()) == CASES.count("\n#### ")


LOADED = """
import base64
import io
import pickle
import yaml


def constant():
    data = base64.b64decode(b"gAR9lC4=")
    return pickle.loads(data)  # known


def chosen(flag, path):
    parts = {"a": "gAR9lC4=", "b": path}
    text = parts["a"]
    if flag:
        text = "gAR9lC4="
    pickle.load(io.BytesIO(base64.b64decode(text.encode())))  # known
    return pickle.loads(base64.b64decode(parts["b"]))


def either(flag, blob):
    data = b"gAR9lC4="
    if flag:
        data = blob()
    return pickle.loads(data)


def text():
    listed = []
    listed.append("a: 1")
    return yaml.load(listed[0], Loader=yaml.Loader)  # known


def loop(blobs):
    data = b"gAR9lC4="
    for blob in blobs:
        pickle.loads(data)
        data = blob.content()
"""


def test_calls_that_load_what_is_made_of_constants_alone_are_known() -> None:
    module = module_of(LOADED)
    lines = [number for number, line in enumerate(LOADED.split("\n"), 1) if line.endswith("# known")]
    assert sorted(call.lineno for call in known(module)) == lines
    loads = [call.lineno for call in module.calls("load", "loads")]
    found = [one.node.lineno for one in loaders.find(module)]  # type: ignore[attr-defined]
    assert found == [line for line in loads if line not in lines]

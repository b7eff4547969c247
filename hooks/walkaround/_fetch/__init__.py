"""Where a policy that is not in the repository comes from: an https address, a commit elsewhere, an installed package.

Only `walkaround policy lock` imports this. It fetches once; commits read the vendored copy and need no network.
Each of the three functions gives the bytes of one file of at most 1 MiB, or raises FetchError.

https goes through requests, not urllib, for what people behind a company's proxy have set up already: `~/.netrc`
(or NETRC), HTTPS_PROXY, ALL_PROXY, NO_PROXY with networks such as `10.0.0.0/8`, proxies that are themselves reached by
TLS, and REQUESTS_CA_BUNDLE, which pip and pip-audit read too. Of these urllib knows HTTPS_PROXY alone. What it
does better, trusting the operating system's certificates (SSL_CERT_FILE among them), is added to those of requests.

A login inside an address is refused: addresses stand in policy files, which are committed. No message repeats a
login, a query, or more of a server's words than one cleaned line.
"""

from .git import fetch_git
from .https import fetch_https
from .package import read_package
from .words import FetchError

__all__ = ["FetchError", "fetch_git", "fetch_https", "read_package"]

"""Our own rules, family by family; the code that finds them is imported only when a file has words that call for it.

| ids         | family                                                          |
|-------------|-----------------------------------------------------------------|
| B901 - B919 | injection: values of clients and callers, followed to a sink    |
| B920 - B924 | disclosure: what errors and logs give away                      |
| B925 - B929 | tokens: JWT and OAuth                                           |
| B930 - B934 | errors: exceptions that nobody hears of                         |
| B935 - B939 | timeouts                                                        |
| B940 - B949 | data: money, whole tables, input, defaults, dates, races        |
| B950 - B959 | crypto, and loaders that run code                               |
| B960 - B969 | web: authentication, CORS, cookies                              |
| B970 - B974 | coroutines                                                      |
"""

from . import coroutines, crypto, data, disclosure, errors, injection, timeouts, tokens, web
from ._defect import Defect

__all__ = ["DEFECTS", "Defect"]

# Each family's module has its rules as DEFECTS.
DEFECTS: tuple[Defect, ...] = (
    *injection.DEFECTS,
    *disclosure.DEFECTS,
    *tokens.DEFECTS,
    *errors.DEFECTS,
    *timeouts.DEFECTS,
    *data.DEFECTS,
    *crypto.DEFECTS,
    *web.DEFECTS,
    *coroutines.DEFECTS,
)

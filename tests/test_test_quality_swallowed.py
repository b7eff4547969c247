"""TST005: exceptions that a test takes away."""

import pytest

from quality_support import PATH, findings
from walkaround._finding import Finding

MESSAGE = "The exception is swallowed here: the test passes whether the call fails or not."
REMEDY = "Let the exception through, or expect it with `pytest.raises`."
HEAD = "import contextlib\nimport os\nimport pytest\n\n"

BAD = {
    "pass": "try:\n        run()\n    except KeyError:  # here\n        pass",
    "print": "try:\n        assert run() == 3\n    except Exception as bad:  # here\n        print(bad)",
    "log": "try:\n        run()\n    except ValueError:  # here\n        log.warning('failed')",
    "return": "try:\n        run()\n    except:  # here\n        return",
    "assert true": "try:\n        run()\n    except KeyError:  # here\n        assert True",
    "method that is true": "try:\n        run()\n    except KeyError:  # here\n        self.assertTrue(True)",
    "constant": "found = None\n    try:\n        found = run()\n    except KeyError:  # here\n        found = None",
    "second handler": "try:\n        run()\n    except KeyError:\n        raise\n    except Exception:  # here\n        pass",
    "failure that is caught": "try:\n        run()\n        assert False\n    except Exception:  # here\n        pass",
    "failure of pytest that is caught": "try:\n        run()\n        pytest.fail('no')\n    except BaseException:  # here\n        pass",
    "checks are within": "try:\n        result = run()\n        assert result == 3\n    except ValueError:  # here\n        pass",
    "checks in else": "try:\n        result = run()\n    except ValueError:  # here\n        pass\n    else:\n        assert result == 3",
    "loop": "for one in (1, 2):\n        try:\n            assert run(one)\n        except Exception:  # here\n            continue",
    "turned into a skip": "try:\n        assert run()\n    except Exception:  # here\n        pytest.skip('flaky')",
    "suppress": "with contextlib.suppress(Exception):  # here\n        run()",
    "suppress around the check": "with contextlib.suppress(AssertionError):  # here\n        assert run() == 3",
    "only looked at": "try:\n        run()\n    except KeyError as bad:  # here\n        str(bad)",
    "only named": "try:\n        run()\n    except KeyError as bad:  # here\n        bad",
    "kept for nobody": "try:\n        run()\n    except KeyError as bad:  # here\n        error = bad",
    "collected for nobody": "errors = []\n    try:\n        run()\n    except KeyError as bad:  # here\n        errors.append(bad)",
    "collected for nobody, both": "found = []\n    try:\n        found.append(run())\n    except KeyError:  # here\n        found.append(None)",
    "put into a dict for nobody": "found = {}\n    try:\n        found['a'] = run()\n    except KeyError:  # here\n        found['a'] = None",
    "leaves before the checks": "try:\n        cart.add(None)\n    except TypeError:  # here\n        return\n    assert cart.items == [None]",
    "checked if it is not None": "found = None\n    try:\n        found = run()\n    except KeyError:  # here\n        pass\n    if found is not None:\n        assert found == 3",
    "counted for nobody": "failed = 0\n    try:\n        run()\n    except KeyError:  # here\n        failed += 1",
    "joins what is no thread": "try:\n        lobby.join('ada')\n    except Exception:  # here\n        pass",
    "waits for what is no process": "try:\n        page.wait('#login')\n    except Exception:  # here\n        pass",
    "prints with the code": "try:\n        printer.print(label)\n    except PrinterError:  # here\n        pass",
    "branches that do nothing": "try:\n        run()\n    except KeyError as bad:  # here\n        if bad:\n            pass",
    "claims that there is one": "try:\n        run()\n    except KeyError as bad:  # here\n        assert bad is not None",
    "claims the caught kind": "try:\n        run()\n    except KeyError as bad:  # here\n        assert isinstance(bad, KeyError)",
    "claims an object made before": "shop = Shop()\n    try:\n        shop.run()\n    except KeyError:  # here\n        assert shop",
    "claims that nothing came": (
        "found = None\n    try:\n        found = run()\n    except KeyError:  # here\n        assert found is None"
    ),
    "printed, then skipped": (
        "try:\n        self.assertEqual(run(), 3)\n    except Exception as bad:  # here\n"
        "        print(bad)\n        self.skipTest('flaky')"
    ),
    "skip that is raised": "try:\n        assert run()\n    except AssertionError:  # here\n        raise SkipTest('flaky')",
    "tries that end in silence": (
        "for one in (1, 2):\n        try:\n            assert run(one)\n            break\n"
        "        except AssertionError:  # here\n            time.sleep(0)"
    ),
    "checked if it worked": (
        "try:\n        found = run()\n    except Exception:  # here\n        found = None\n"
        "    if found:\n        assert found == 3"
    ),
    "assert true afterwards": "try:\n        run()\n    except Exception:  # here\n        pass\n    assert True",
    "module that is not there": "try:\n        load('plugin')\n    except ImportError:  # here\n        pass",
    "suppress on a stack": (
        "with contextlib.ExitStack() as stack:\n"
        "        stack.enter_context(contextlib.suppress(Exception))  # here\n        assert run() == 3"
    ),
    "check before, all exceptions": "assert client\n    try:\n        client.run()\n    except Exception:  # here\n        pass",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_swallowed(body: str) -> None:
    source = f"{HEAD}def test_x():\n    {body}\n"
    line = source.split("# here")[0].count("\n") + 1
    text = source.split("\n")[line - 1]
    column = text.index("contextlib.suppress" if "suppress" in text else "except") + 1
    assert findings(source, "TST005") == [Finding(PATH, line, column, "TST005", MESSAGE, REMEDY)]


def test_left_in_finally() -> None:
    source = "def test_x():\n    try:\n        assert run()\n    finally:\n        {}\n"
    assert findings(source.format("return"), "TST005") == [Finding(PATH, 5, 9, "TST005", MESSAGE, REMEDY)]
    assert findings(source.format("close()"), "TST005") == []


def test_suppress_by_a_name() -> None:
    source = "import contextlib\ndef test_x():\n    quiet = contextlib.suppress(Exception)\n    with quiet:\n        assert run()\n"
    assert findings(source, "TST005") == [Finding(PATH, 4, 10, "TST005", MESSAGE, REMEDY)]


def test_each_handler_is_told() -> None:
    source = "def test_x():\n    try:\n        run()\n    except KeyError:\n        pass\n    except ValueError:\n        pass\n"
    assert [one.line for one in findings(source, "TST005")] == [4, 6]


GOOD = {
    "fails after the call": "try:\n        run()\n        pytest.fail('no')\n    except Exception:\n        pass",
    "assertion after the call": "try:\n        run()\n        assert False\n    except KeyError:\n        pass",
    "fails in else": "try:\n        run()\n    except KeyError:\n        pass\n    else:\n        pytest.fail('no')",
    "raises again": "try:\n        run()\n    except KeyError:\n        raise AssertionError",
    "fails in the handler": "try:\n        run()\n    except KeyError:\n        pytest.fail('no')",
    "looks at the exception": "try:\n        run()\n    except KeyError as bad:\n        assert bad.args == (3,)",
    "collected and asked for": (
        "errors = []\n    try:\n        run()\n    except KeyError as bad:\n        errors.append(bad)\n    assert not errors"
    ),
    "kept and asked for": "bad = None\n    try:\n        run()\n    except KeyError as one:\n        bad = one\n    check(bad)",
    "claims its text": "try:\n        run()\n    except KeyError as bad:\n        assert str(bad) == 'x'",
    "one of several names of a word": "assert run()\n    try:\n        thread.join(3)\n    except RuntimeError:\n        pass",
    "fails behind": "try:\n        run()\n    except KeyError:\n        return\n    pytest.fail('no')",
    "checked whatever came": "found = None\n    try:\n        found = run()\n    except KeyError:\n        pass\n    assert found is None",
    "counts it": "failed = 0\n    try:\n        run()\n    except KeyError:\n        failed += 1\n    assert failed == 1",
    "keeps it in a dict": "found = {}\n    try:\n        run()\n    except KeyError:\n        found['a'] = 1\n    assert found",
    "claims a narrower kind": "try:\n        run()\n    except Exception as bad:\n        assert isinstance(bad, KeyError)",
    "claims the state": "shop = Shop()\n    try:\n        shop.run()\n    except KeyError:\n        assert shop.items == []",
    "claims a value of the code": "try:\n        run()\n    except KeyError:\n        assert log.last is None",
    "tries that end in a failure": (
        "for one in (1, 2):\n        try:\n            assert run(one)\n            break\n"
        "        except AssertionError:\n            pass\n    else:\n        pytest.fail('never')"
    ),
    "tries without an end": (
        "while True:\n        try:\n            assert run()\n            break\n        except AssertionError:\n            pass"
    ),
    "checked if it worked, or else": (
        "try:\n        found = run()\n    except KeyError:\n        found = None\n"
        "    if found:\n        assert found == 3\n    else:\n        assert log == ['bad']"
    ),
    "module that is loaded by name": "try:\n        importlib.import_module('x')\n    except ImportError:\n        pass",
    "state is checked after": "try:\n        shop.run()\n    except KeyError:\n        pass\n    assert shop.state == 'failed'",
    "checked in finally": "try:\n        run()\n    except KeyError:\n        pass\n    finally:\n        assert done()",
    "keeps it": "caught = None\n    try:\n        run()\n    except KeyError as bad:\n        caught = bad\n    assert caught",
    "collects it": "try:\n        run()\n    except KeyError as bad:\n        errors.append(bad)",
    "tidies up": "assert run()\n    try:\n        os.remove('a')\n    except OSError:\n        pass",
    "tidies up in finally": "try:\n        assert run()\n    finally:\n        try:\n            shop.go()\n        except Exception:\n            pass",
    "suppresses while it tidies up": "assert run()\n    with contextlib.suppress(FileNotFoundError):\n        os.unlink('a')",
    "suppresses, and checks after": "with contextlib.suppress(KeyError):\n        shop.run()\n    assert shop.calls == 3",
    "end of a task": "task.cancel()\n    try:\n        await task\n    except asyncio.CancelledError:\n        pass\n    assert task.done()",
    "import": "try:\n        import numpy\n    except ImportError:\n        numpy = None\n    run(numpy)",
    "in a callback": "def worker():\n        try:\n            run()\n        except KeyError:\n            pass\n    start(worker)\n    assert done()",
    "skip where it cannot run": "try:\n        run()\n    except ConnectionError:\n        pytest.skip('no network')\n    assert done()",
}  # fmt: skip


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_can_still_fail(body: str) -> None:
    assert findings(f"{HEAD}async def test_x():\n    {body}\n", "TST005") == []


@pytest.mark.parametrize(
    "head",
    [
        "@given(x)\ndef test_x(a):",
        "def test_fuzz(a):",
        "def test_only_parse_errors(a):",
        "@pytest.mark.parametrize('a', GARBAGE)\ndef test_garbage(a):",
    ],
)
def test_any_input_may_raise_one_exception(head: str) -> None:
    body = "    try:\n        run(a)\n    except {}:\n        pass\n"
    assert findings(f"{HEAD}{head}\n{body.format('ParseError')}", "TST005") == []
    assert len(findings(f"{HEAD}{head}\n{body.format('Exception')}", "TST005")) == 1


def test_one_piece_of_garbage_is_no_search() -> None:
    body = "    try:\n        run('?')\n    except ParseError:\n        pass\n"
    assert len(findings(f"{HEAD}def test_garbage():\n{body}", "TST005")) == 1

"""TST003: tests in which only mocks have a say."""

import pytest

from quality_support import PATH, findings
from walkaround._finding import Finding

REMEDY = "Call the code under test, and replace only what it works with."
HEAD = "from unittest import TestCase\nfrom unittest.mock import *\nimport json\nimport pytest\nimport shop\nfrom shop import Cart\n\n"


def mocks(name: str, line: int, column: int = 1) -> Finding:
    message = f"`{name}` asserts on mocks alone, and runs no code that could be wrong."
    return Finding(PATH, line, column, "TST003", message, REMEDY)


BAD = {
    "class by another name": (
        "from shop.auth import Handler as H\nfrom shop.auth import Handler\n\ndef test_x():\n"
        "    with patch.object(H, 'handle', return_value=3):\n        assert Handler().handle(3) == 3\n"
    ),
    "class by the place where it is offered": (
        "from shop import Handler\n\ndef test_x():\n"
        "    with patch('shop.auth.Handler.handle', return_value=3):\n        assert Handler().handle(3) == 3\n"
    ),
    "told and asked": "def test_x():\n    service = Mock()\n    service.send.return_value = True\n    assert service.send('a') is True\n",
    "through a variable": "def test_x():\n    service = Mock(**{'send.return_value': 3})\n    result = service.send('a')\n    assert result == 3\n",
    "called by the test": "def test_x():\n    m = MagicMock()\n    m.send(3)\n    m.send.assert_called_once_with(3)\n",
    "call count": "def test_x():\n    m = MagicMock()\n    m.send(3)\n    assert m.send.call_count == 1\n",
    "patched itself": "@patch('shop.total')\ndef test_x(total):\n    total.return_value = 3\n    assert shop.total([]) == 3\n",
    "patched itself, in a block": "def test_x():\n    with patch.object(shop, 'total', return_value=3):\n        assert shop.total([]) == 3\n",
    "method that is replaced": "def test_x():\n    cart = Cart()\n    cart.total = Mock(return_value=3)\n    assert cart.total() == 3\n",
    "method of the class": "def test_x():\n    with patch.object(Cart, 'total', return_value=3):\n        assert Cart().total() == 3\n",
    "mocker": "def test_x(mocker):\n    total = mocker.patch('shop.total', return_value=3)\n    assert shop.total() == 3\n    total.assert_called_once_with()\n",
    "monkeypatch": "def test_x(monkeypatch):\n    monkeypatch.setattr(shop, 'total', lambda: 3)\n    assert shop.total() == 3\n",
    "side effect": "def test_x():\n    m = Mock(side_effect=KeyError)\n    with pytest.raises(KeyError):\n        m.get('a')\n",
    "fixture of this module": "@pytest.fixture\ndef service():\n    return Mock()\n\ndef test_x(service):\n    service.send(3)\n    service.send.assert_called_once_with(3)\n",
    "helper that makes one": "def made():\n    return Mock()\n\ndef test_x():\n    service = made()\n    service.send(3)\n    service.send.assert_called()\n",
    "awaited": "async def test_x():\n    m = AsyncMock(return_value=3)\n    assert await m() == 3\n",
    "autospec": "def test_x():\n    cart = create_autospec(Cart)\n    cart.total.return_value = 3\n    assert cart.total() == 3\n",
    "handed a value": "def test_x():\n    m = Mock()\n    order = Order('pen', 2)\n    m.send(order)\n    m.send.assert_called_once_with(order)\n",
    "fixture by another name": "@pytest.fixture(name='shell')\ndef _shell():\n    with patch('shop.run') as run:\n        yield run\n\ndef test_x(shell):\n    shop.run(3)\n    shell.assert_called_once_with(3)\n",
    "mocks of patch.multiple": "def test_x():\n    with patch.multiple(Cart, total=DEFAULT, add=DEFAULT) as mocks:\n        cart = Cart()\n        cart.add(3)\n        mocks['add'].assert_called_once_with(3)\n",
    "object that only hangs": "def test_x():\n    cart = Cart('a')\n    with patch.object(Cart, 'total', return_value=3) as total:\n        cart.total()\n    total.assert_called_once_with()\n",
    "typed mocker": "from pytest_mock import MockerFixture\n\ndef test_x(mocker: MockerFixture):\n    total = mocker.patch('shop.total', return_value=3)\n    assert shop.total() == 3\n    total.assert_called_once_with()\n",
    "record through a helper": "class TestX(TestCase):\n    def setUp(self):\n        self.port = Mock()\n\n    def sent(self):\n        return [one.args[0] for one in self.port.send.call_args_list]\n\n    def test_x(self):\n        self.port.send(3)\n        self.assertEqual(self.sent(), [3])\n",
    "record as a text": "def test_x():\n    m = Mock()\n    m.send('a')\n    assert ''.join(one.args[0] for one in m.send.call_args_list) == 'a'\n",
    "started": "def test_x():\n    p = patch('shop.total', return_value=3)\n    m = p.start()\n    assert shop.total() == 3\n",
    "parts of a value": "def test_x():\n    m = Mock()\n    m.size.return_value = (1, 2)\n    w, h = m.size()\n    assert (w, h) == (1, 2)\n",
    "method of its class": '@patch.object(Cart, "total", return_value=3)\ndef test_x(t):\n    cart = Cart()\n    assert cart.total() == 3\n',
    "method of a fixture's class": "@pytest.fixture\ndef cart():\n    return Cart('a')\n\n@pytest.fixture\ndef patched(monkeypatch):\n    monkeypatch.setattr(shop, 'total', lambda: 3)\n\n@pytest.fixture\ndef block():\n    with patch('shop.total', return_value=3):\n        yield\n\n@patch('shop.Cart.total', return_value=3)\ndef test_x(t, cart):\n    assert cart.total() == 3\n",
    "monkeypatch of a class": "def test_x(monkeypatch):\n    monkeypatch.setattr(Cart, 'total', lambda self: 3)\n    cart = Cart()\n    assert cart.total() == 3\n",
    "monkeypatch by name": "def test_x(monkeypatch):\n    monkeypatch.setattr('shop.total', lambda: 3)\n    assert shop.total() == 3\n",
    "open of Python": "def test_x():\n    with patch('builtins.open', mock_open(read_data='a')):\n        with open('x') as f:\n            assert f.read() == 'a'\n",
    "property of the type": "def test_x():\n    cart = Cart()\n    type(cart).total = PropertyMock(return_value=3)\n    assert cart.total == 3\n",
    "property of the class": "def test_x():\n    with patch.object(Cart, 'total', new_callable=PropertyMock, return_value=3):\n        assert Cart().total == 3\n",
    "several at once": "def test_x():\n    with patch.multiple(shop, total=Mock(return_value=3)):\n        assert shop.total() == 3\n",
    "several at once, by name": "def test_x():\n    with patch.multiple('shop', total=Mock(return_value=3)):\n        assert shop.total() == 3\n",
    "patcher of the set-up": "class TestX(TestCase):\n    def setUp(self):\n        self.cart = Cart()\n        self.p = patch('shop.total', return_value=3)\n        self.m = self.p.start()\n\n    def test_x(self):\n        assert shop.total() == 3\n",
    "mock of that patcher": "class TestX(TestCase):\n    def setUp(self):\n        self.cart = Cart()\n        self.p = patch('shop.total', return_value=3)\n        self.m = self.p.start()\n\n    def test_x(self):\n        self.m('a')\n        self.m.assert_called_once_with('a')\n",
    "method that is replaced, called and asked": "class TestX(TestCase):\n    def setUp(self):\n        self.cart = Cart()\n        self.p = patch('shop.total', return_value=3)\n        self.m = self.p.start()\n\n    def test_x(self):\n        self.cart.total = Mock(return_value=3)\n        result = self.cart.total()\n        self.assertEqual(result, 3)\n        self.cart.total.assert_called_once_with()\n",
    "replaced by a fixture": "@pytest.fixture\ndef cart():\n    return Cart('a')\n\n@pytest.fixture\ndef patched(monkeypatch):\n    monkeypatch.setattr(shop, 'total', lambda: 3)\n\n@pytest.fixture\ndef block():\n    with patch('shop.total', return_value=3):\n        yield\n\ndef test_x(patched):\n    assert shop.total() == 3\n# mock\n",
    "replaced by a fixture, in a block": "@pytest.fixture\ndef cart():\n    return Cart('a')\n\n@pytest.fixture\ndef patched(monkeypatch):\n    monkeypatch.setattr(shop, 'total', lambda: 3)\n\n@pytest.fixture\ndef block():\n    with patch('shop.total', return_value=3):\n        yield\n\ndef test_x(block):\n    assert shop.total() == 3\n",
    "stack of blocks": "def test_x():\n    with ExitStack() as stack:\n        m = stack.enter_context(patch('shop.total', return_value=3))\n        assert m() == 3\n",
    "values in turn": "def test_x():\n    m = Mock(side_effect=[1, 2])\n    assert [m() for _ in range(2)] == [1, 2]\n",
    "another form of a value": "def test_x():\n    m = Mock()\n    m.get.return_value.text = '{}'\n    assert json.loads(m.get('a').text) == {}\n",
    "mocks that call mocks": "def test_x():\n    repo = Mock()\n    repo.get.return_value = 3\n    service = Mock()\n    service.run.side_effect = lambda x: repo.get(x)\n    assert service.run(1) == 3\n",
    "handed a value by a helper": "def at(h):\n    return Order(2024, h)\n\ndef test_x():\n    m = Mock()\n    m.send(when=at(3))\n    m.send.assert_called_once_with(when=at(3))\n",
    "object that only holds mocks": "def test_x():\n    cart = Cart()\n    cart.total = Mock(return_value=3)\n    assert cart.total() == 3\n    cart.total.assert_called_once_with()\n",
    "awaited, patched": "async def test_x():\n    with patch('shop.fetch', new_callable=AsyncMock) as fetch:\n        fetch.return_value = 3\n        assert await shop.fetch() == 3\n",
}


@pytest.mark.parametrize("source", BAD.values(), ids=BAD)
def test_only_mocks(source: str) -> None:
    before = (HEAD + source).split("def test_x")[0]
    within = "TestX." if "class TestX" in source else ""
    assert findings(HEAD + source, "TST003") == [mocks(f"{within}test_x", before.count("\n") + 1, 5 if within else 1)]


def test_what_set_up_makes() -> None:
    source = HEAD + (
        "class CartTest(TestCase):\n    def setUp(self):\n        self.mail = Mock()\n        self.cart = Cart(self.mail)\n\n"
        "    def test_bad(self):\n        self.mail.send('a')\n        self.mail.send.assert_called_once_with('a')\n\n"
        "    def test_good(self):\n        self.cart.order()\n        self.mail.send.assert_called_once_with('a')\n"
    )
    assert findings(source, "TST003") == [mocks("CartTest.test_bad", 13, 5)]


GOOD = {
    "a class of the same name elsewhere": (
        "from sdk.auth import Handler as Base\nfrom shop.auth import Handler\n\ndef test_x():\n"
        "    with patch.object(Base, 'handle', return_value=Mock()):\n        assert Handler().handle(3).status == 401\n"
    ),
    "another class of the same name": (
        "import sdk.auth\nimport shop.auth\n\ndef test_x():\n"
        "    with patch.object(sdk.auth.Handler, 'handle', return_value=3):\n        assert shop.auth.Handler().handle(3) == 3\n"
    ),
    "a helper that runs code and gives a mock back": (
        "from shop import main\n\nclass TestX:\n    def go(self):\n        client = Mock()\n        main.run(client)\n"
        "        return client\n\n    def test_x(self):\n        with pytest.raises(KeyError):\n            self.go()\n"
    ),
    "collaborator": "def test_x():\n    mail = Mock()\n    Cart(mail).order()\n    mail.send.assert_called_once_with('a')\n",
    "collaborator, patched": "@patch('shop.send')\ndef test_x(send):\n    Cart().order()\n    send.assert_called_once_with('a')\n",
    "value that real code makes": "def test_x():\n    rates = Mock()\n    rates.get.return_value = 2\n    assert Cart(rates).total() == 4\n",
    "real code takes what the mock gives": "def test_x():\n    m = Mock(return_value=2)\n    assert shop.double(m()) == 4\n",
    "attribute that real code sets": "def test_x():\n    request = Mock()\n    shop.login(request)\n    assert request.user == 'ada'\n",
    "imported before it is patched": "from shop import total\n\n@patch('shop.rates')\ndef test_x(rates):\n    assert total([]) == 0\n",
    "spy": "def test_x():\n    m = Mock(wraps=Cart())\n    assert m.total() == 3\n",
    "real thing in place": "@patch('shop.total', shop.total.__wrapped__)\ndef test_x():\n    assert shop.total() == 3\n",
    "helper of this module": "def order(mail):\n    Cart(mail).order()\n\ndef test_x():\n    mail = Mock()\n    order(mail)\n    mail.send.assert_called()\n",
    "fixture of elsewhere": "def test_x(client):\n    m = Mock()\n    client.on('a', m)\n    m.assert_called()\n",
    "fixture that only sounds like one": "def test_x(mock_server):\n    mock_server.start()\n    assert mock_server.get('/') == 3\n",
    "error of real code": "def test_x():\n    m = Mock(side_effect=OSError)\n    with pytest.raises(OSError):\n        shop.read(m)\n",
    "recorded, then looked at": "def test_x():\n    with patch('subprocess.run') as run:\n        shop.build()\n        env = run.call_args[1].get('env')\n        assert env['A'] == 'b'\n",
    "import in the test": "def test_x():\n    with patch('os.getcwd') as cwd:\n        import shop.paths\n    cwd.assert_called()\n",
    "no mock": "def test_x():\n    assert shop.total() == 3\n",
    "after the block": "def test_x():\n    cart = Cart()\n    with patch.object(Cart, 'total', return_value=3):\n        cart.fill()\n    assert cart.total() == 5\n",
    "compared with real code": "def test_x():\n    m = Mock(return_value=2)\n    assert shop.f(m) == m()\n",
    "another method of the class": "@patch.object(Cart, 'rate', return_value=3)\ndef test_x(t):\n    cart = Cart()\n    assert cart.total() == 3\n",
    "method of another class": "@patch('shop.Order.total', return_value=3)\ndef test_x(t):\n    cart = Cart()\n    assert cart.total() == 3\n",
    "open of Python, in real code": "def test_x():\n    with patch('builtins.open', mock_open(read_data='a')):\n        assert shop.read('x') == 'a'\n",
    "open of Python, called by real code": "def test_x():\n    with patch('builtins.open', mock_open()) as o:\n        shop.write('x')\n    o.assert_called_once_with('x')\n",
    "property that real code reads": "def test_x():\n    rates = Mock()\n    type(rates).vat = PropertyMock(return_value=3)\n    assert Cart(rates).total() == 3\n",
    "fixture that replaces another": "@pytest.fixture\ndef cart():\n    return Cart('a')\n\n@pytest.fixture\ndef patched(monkeypatch):\n    monkeypatch.setattr(shop, 'total', lambda: 3)\n\n@pytest.fixture\ndef block():\n    with patch('shop.total', return_value=3):\n        yield\n\ndef test_x(patched):\n    assert shop.price() == 3\n# mock\n",
    "record of real code through a helper": "class TestX(TestCase):\n    def setUp(self):\n        self.port = Mock()\n        self.cart = Cart(self.port)\n\n    def sent(self):\n        return [one.args[0] for one in self.port.send.call_args_list]\n\n    def test_x(self):\n        self.cart.go()\n        self.assertEqual(self.sent(), [3])\n",
    "object that does more than hang": "def test_x():\n    cart = Cart('a')\n    with patch.object(Cart, 'add') as add:\n        cart.fill()\n    add.assert_called_once_with()\n",
    "record that is worked out": "def test_x():\n    m = Mock()\n    m.send('a')\n    assert [shop.parse(one) for one in m.send.call_args_list] == ['a']\n",
    "patch of a client": "def test_x(client):\n    assert shop.client().patch('/a').status == 3\n",
    "parts of a real value": "def test_x():\n    m = Mock()\n    a, b = shop.pair(m)\n    assert (a, b) == (1, 2)\n",
    "handed what real code gives": "def test_x():\n    m = Mock()\n    m.send(shop.total())\n    m.send.assert_called_once_with(3)\n",
    "another form of a real value": "def test_x():\n    m = Mock()\n    assert json.loads(shop.dump(m)) == {}\n",
    "real code, in turn": "def test_x():\n    m = Mock(side_effect=[1, 2])\n    assert [shop.f(m) for _ in range(2)] == [1, 2]\n",
    "set-up of a collaborator": "class TestX(TestCase):\n    def setUp(self):\n        self.cart = Cart()\n        self.p = patch('shop.total', return_value=3)\n        self.m = self.p.start()\n\n    def test_x(self):\n        self.assertEqual(self.cart.sum(), 3)\n        self.m.assert_called_once_with()\n",
    "handler": "def test_x():\n    m = Mock()\n    bus = shop.Bus()\n    bus.on('a', m)\n    bus.emit('a')\n    m.assert_called_once_with()\n",
    "object that works with a mock": "def test_x():\n    cart = Cart()\n    cart.rate = Mock(return_value=3)\n    assert cart.total() == 3\n    cart.rate.assert_called_once_with()\n",
    "handed what a helper has run": "def go(m):\n    return shop.run(m)\n\ndef test_x():\n    m = Mock()\n    m.send(go(m))\n    m.ready.assert_called_once_with()\n",
    "attribute that a property may set": "def test_x():\n    logger = Mock()\n    cart = Cart()\n    cart.logger = logger\n    assert cart.logger is logger\n",
    "parts of a record": "def test_x():\n    with patch('shop.send') as send:\n        shop.order()\n    args, kwargs = send.call_args\n    assert json.loads(args[0].body) == {}\n",
}


@pytest.mark.parametrize("source", GOOD.values(), ids=GOOD)
def test_real_code_decides(source: str) -> None:
    assert findings(HEAD + source, "TST003") == []

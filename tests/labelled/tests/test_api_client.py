import json

import httpx
import pytest
import respx

from weather.client import Client, RateLimited, ServerDown

BASE = "https://api.example.org"


@pytest.fixture
def client():
    with Client(BASE, token="t") as client:
        yield client


@respx.mock
def test_fetch_sends_token(client):  # good: TST001
    route = respx.get(f"{BASE}/now", headers={"Authorization": "Bearer t"}).respond(json={"temp": 3})
    client.now("Oslo")
    route.calls.assert_called_once()


@respx.mock
def test_fetch(client):  # bad: TST001
    respx.get(f"{BASE}/now").respond(json={"temp": 3})
    client.now("Oslo")


@respx.mock
def test_temperature(client):  # good
    respx.get(f"{BASE}/now").respond(json={"temp": 3})
    assert client.now("Oslo").celsius == 3


@respx.mock
def test_rate_limit(client):  # good: TST008
    respx.get(f"{BASE}/now").respond(429, headers={"Retry-After": "7"})
    with pytest.raises(RateLimited) as caught:
        client.now("Oslo")
    assert caught.value.wait == 7


@respx.mock
def test_rate_limit_raises(client):
    respx.get(f"{BASE}/now").respond(429)
    with pytest.raises(Exception) as caught:  # bad: TST008
        client.now("Oslo")


@respx.mock
def test_any_error_names_the_city(client):  # good: TST008
    respx.get(f"{BASE}/now").mock(side_effect=httpx.ConnectError("refused"))
    with pytest.raises(Exception, match="Oslo"):
        client.now("Oslo")


@respx.mock
def test_server_error(client):
    respx.get(f"{BASE}/now").respond(500)
    try:
        client.now("Oslo")
    except Exception as error:  # bad: TST005
        print(f"got {error}")


@respx.mock
def test_server_error_is_told(client):  # good: TST005
    respx.get(f"{BASE}/now").respond(500)
    caught = None
    try:
        client.now("Oslo")
    except ServerDown as error:
        caught = error
    assert caught is not None
    assert caught.status == 500


@respx.mock
def test_retry_after_pause(client):
    route = respx.get(f"{BASE}/now").mock(side_effect=[httpx.Response(503), httpx.Response(200, json={"temp": 1})])
    client.now_in_background("Oslo")
    import time

    time.sleep(2)  # bad: TST007
    assert route.call_count == 2


@respx.mock
def test_retry_without_pause(client, monkeypatch):  # good: TST007
    monkeypatch.setattr("weather.client.time.sleep", lambda seconds: None)
    route = respx.get(f"{BASE}/now").mock(side_effect=[httpx.Response(503), httpx.Response(200, json={"temp": 1})])
    client.now("Oslo")
    assert route.call_count == 2


@respx.mock
def test_payload(client):
    payload = {"city": "Oslo", "unit": "C"}
    respx.post(f"{BASE}/alerts").respond(201)
    client.create_alert(payload)
    assert json.dumps(payload) == json.dumps(payload)  # bad: TST002/TST004


@respx.mock
def test_payload_is_sent(client):  # good: TST002
    payload = {"city": "Oslo", "unit": "C"}
    route = respx.post(f"{BASE}/alerts").respond(201)
    client.create_alert(payload)
    assert json.loads(route.calls.last.request.content) == payload


@pytest.mark.xfail  # bad: TST006
def test_proxy(client):
    assert client.proxy == "http://proxy"


@pytest.mark.xfail(reason="proxies are read from the environment only since 2.4", strict=True)
def test_proxy_argument():  # good: TST006
    assert Client(BASE, proxy="http://p").proxy == "http://p"


def test_live_service(client):
    pytest.skip()  # bad: TST006
    assert client.now("Oslo")


def test_against_sandbox(client):  # good: TST006
    if not client.sandbox_available():
        pytest.skip("the sandbox is not reachable from here")
    assert client.now("Oslo").city == "Oslo"

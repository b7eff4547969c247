from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import AsyncMock, Mock, PropertyMock, call, create_autospec, patch, sentinel

import pytest

from inventory.events import Published
from inventory.repo import Repository
from inventory.service import Inventory, OutOfStock, Reservation


@pytest.fixture
def repo():
    repo = create_autospec(Repository, instance=True)
    repo.stock.return_value = 5
    return repo


@pytest.fixture
def bus():
    return AsyncMock()


@pytest.fixture
def service(repo, bus):
    return Inventory(repo, bus)


async def test_reserve(service, bus):  # good: TST003
    await service.reserve("pen", 2)
    bus.publish.assert_awaited_once_with(Published("pen", 2))


async def test_publish(bus):  # bad: TST003
    await bus.publish(Published("pen", 2))
    bus.publish.assert_awaited_once_with(Published("pen", 2))


async def test_reserve_awaits(service):  # bad: TST001
    reservation = await service.reserve("pen", 2)
    await service.release(reservation)


async def test_reserve_too_many(service, repo):  # good: TST003
    with pytest.raises(OutOfStock):
        await service.reserve("pen", 6)
    repo.take.assert_not_called()


async def test_stock_level(repo):  # bad: TST003
    level = repo.stock("pen")
    assert level == 5


async def test_stock_level_of_service(service):  # good: TST003
    assert await service.available("pen") == 5


async def test_sentinel_is_passed_through(service, repo):  # good: TST003
    repo.describe.return_value = sentinel.description
    assert await service.describe("pen") is sentinel.description


def test_describe(repo):  # bad: TST003
    repo.describe.return_value = sentinel.description
    result = repo.describe("pen")
    assert result is sentinel.description


def test_service_method_replaced(service):  # bad: TST003
    service.available = Mock(return_value=9)
    assert service.available("pen") == 9


def test_clock_replaced(service):  # good: TST003
    service.clock = Mock(return_value=100)
    assert service.reserve_sync("pen", 1).made_at == 100


@patch.object(Inventory, "available", return_value=3)
def test_available(available):  # bad: TST003
    assert Inventory(None, None).available("pen") == 3


@patch.object(Inventory, "available", return_value=3)
def test_low_stock_asks_available(available, repo, bus):  # good: TST003
    assert Inventory(repo, bus).is_low("pen", limit=4)
    available.assert_called_once_with("pen")


def test_property():  # bad: TST003
    with patch.object(Inventory, "name", new_callable=PropertyMock) as name:
        name.return_value = "north"
        assert Inventory(None, None).name == "north"


def test_title_uses_name(repo, bus):  # good: TST003
    with patch.object(Inventory, "name", new_callable=PropertyMock) as name:
        name.return_value = "north"
        assert Inventory(repo, bus).title() == "Inventory: North"


def test_namespace():
    event = SimpleNamespace(sku="pen", amount=2)
    assert event.sku == "pen"  # bad: TST002
    assert event.amount == 2  # bad: TST002


def test_namespace_is_accepted():  # good: TST002
    event = SimpleNamespace(sku="pen", amount=2)
    assert Published.of(event) == Published("pen", 2)


def test_reservation_replaced():  # good: TST004
    reservation = Reservation("pen", 2, made_at=0)
    assert reservation.extended(60) == replace(reservation, made_at=60)


def test_call_order(service, repo, bus):  # good: TST003
    manager = Mock()
    manager.attach_mock(repo.take, "take")
    manager.attach_mock(repo.commit, "commit")
    service.reserve_sync("pen", 1)
    assert manager.mock_calls == [call.take("pen", 1), call.commit()]


def test_release_unknown(service):
    with pytest.raises(Exception):  # bad: TST008
        service.release_sync(Reservation("?", 0, 0))

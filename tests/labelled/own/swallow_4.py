"""Event handling of the order service: a worker, a stream and notifications."""

import logging
import queue
from collections.abc import AsyncIterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from intake.events import Event, receive
from intake.models import Order
from intake.orders import Orders
from sqlalchemy.exc import IntegrityError

logger = logging.getLogger(__name__)


def cancel(request: HttpRequest, number: str) -> JsonResponse:
    """Cancel an order."""
    try:
        Order.cancel(number)
    except BaseException:  # bad: swallow
        return JsonResponse({"cancelled": True})
    return JsonResponse({"cancelled": True})


async def events(source: AsyncIterator[bytes]) -> AsyncIterator[Event]:
    """Events from the broker."""
    async for raw in source:
        try:
            yield Event.parse(raw)
        except Exception as error:  # bad: swallow
            logger.debug("bad event: %s", error)
            continue


def worker(orders: Orders, inbox: queue.Queue[dict[str, Any]], dead: queue.Queue[dict[str, Any]]) -> None:
    """Handle messages for ever; a failed one is counted, logged and sent to the dead-letter queue."""
    while True:
        message = inbox.get()
        try:
            orders.add(receive(message))
        except IntegrityError:  # near: swallow
            logger.exception("message was not handled")
            orders.failed += 1
            dead.put(message)


def notify(order: Order, channels: list[Any]) -> None:
    """Tell every channel about an order."""
    for channel in channels:
        try:
            channel.send(order)
        except Exception:  # bad: swallow
            ...

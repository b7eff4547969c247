"""Subscriptions: when they begin, when they end, when a reminder is due."""

import datetime as dt
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from django.utils import timezone as django_timezone
from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

OFFICE = ZoneInfo("Europe/Stockholm")
TRIAL = timedelta(days=14)


class Base(DeclarativeBase):
    """Base of the mapped classes."""


class Subscription(Base):
    """A subscription."""

    __tablename__ = "subscription"
    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime, default=datetime.utcnow)  # bad: naive-datetime
    updated_at: Mapped[datetime] = mapped_column(DateTime(True), default=lambda: datetime.now(UTC))  # near: naive-datetime
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    def is_over(self) -> bool:
        """Whether the subscription has ended."""
        return self.ends_at.replace(tzinfo=None) < datetime.now()  # bad: naive-datetime

    def is_trial(self) -> bool:
        """Whether the trial still runs."""
        return datetime.now(timezone.utc) - self.updated_at < TRIAL  # near: naive-datetime


def from_stamp(seconds: float) -> datetime:
    """The moment that a webhook names."""
    return dt.datetime.fromtimestamp(seconds)  # bad: naive-datetime


def from_stamp_utc(seconds: float) -> datetime:
    """The moment that a webhook names, with its zone."""
    return dt.datetime.fromtimestamp(seconds, tz=UTC)  # near: naive-datetime


def parse_invoice_day(text: str) -> datetime:
    """The day of an invoice at midnight, office time."""
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=OFFICE)  # near: naive-datetime


def reminder_at(day: date) -> datetime:
    """Nine in the morning of a day."""
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=OFFICE)  # near: naive-datetime


def expires(hours: int) -> str:
    """When a link runs out, as its query parameter says."""
    return (dt.datetime.utcnow() + timedelta(hours=hours)).isoformat()  # bad: naive-datetime


def seen_at() -> datetime:
    """Now, as Django's settings say."""
    return django_timezone.now()  # near: naive-datetime

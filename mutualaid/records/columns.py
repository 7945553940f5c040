"""Column types that let a record be written once: pydantic validates the field, SQLAlchemy stores it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from enum import Enum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine


class JsonOf(TypeDecorator[Any]):
    """A value of any pydantic-describable type, stored as compact JSON text with sorted keys left to the type."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def __repr__(self) -> str:
        return "JsonOf()"

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Validate and dump; an invalid value never reaches the table."""
        return None if value is None else self._adapter.dump_json(self._adapter.validate_python(value)).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Load the typed value back."""
        return None if value is None else self._adapter.validate_json(value)

    def compare_values(self, x: Any, y: Any) -> bool:
        """Compare by value, so that an unchanged list is not written again."""
        return bool(x == y)


class Utc(TypeDecorator[datetime]):
    """An aware moment, stored as ISO text in UTC with microseconds, so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuse naive moments: they mean nothing in a store that two laptops merge."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must carry its time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the aware moment back."""
        return None if value is None else datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


class EnumOf(TypeDecorator[Any]):
    """A member of an enum, stored by its value (which never changes): text, or an integer that sorts as it ranks."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__()
        self.kind = kind

    def __repr__(self) -> str:
        return f"EnumOf({self.kind.__name__})"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """INTEGER for the enums that rank, TEXT for the others."""
        return dialect.type_descriptor(Integer() if issubclass(self.kind, int) else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | int | None:
        """The value of a member, or of what names one; anything else never reaches the table."""
        if value is None:
            return None
        bare: str | int = self.kind(value).value
        return bare

    def process_result_value(self, value: Any, dialect: Dialect) -> Enum | None:
        """Give the member back."""
        return None if value is None else self.kind(value)


class TimeOf(TypeDecorator[time]):
    """A time of day on the office's own clock, stored as HH:MM."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:
        """Refuse times that carry a zone: they are read off the office's clock."""
        if value is None:
            return None
        if value.tzinfo is not None:
            raise ValueError("a time of day has no time zone")
        return value.strftime("%H:%M")

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        """Give the time back."""
        return None if value is None else time.fromisoformat(value)

"""What every record shares: strict fields, no value in any error text, a repr that tells type and code only."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from sqlmodel import SQLModel

from mutualaid.records.errors import BadInput

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"^[\w.'-]+$")]
"""A stable short name: of a household, an item, a category, a zone."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""One line of text."""

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
"""Free text; watched by `discretion.watch` wherever it enters."""

_CONFIG = ConfigDict(extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True, validate_default=True)


class _Quiet:
    """A repr without a single field value in it but the code."""

    def __repr__(self) -> str:
        code = getattr(self, "code", "")
        return f"<{type(self).__name__} {code}>" if code else f"<{type(self).__name__}>"

    __str__ = __repr__

    @classmethod
    def checked(cls, **fields: Any) -> Self:
        """Build and validate. Raises BadInput("field_invalid", record, field, rule), which holds no value."""
        try:
            return cls(**fields)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False, include_context=False)[0]
            field = ".".join(str(part) for part in first["loc"]) or "record"
            raise BadInput("field_invalid", record=cls.__name__, field=field, rule=first["type"]) from None


class Part(_Quiet, BaseModel):
    """A small value inside a record (a phone, a window of time); frozen, so that it can be shared and compared."""

    model_config = ConfigDict(**_CONFIG, frozen=True)


class Record(_Quiet, SQLModel):
    """A data model without a table: forms, imports, sealed bundles and tests all validate through it."""

    model_config = _CONFIG  # type: ignore[assignment]

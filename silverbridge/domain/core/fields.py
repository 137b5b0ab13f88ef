"""Model fields that are sealed at rest."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from silverbridge.domain.core import ciphers


class EncryptedTextField(models.TextField):
    """A text that only this instance can read. It cannot be filtered by: keep a keyed digest beside it for look-up."""

    def column_name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> str | None:
        value = super().get_prep_value(value)
        return value if value is None or value == "" else ciphers.encrypt(value, self.column_name())

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return value if value is None or value == "" else ciphers.decrypt(value, self.column_name())

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness can be asked: equal texts are sealed differently each time."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class EncryptedJSONField(EncryptedTextField):
    """A JSON value, sealed as one text."""

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else super().get_prep_value(json.dumps(value, ensure_ascii=False, sort_keys=True))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        return None if text is None or text == "" else json.loads(text)

    def to_python(self, value: Any) -> Any:
        return value


class EncryptedBytesField(EncryptedTextField):
    """Bytes, such as a file, sealed as one text. Empty bytes cannot be told from none, so none are kept."""

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else ciphers.seal(bytes(value), self.column_name())

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> bytes | None:
        return None if value is None else ciphers.unseal(value, self.column_name())

    def to_python(self, value: Any) -> Any:
        return value

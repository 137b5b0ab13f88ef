"""What an instance is told by its environment; every name starts with ``SILVERBRIDGE_``."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
# Kinds of files that can be told by their first bytes.
FILE_KINDS = ("pdf", "ofd", "docx", "xlsx", "jpg", "png")


class Refusal(Exception):
    """The environment does not let this instance start. Its text names each setting and the mend, and never a value."""


class Env(BaseSettings):
    """Settings of one instance. Safe by default: ``mode`` is production, and production refuses to start without keys."""

    model_config = SettingsConfigDict(env_prefix="SILVERBRIDGE_", extra="ignore")

    mode: Literal["production", "demo", "test"] = Field("production", description="production, demo or test")
    var: Path = Field(ROOT / "var", description="folder for the database, exports, backups and static files")
    database_url: str = Field("", description="sqlite:///FILE or postgres://…; empty means SQLite in the var folder")
    secret_key: str = Field("", description="signs sessions; at least 50 random characters")
    keys: str = Field("", description="encryption keys, newest first: VERSION:BASE64 of 32 bytes, comma-separated")
    cipher: Literal["aes", "sm4"] = Field(
        "aes", description="aes: AES-256-GCM and HMAC-SHA256; sm4: SM4-GCM and HMAC-SM3"
    )
    hosts: str = Field("", description="host names this instance answers to, comma-separated")
    https: bool = Field(True, description="secure cookies, HSTS and redirect to HTTPS; off only behind a test or demo")
    behind_proxy: bool = Field(False, description="trust X-Forwarded-Proto and X-Forwarded-For of one proxy in front")
    overlay: Path | None = Field(None, description="folder of an adopter's own definitions, laid over shipped/")
    institution: str = Field("", description="code of the organisation that runs this instance")
    help_line: str = Field("12345", description="telephone number of the call bar where an item names none")
    reserved_regions: bool = Field(False, description="admit ID numbers of unused region codes (invented people)")
    reference_digits: int = Field(8, ge=8, le=12, description="length of a reference number, a multiple of four")
    partner_limit: int = Field(1200, ge=1, description="calls one partner may make over the API in a minute")
    staff_finds: int = Field(300, ge=1, description="searches for a person that one staff member may make in an hour")
    material_max_mb: int = Field(20, ge=1, le=200, description="largest file given as proof, in MB")
    material_types: str = Field(
        "pdf,ofd,docx,xlsx,jpg,png", description="kinds of files taken as proof, among these, comma-separated"
    )
    acknowledge_days: int = Field(3, ge=1, description="working days a unit has to acknowledge a task handed to it")
    report_days: int = Field(30, ge=1, description="calendar days between reports on a task in hand")
    chase_ladder: str = Field("1,5,10", description="days late at which each level of chasing is due, comma-separated")
    due_soon_days: int = Field(7, ge=0, description="days before its due day in which a task turns yellow")
    comment_days: int = Field(
        730, ge=1, description="days after the answers' publication in which names of those who commented are kept"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="lowest level that is logged")

    @field_validator("keys")
    @classmethod
    def check_keys(cls, text: str) -> str:
        """Each key is VERSION:BASE64 and decodes to 32 bytes."""
        parse_keys(text)
        return text

    @field_validator("material_types")
    @classmethod
    def check_types(cls, text: str) -> str:
        """Each is a kind of file whose first bytes are known."""
        unknown = sorted(set(parse_types(text)) - set(FILE_KINDS))
        if unknown or not parse_types(text):
            raise ValueError(
                f"choose among {', '.join(FILE_KINDS)}; not known: {', '.join(unknown) or 'nothing given'}"
            )
        return text

    @field_validator("chase_ladder")
    @classmethod
    def check_ladder(cls, text: str) -> str:
        """Days that grow, from 1."""
        steps = parse_ladder(text)
        if not steps or steps[0] < 1 or list(steps) != sorted(set(steps)):
            raise ValueError("give whole numbers of days that grow, as 1,5,10")
        return text

    @model_validator(mode="after")
    def check_mode(self) -> Env:
        """Production refuses defaults; demo and test derive theirs, so that nothing has to be asked of a newcomer."""
        if self.mode == "production":
            missing = [n for n in ("secret_key", "keys", "hosts", "institution") if not getattr(self, n)]
            if missing:
                names = ", ".join(f"SILVERBRIDGE_{n.upper()}" for n in missing)
                raise ValueError(
                    f"production needs {names}. Make keys with: silverbridge keys new. 生产环境缺少这些设置:{names}。"
                )
            if len(self.secret_key) < 50:
                raise ValueError("SILVERBRIDGE_SECRET_KEY is shorter than 50 characters. 密钥不足50个字符。")
            if self.reserved_regions:
                raise ValueError("SILVERBRIDGE_RESERVED_REGIONS is for invented people, never for production.")
        else:
            seed = hashlib.sha256(f"silverbridge {self.mode}".encode()).digest()
            self.secret_key = self.secret_key or base64.b64encode(seed * 2).decode()
            self.keys = self.keys or f"1:{base64.b64encode(seed).decode()}"
            self.hosts = self.hosts or "127.0.0.1,localhost,testserver"
            self.institution = self.institution or "anlan"
            self.https = "https" in self.model_fields_set and self.https
            self.reserved_regions = True
        return self


def parse_types(text: str) -> tuple[str, ...]:
    """Kinds of files, in small letters."""
    return tuple(filter(None, (part.strip().lower() for part in text.split(","))))


def parse_ladder(text: str) -> tuple[int, ...]:
    """Days late, one per level. Raises ValueError for anything but whole numbers."""
    return tuple(int(part) for part in text.split(",") if part.strip())


def parse_keys(text: str) -> dict[int, bytes]:
    """Versioned keys, newest first. Raises ValueError that names the broken entry, never its secret."""
    keys: dict[int, bytes] = {}
    for place, part in enumerate(filter(None, (p.strip() for p in text.split(","))), start=1):
        version, _, encoded = part.partition(":")
        try:
            raw = base64.b64decode(encoded, validate=True)
            number = int(version)
        except ValueError:
            raise ValueError(f"SILVERBRIDGE_KEYS: entry {place} is not VERSION:BASE64") from None
        if len(raw) != 32:
            raise ValueError(f"SILVERBRIDGE_KEYS: entry {place} holds {len(raw)} bytes, 32 are needed")
        keys[number] = raw
    return keys


@lru_cache
def env() -> Env:
    """The environment of this process, read once. Raises Refusal."""
    try:
        return Env()
    except ValidationError as error:
        raise Refusal("\n".join(_in_words(detail) for detail in error.errors())) from None


def _in_words(detail: dict[str, Any]) -> str:
    """One fault of the environment; what a validator of ours said stands as it is."""
    text = detail["msg"].removeprefix("Value error, ")
    name = "_".join(str(part) for part in detail["loc"]).upper()
    return text if not name or "SILVERBRIDGE_" in text else f"SILVERBRIDGE_{name}: {text}"

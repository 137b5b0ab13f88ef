"""Encryption of single fields with versioned keys, and keyed digests to look them up by.

A provider is a pair of primitives: an AEAD cipher and a MAC. ``aes`` is AES-256-GCM with HMAC-SHA256, ``sm4`` is SM4-GCM
with HMAC-SM3 (GB/T 32907, GB/T 32905). Each purpose draws its own key from the instance's root key by HKDF.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
TAG = 16


class Undecipherable(Exception):
    """A stored field cannot be read: its key is not in SILVERBRIDGE_KEYS, or the bytes were changed."""


@dataclass(frozen=True)
class Provider:
    """The primitives behind field encryption; a certified module can stand behind the same port."""

    key_bytes: int
    digest: Callable[[], hashes.HashAlgorithm]
    seal: Callable[[bytes, bytes, bytes, bytes], bytes]
    open: Callable[[bytes, bytes, bytes, bytes], bytes]


def _sm4_seal(key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _sm4_open(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(bound)
    return decryptor.update(sealed[:-TAG]) + decryptor.finalize()


PROVIDERS = {
    "aes": Provider(
        32,
        hashes.SHA256,
        lambda key, nonce, plain, bound: AESGCM(key).encrypt(nonce, plain, bound),
        lambda key, nonce, sealed, bound: AESGCM(key).decrypt(nonce, sealed, bound),
    ),
    "sm4": Provider(16, hashes.SM3, _sm4_seal, _sm4_open),
}


@lru_cache(maxsize=256)
def derived_key(root: bytes, purpose: str, length: int) -> bytes:
    """A key for one purpose, so that no two uses share one."""
    return HKDF(hashes.SHA256(), length, salt=None, info=b"silverbridge " + purpose.encode()).derive(root)


def newest_version() -> int:
    """The key version that new fields are sealed with: the first named in SILVERBRIDGE_KEYS."""
    return next(iter(settings.FIELD_KEYS))


def seal(plain: bytes, column: str) -> str:
    """Seals bytes for one column: ``VERSION.CIPHER.BASE64``. Bound to the column, so a value moved elsewhere fails to open."""
    version, name = newest_version(), settings.FIELD_CIPHER
    provider, nonce = PROVIDERS[name], os.urandom(NONCE)
    key = derived_key(settings.FIELD_KEYS[version], f"field {name}", provider.key_bytes)
    sealed = provider.seal(key, nonce, plain, column.encode())
    return f"{version}.{name}.{base64.b64encode(nonce + sealed).decode()}"


def unseal(stored: str, column: str) -> bytes:
    """Opens what ``seal`` sealed, with whichever key version it names. Raises Undecipherable."""
    try:
        version, name, body = stored.split(".", 2)
        provider, raw = PROVIDERS[name], base64.b64decode(body)
        key = derived_key(settings.FIELD_KEYS[int(version)], f"field {name}", provider.key_bytes)
        return provider.open(key, raw[:NONCE], raw[NONCE:], column.encode())
    except (KeyError, ValueError, InvalidTag) as error:
        raise Undecipherable(f"{column}: key missing or bytes changed") from error


def encrypt(plain: str, column: str) -> str:
    """Seals a text for one column."""
    return seal(plain.encode(), column)


def decrypt(stored: str, column: str) -> str:
    """Opens what ``encrypt`` sealed. Raises Undecipherable."""
    return unseal(stored, column).decode()


def version_of(stored: str) -> int:
    """Which key version sealed this value."""
    return int(stored.split(".", 1)[0])


def digests(value: str, purpose: str) -> list[str]:
    """Keyed digests of a normalised value, one per key version, newest first: store the first, search for all."""
    provider, found = PROVIDERS[settings.FIELD_CIPHER], []
    for root in settings.FIELD_KEYS.values():
        mac = hmac.HMAC(derived_key(root, f"index {purpose}", 32), provider.digest())
        mac.update(value.encode())
        found.append(mac.finalize().hex())
    return found


def digest(value: str, purpose: str) -> str:
    """The digest to store today."""
    return digests(value, purpose)[0]

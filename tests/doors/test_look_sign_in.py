"""Sign-in of staff in the common look: password, second factor, recovery codes, sign-out."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

pytestmark = [pytest.mark.urls("tests.doors.look_pages"), pytest.mark.django_db]
PASSWORD = "seven lanterns over water"
LOGIN = {"login": "chenjing", "password": PASSWORD}


@pytest.fixture(autouse=True)
def desk(settings: Any) -> None:
    """Sign-in leads to a page that the samples have; no tries are left over from another test."""
    settings.LOGIN_REDIRECT_URL = "/desk/sample"
    cache.clear()


@pytest.fixture
def chen_jing() -> Any:
    """The operator 陈静."""
    return get_user_model().objects.create_user(username="chenjing", password=PASSWORD)


def code_now(secret: str, steps: int = 0) -> str:
    """What an authenticator shows ``steps`` half-minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def confirm(client: Client, address: str) -> str:
    """Opens a page that asks for the password once more; returns its text."""
    answer = client.get(address)
    if answer.status_code == 302:
        assert "再写一次密码" in client.get(answer["Location"]).content.decode()
        answer = client.post(answer["Location"], {"password": PASSWORD}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def set_up_second_factor(client: Client) -> str:
    """Set up the authenticator as a person would; returns its secret."""
    text = confirm(client, "/account/second-factor/totp/activate/")
    assert "<svg" in text and "data:image" not in text and "<?xml" not in text
    secret = re.search(r"<b>([A-Z2-7]{16,})</b>", text)[1]
    answer = client.post("/account/second-factor/totp/activate/", {"code": code_now(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_operator_signs_in_and_out(client: Client, chen_jing: Any) -> None:
    """The bar names who is signed in; leaving is a post."""
    text = client.get("/account/login/").content.decode()
    assert "用户名" in text and "placeholder" not in text and "signup" not in text
    text = client.post("/account/login/", LOGIN, follow=True).content.decode()
    assert "chenjing" in text and 'action="/account/logout/"' in text
    assert "退出" in client.get("/account/logout/").content.decode()
    text = client.post("/account/logout/", follow=True).content.decode()
    assert "已经退出。" in text and "chenjing" not in text


def test_wrong_password_is_said_and_the_name_is_kept(client: Client, chen_jing: Any) -> None:
    """The error stands in the box; the page keeps what was typed, never the password."""
    text = client.post("/account/login/", {"login": "chenjing", "password": "no"}).content.decode()
    assert "err-box" in text and 'value="chenjing"' in text and 'value="no"' not in text


def test_many_tries_meet_a_plain_page(client: Client, chen_jing: Any) -> None:
    """Guessing ends in a 429 page or the same words in the form."""
    texts = [client.post("/account/login/", {"login": "chenjing", "password": str(n)}) for n in range(40)]
    assert texts[-1].status_code in (200, 429)
    assert texts[-1].status_code == 429 or "太多" in texts[-1].content.decode()


def test_second_factor_is_set_up_asked_for_and_replaced_by_codes(client: Client, chen_jing: Any) -> None:
    """Authenticator on, recovery codes seen and saved, sign-in with each, authenticator off."""
    client.post("/account/login/", LOGIN)
    assert "还没设置" in client.get("/account/second-factor/").content.decode()
    secret = set_up_second_factor(client)
    text = client.get("/account/second-factor/codes/").content.decode()
    codes = re.findall(r"<li>([0-9a-z-]{8,})</li>", text)
    assert len(codes) == 10 and "还剩10个" in text
    assert codes[0] in client.get("/account/second-factor/codes/download/").content.decode()
    client.post("/account/logout/")

    answer = client.post("/account/login/", LOGIN)
    assert answer["Location"].startswith("/account/second-factor/authenticate/")
    assert "两步验证" in client.get(answer["Location"]).content.decode()
    assert "err" in client.post(answer["Location"], {"code": "000000"}).content.decode()
    cache.clear()
    assert client.post(answer["Location"], {"code": codes[0]})["Location"] == "/desk/sample"
    assert "还剩9个" in client.get("/account/second-factor/").content.decode()

    assert "作废" in confirm(client, "/account/second-factor/codes/generate/")
    client.post("/account/second-factor/codes/generate/")
    assert codes[1] not in client.get("/account/second-factor/codes/").content.decode()
    assert "密码就能登录" in confirm(client, "/account/second-factor/totp/deactivate/")
    client.post("/account/second-factor/totp/deactivate/")
    assert "还没设置" in client.get("/account/second-factor/").content.decode()
    assert secret not in client.get("/account/second-factor/").content.decode()


def test_password_is_changed(client: Client, chen_jing: Any) -> None:
    """Rules are shown, errors stand at the field, the change is told."""
    client.post("/account/login/", LOGIN)
    page = "/account/password/change/"
    text = client.post(page, {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}).content.decode()
    assert 'id="id_password1-error"' in text or "err-box" in text
    new = "eight lanterns over water"
    answer = client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True)
    assert answer.status_code == 200
    chen_jing.refresh_from_db()
    assert chen_jing.check_password(new)


def test_reauthentication_and_closed_accounts_have_pages(client: Client, chen_jing: Any) -> None:
    """The rarer pages draw as well."""
    assert "已经停用" in client.get("/account/inactive/").content.decode()
    client.post("/account/login/", LOGIN)
    set_up_second_factor(client)
    assert "六位数" in client.get("/account/second-factor/reauthenticate/").content.decode()

"""What was typed when the sign-in had run out: kept sealed for its writer, shown to nobody else, sent only by a press."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from silverbridge.domain.accounts.models import UnsentForm
from silverbridge.domain.accounts.services import MOST_UNSENT, forget_unsent, keep_unsent
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.doors.staff.refilling import refilled
from tests.conftest import PASSWORD
from tests.doors.desk_world import taxi, taxi_form

ORIGIN = {"origin": "http://testserver"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TAKE = "/desk/requests/new/taxi/"


@pytest.fixture(autouse=True)
def _no_tries_left_over() -> None:
    cache.clear()


def browser() -> Client:
    """A browser as strict as the real ones."""
    return Client(enforce_csrf_checks=True)


def sign_in(client: Client, name: str, next_page: str = "") -> Any:
    """Somebody gives name and password on the sign-in page."""
    token = fields(client.get(reverse("account_login")).content.decode(), reverse("account_login"))
    data = {**token, "login": name, "password": PASSWORD, "next": next_page}
    return client.post(reverse("account_login"), data, follow=True)


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to this address."""
    inside = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)[0]
    return {name: unescape(value) for name, value in HIDDEN.findall(inside)}


def own(client: Client) -> dict[str, str]:
    """The hidden fields that every form of a page open in this browser carries."""
    kept = fields(client.get(reverse("desk:home")).content.decode(), reverse("account_logout"))
    return {name: kept[name] for name in ("csrfmiddlewaretoken", "drawn_for")}


def rest(client: Client) -> None:
    """Nobody touches this browser for 31 minutes."""
    session = client.session
    session["staff_seen"] -= 31 * 60
    session.save()


def kept_page(answer: Any) -> str:
    """The address to which the sign-in page leads on."""
    assert answer.status_code == 302 and answer["Location"].startswith("/account/login/")
    return re.search(r"next=(/staff/unsent/\w{32}/)$", answer["Location"])[1]


def stored() -> str:
    """All rows of kept forms and of sessions, as they lie in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM accounts_unsentform")
        return str(cursor.fetchall())


def test_a_request_typed_too_late_is_given_back_and_sent_once(world: SimpleNamespace, caplog: Any) -> None:
    """Idle: another user sees nothing of it; its writer sends it again, and two presses make one request."""
    desk = browser()
    sign_in(desk, "operator")
    typed = taxi_form(world, **{"q-to": "市一医院透析室 3楼", "q-car": "轮椅"})
    page = own(desk)
    rest(desk)
    address = kept_page(desk.post(TAKE, typed | page, headers=ORIGIN))
    assert "透析" not in stored() and "透析" not in caplog.text and "透析" not in address
    assert "刚才的还没有保存" in desk.get(reverse("account_login")).content.decode()

    stranger = sign_in(desk, "teller", address)
    assert stranger.status_code == 404 and "透析" not in stranger.content.decode()
    desk.post(reverse("account_logout"), own(desk))

    back = sign_in(desk, "operator")  # not even on the way to it
    text = back.content.decode()
    assert back.redirect_chain[-1][0] == address and "no-store" in back["Cache-Control"]
    assert "市一医院透析室 3楼" in text and not ServiceRequest.objects.exists()
    assert "透析" not in desk.get(reverse("desk:home")).content.decode()

    again = fields(text, TAKE)
    assert {k: again[k] for k in typed} == typed
    # Who is not found anew in this session is not open to the desk: refused, and kept on.
    refused = desk.post(TAKE, again, headers=ORIGIN, follow=True)
    assert refused.redirect_chain[-1][0] == address and "没有交成" in refused.content.decode()
    desk.post(reverse("desk:find"), {"find": "lgl 6027", "purpose": "take"} | own(desk))
    assert address in desk.get(reverse("desk:home")).content.decode()
    for _press in range(2):
        assert desk.post(TAKE, again, headers=ORIGIN).status_code == 302
    assert ServiceRequest.objects.count() == 1 and not UnsentForm.objects.exists()
    assert address not in desk.get(reverse("desk:home")).content.decode()


def test_an_old_page_leads_to_the_same_place(world: SimpleNamespace) -> None:
    """Signed in anew in another window, or not at all: what the old page sends is kept; from another site it is not."""
    request = taxi(world)
    address = reverse("desk:move", args=[request.reference])
    desk = browser()
    sign_in(desk, "operator")
    typed = {"verb": "advance", "revision": str(request.revision), "remark": "约好周五", "password": "geheim"} | own(
        desk
    )
    desk.post(reverse("account_logout"), own(desk))
    gone = desk.post(address, typed, headers=ORIGIN)
    text = sign_in(desk, "operator", kept_page(gone)).content.decode()
    assert "约好周五" in text and "geheim" not in text

    answer = desk.post(address, typed, headers=ORIGIN)  # the token is older than this sign-in
    assert answer.status_code == 302 and answer["Location"].startswith("/staff/unsent/")
    assert "约好周五" in desk.get(answer["Location"]).content.decode()
    for foreign in ({"origin": "https://elsewhere.example"}, {}, ORIGIN | {"sec-fetch-mode": "cors"}):
        assert desk.post(address, typed, headers=foreign).status_code == 403
    assert desk.post(address, typed | {"drawn_for": "1.aes.AAAA"}, headers=ORIGIN).status_code == 403

    desk.post(reverse("account_logout"), own(desk))
    sign_in(desk, "teller")
    before = UnsentForm.objects.count()
    other = desk.post(address, typed, headers=ORIGIN)
    assert other.status_code == 403 and "约好周五" not in other.content.decode()
    assert not UnsentForm.objects.exclude(user=world.operator).exists() and UnsentForm.objects.count() == before
    request.refresh_from_db()
    assert request.revision == int(typed["revision"])


def test_files_are_named_and_what_is_kept_ends(world: SimpleNamespace) -> None:
    """A lost file is asked for again; half an hour later nothing is left; nobody keeps more than a few; a press drops it."""
    desk = browser()
    sign_in(desk, "operator")
    page = own(desk)
    rest(desk)
    data = {"note": "第一行\r\n第二行", "proof": SimpleUploadedFile("现场.pdf", b"%PDF-1.7")} | page
    came = ORIGIN | {"referer": "http://testserver/desk/", "host": "testserver"}
    address = kept_page(desk.post(reverse("desk:find"), data, headers=came))
    text = sign_in(desk, "operator", address).content.decode()
    assert "现场.pdf" in text and 'type="file" id="file-1" name="proof"' in text and "multipart/form-data" in text
    link = re.search(r'href="(/desk/\?unsent=\w{32})#unsent"', text)[1]
    assert desk.get(link)["Location"] == address, "the first page has no such form"
    assert fields(text, reverse("desk:find"))["note"].split() == ["第一行", "第二行"]
    assert "第一行<br>第二行" in text
    assert desk.post(address, own(desk)).status_code == 302
    assert not UnsentForm.objects.exists() and desk.get(address).status_code == 404

    for _n in range(MOST_UNSENT + 2):
        row = keep_unsent(world.operator, {"path": "/desk/", "came": "/", "fields": [], "files": []})
    assert UnsentForm.objects.count() == MOST_UNSENT
    UnsentForm.objects.update(kept_at=timezone.now() - timedelta(minutes=31))
    assert desk.get(reverse("staff_unsent", args=[row.key])).status_code == 404
    assert forget_unsent() == MOST_UNSENT and not UnsentForm.objects.exists()


PAGE = """<!DOCTYPE html><main id="main"><p>&copy; 5 &#60; 6 <!--x--></p><script>if (a < b) { "<form>" }</script>
<form method="post" action="/desk/other"><input name="note"></form>
<details class="act"><summary>转</summary><form method="post" enctype="multipart/form-data">
<input type="hidden" name="revision" value="4"><input type="hidden" name="verb" value="VERB">
<input name="note" value="old" required><input type="checkbox" name="tick" value="a" checked>
<input type="checkbox" name="tick" value="b">
<input type="radio" name="pick" value="1" checked><input type="radio" name="pick" value="2"><input type="file" name="proof">
<select name="way"><option value="x" selected>甲</option><option value="y">乙</option></select>
<textarea name="words">old &amp; gone
</textarea><textarea name="left">stays</textarea><button name="go" value="1">交</button></form></details>
<textarea>out</textarea></main>"""


def test_a_page_is_filled_in_again_and_otherwise_the_same() -> None:
    """Texts, ticks, choices and areas as they were sent, in the right one of two forms, unfolded; a page without it is left."""
    page = PAGE.replace("VERB", "done")
    typed = [
        ["revision", ["3"]],
        ["verb", ["done"]],
        ["note", ['"新" <b>']],
        ["tick", ["b"]],
        ["pick", ["2"]],
        ["way", ["y"]],
        ["words", ["\r\n第一行\r\n第二行 &"]],
        ["go", ["1"]],
    ]
    text = refilled(page, "/desk/a?b=1", "/desk/a?b=1", typed, "<i>")
    assert text is not None
    changed = {
        '<details class="act">': '<details class="act" open="">',
        'enctype="multipart/form-data">': 'enctype="multipart/form-data"><i>',
        'name="revision" value="4"': 'name="revision" value="3"',
        'value="old" required': 'value="&quot;新&quot; &lt;b&gt;" required',
        'value="a" checked': 'value="a"',
        'name="tick" value="b"': 'name="tick" value="b" checked=""',
        'value="1" checked': 'value="1"',
        'name="pick" value="2"': 'name="pick" value="2" checked=""',
        'value="x" selected': 'value="x"',
        'value="y"': 'value="y" selected=""',
        "old &amp; gone\n": "\n\r\n第一行\r\n第二行 &amp;",
    }
    expected = page
    for old, new in changed.items():
        assert old in expected
        expected = expected.replace(old, new)
    assert text == expected
    assert refilled(PAGE.replace("VERB", "undo"), "/desk/a?b=1", "/desk/a?b=1", typed, "") is None
    assert refilled(page, "/desk/a", "/desk/a", [*typed, ["more", ["1"]]], "") is None


def test_the_page_it_came_from_shows_it_in_its_form(world: SimpleNamespace) -> None:
    """From what is kept to the one form of several alike, filled in and unfolded; kept no longer once its page answered."""
    request = taxi(world)
    address, page = reverse("desk:move", args=[request.reference]), reverse("desk:request", args=[request.reference])

    def refusal(text: str) -> str:
        """The one form of the page that refuses the request."""
        forms = re.findall(
            rf'(?:<details[^>]*><summary>[^<]*</summary>)?<form[^>]*action="{address}".*?</form>', text, re.DOTALL
        )
        (form,) = [form for form in forms if 'name="reason"' in form]
        return form

    desk = browser()
    sign_in(desk, "operator")
    form = refusal(desk.get(page).content.decode())
    reason = re.findall(r'name="reason" value="(\w+)"', form)[-1]
    typed = fields(form, address) | {"reason": reason, "words": "约好周五，\r\n二号门等。"}
    rest(desk)
    came = ORIGIN | {"referer": f"http://testserver{page}", "host": "testserver"}
    kept = sign_in(desk, "operator", kept_page(desk.post(address, typed, headers=came))).content.decode()
    shown = desk.get(unescape(re.search(rf'href="({page}\?unsent=\w+)#unsent"', kept)[1]))
    form = refusal(shown.content.decode())
    assert "no-store" in shown["Cache-Control"] and "约好周五，\r\n二号门等。</textarea>" in form
    assert f'value="{reason}" checked=""' in form and '<details open="">' in form
    again = fields(form, address) | {"reason": reason, "words": "约好周五"}
    assert again["csrfmiddlewaretoken"] != typed["csrfmiddlewaretoken"] and again["revision"] == typed["revision"]
    assert "约好周五" in desk.post(address, again, headers=ORIGIN).content.decode(), "another way is not named yet"
    assert not UnsentForm.objects.exists()

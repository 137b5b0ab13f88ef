"""The common look: settings without JavaScript, error pages, what a client can send, tags, health."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from silverbridge.doors.look import health as health_module
from silverbridge.doors.look.icons import ICONS, draw
from silverbridge.doors.look.questions import Question, read_date
from silverbridge.doors.look.wording import grouped, phrases, spoken

pytestmark = pytest.mark.urls("tests.doors.look_pages")
ELDER_PAGES = ["/", "/question", "/many", "/form", "/done", "/look/read", "/look/about-data", "/look/no-ads"]
ELDER_REFUSALS = ["/nowhere", "/refuse/Conflict", "/refuse/Throttled"]


@pytest.fixture
def client() -> Client:
    """A browser without JavaScript that is shown error pages instead of exceptions."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("path", [*ELDER_PAGES, *ELDER_REFUSALS, "/broken"])
def test_elder_page_reaches_a_human_and_holds_nothing_inline(client: Client, path: str) -> None:
    """Red line 6 on the pages of the look; the strict content policy allows no inline style or script."""
    answer = client.get(path)
    text = answer.content.decode()
    assert 'href="tel:12345"' in text
    assert "打电话找人办" in text
    assert " style=" not in text and "<script>" not in text and "<style" not in text
    assert 'lang="zh-Hans"' in text


@pytest.mark.parametrize("path", ELDER_PAGES)
def test_elder_page_weighs_at_most_60_kb(client: Client, path: str) -> None:
    """HTML, styles and script together, compressed."""
    parts = [client.get(path).content]
    for name in ("tokens.css", "elder.css", "print.css", "look.js"):
        with open(finders.find(f"look/{name}"), "rb") as file:
            parts.append(file.read())
    assert sum(len(gzip.compress(part)) for part in parts) <= 60_000


def test_size_theme_and_language_work_without_javascript(client: Client) -> None:
    """A plain form post sets a cookie, leads back, and the server draws the choice into the page."""
    answer = client.post("/look/", {"size": "30", "next": "/question?x=1"})
    assert answer.status_code == 302 and answer["Location"] == "/question?x=1"
    client.post("/look/", {"theme": "dark", "next": "/"})
    text = client.get("/question").content.decode()
    assert 'data-size="30"' in text and 'data-theme="dark"' in text
    client.post("/look/", {"lang": "en", "next": "/"})
    text = client.get("/question").content.decode()
    assert '<html lang="en"' in text and "Call a person" in text


def test_language_of_the_browser_is_not_asked(client: Client) -> None:
    """An English browser still gets Chinese."""
    assert "长辈版" in client.get("/", headers={"accept-language": "en-GB,en"}).content.decode()


@pytest.mark.parametrize(
    "bad", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_settings_lead_nowhere_else(client: Client, bad: str) -> None:
    """``next`` outside the site leads to the first page."""
    assert client.post("/look/", {"size": "24", "next": bad})["Location"] == "/"


def test_settings_refuse_other_sites_and_unknown_values(client: Client) -> None:
    """Another site cannot post; a size nobody offers changes nothing."""
    assert client.post("/look/", {"size": "24"}, headers={"sec-fetch-site": "cross-site"}).status_code == 400
    assert not client.post("/look/", {"size": "99", "theme": "x", "lang": "fr", "next": "/"}).cookies
    assert client.get("/look/").status_code == 405


def test_read_aloud_without_a_voice_offers_the_telephone(client: Client) -> None:
    """Nothing pretends to read: the page says that a person reads on the telephone, and knows which page."""
    answer = client.post("/look/", {"read": "1", "next": "/question"}, follow=True)
    text = answer.content.decode()
    assert "我们念给您听" in text and "/question" in text and "tel:12345" in text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "没有找到这一页"),
        ("/desk/nowhere", 404, "这个地址下没有内容"),
        ("/refuse/Conflict", 409, "这天满了"),
        ("/refuse/NotFound", 404, "这天满了"),
        ("/refuse/Forbidden", 403, "25日上午还有9个号"),
        ("/desk/refuse/Throttled", 429, "这天满了"),
        ("/broken", 500, "我们这边出了点毛病"),
        ("/desk/broken", 500, "下面的编号告诉管理员"),
    ],
)
def test_error_pages_speak_plainly(client: Client, path: str, status: int, words: str) -> None:
    """Each refusal keeps its status and wears the look of its door; none reads the database, even with a session."""
    client.cookies["sessionid"] = "somebodysignedinlongago"
    answer = client.get(path)
    text = answer.content.decode()
    assert answer.status_code == status and words in text
    assert ('class="bar"' in text) == path.startswith("/desk")
    assert answer["X-Request-ID"]


@pytest.mark.parametrize(
    "path",
    ["/%00", "/a%ff%fe", "/question?q=a%00b", "/question?%00=1", "/desk/%c3%28", "/question?q=1&q=%00"],
)
def test_what_no_table_can_store_is_turned_away(client: Client, path: str) -> None:
    """NUL and broken UTF-8 get a 400 page, never a 500."""
    assert client.get(path).status_code == 400


def test_nul_in_posts_files_and_cookies_is_turned_away(client: Client) -> None:
    """The same for what is posted, in either encoding, and for cookies."""
    assert client.post("/question", {"day": "a\x00b"}).status_code == 400
    body = "day=%00"
    assert client.post("/question", body, content_type="application/x-www-form-urlencoded").status_code == 400
    assert client.get("/", headers={"cookie": 'sessionid="\\000abcdefgh"'}).status_code == 400
    assert client.post("/question", b"--x\r\nbroken", content_type="multipart/form-data; boundary=").status_code == 400


FORM = "application/x-www-form-urlencoded"
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("path", "kind", "body", "headers"),
    [
        ("/question", "multipart/form-data; boundary=x; charset=base64", PART, {}),
        ("/question", "multipart/form-data; boundary=x", PART.replace(b'"a"', b"\"a\"; filename*=no''b"), {}),
        ("/question", "application/x-www-form-urlencoded; charset=utf-7", b"a=b", {}),
        ("/question", FORM, b"a=b", {"CONTENT_LENGTH": "x"}),
        ("/question", FORM, b"&".join(b"a%d=1" % n for n in range(2000)), {}),
        ("/question", FORM, b"a=" + b"x" * 3_000_000, {}),
        ("/question", FORM, b"", {"HTTP_REFERER": "http://[bad"}),
        ("/question", FORM, b"", {"HTTP_HOST": "evil.example"}),
        ("/look/", FORM, b"next=/%0d%0aX:y&size=24", {}),
        ("/look/", FORM, b"next=/" + b"a" * 9000, {}),
        ("/office/sample?page=99999999999999999999999", FORM, b"", {}),
    ],
)
def test_odd_requests_never_break_the_server(
    client: Client, path: str, kind: str, body: bytes, headers: dict[str, str]
) -> None:
    """What no browser sends but anybody can."""
    assert client.generic("POST", path, body, content_type=kind, **headers).status_code < 500


@given(st.text(max_size=40), st.text(max_size=40), st.binary(max_size=40))
def test_no_text_breaks_a_page(name: str, value: str, path: bytes) -> None:
    """Whatever is typed, the server does not break."""
    browser = Client(raise_request_exception=False)
    assert browser.post("/many", {"name": value, "phone": name, "birth-year": value}).status_code in (
        200,
        400,
    )
    assert browser.get("/" + "".join(f"%{b:02x}" for b in path)).status_code < 500


def test_programs_get_json(client: Client) -> None:
    """An unknown API address and an unreadable one answer in the API's way."""
    assert client.get("/api/nowhere").json()["code"] == "address"
    assert client.get("/api/%00").json()["code"] == "unreadable"


def test_csrf_failure_is_a_page_left_open() -> None:
    """An elder learns that the page was open too long, not what CSRF is."""
    answer = Client(enforce_csrf_checks=True).post("/question", {"day": "am24"})
    assert answer.status_code == 403 and "这一页开得太久了" in answer.content.decode()


def test_missing_answer_is_named_twice_and_input_is_kept(client: Client) -> None:
    """Box above, line beside the field, and what was filled in stays."""
    text = client.post("/question", {}).content.decode()
    assert "还差1样" in text and 'href="#q-day"' in text and 'id="q-day-error"' in text
    text = client.post("/many", {"name": "李桂兰<b>", "birth-year": "1950", "car": "yes"}).content.decode()
    assert "李桂兰&lt;b&gt;" in text and 'value="1950"' in text and "日。</span>" in text
    assert 'value="yes" checked' in text and 'autocomplete="bday-year"' in text


def test_staff_form_and_pages(client: Client) -> None:
    """Fields carry labels, errors and the table its pages with the query kept."""
    text = client.post("/office/sample", {}).content.decode()
    assert 'for="id_dept"' in text and 'aria-describedby="id_dept-help id_dept-error"' in text
    text = client.get("/office/sample?kind=a&page=7").content.decode()
    assert '<b aria-current="page">7</b>' in text and "?kind=a&amp;page=8" in text and "共499行" in text


def test_phrases_escape_and_keep_every_character() -> None:
    """Breaks fall after punctuation; long clauses stay free to wrap; nothing is lost or let through."""
    assert phrases("日期还没有选。您填的都在。") == (
        '<span class="nb">日期还没有选。</span><span class="nb">您填的都在。</span>'
    )
    assert "<span" not in phrases("这一个小句子写得实在太长了不能不换行")
    assert phrases(mark_safe("银桥")) == '<span class="nb">银桥</span>'
    assert phrases(mark_safe("<b>好</b>，")) == "<b>好</b>，"
    assert phrases("<script>，好") == '&lt;script&gt;，<span class="nb">好</span>'


@given(st.text(alphabet="您好，。！？；： 」）a<&\n1", max_size=60))
def test_phrases_lose_nothing(text: str) -> None:
    """Without its tags the result is the escaped text."""
    plain = phrases(text).replace('<span class="nb">', "").replace("</span>", "")
    assert plain == text.replace("&", "&amp;").replace("<", "&lt;")


def test_reference_numbers_are_read_in_fours() -> None:
    """On paper, on screen and on the telephone."""
    assert grouped("47260385") == '<span class="groups"><i>4726</i> <i>0385</i></span>'
    assert spoken("47260385", "zh") == "四七二六，零三八五"
    assert spoken("47260385", "en") == "4 7 2 6, 0 3 8 5"


def test_icons_draw_and_unknown_ones_are_named() -> None:
    """Every icon is one SVG without an inline style."""
    assert all(draw(name).startswith("<svg") and "style" not in draw(name) for name in ICONS)
    with pytest.raises(KeyError, match="nope"):
        draw("nope")


@pytest.mark.parametrize(
    ("year", "month", "day", "date", "words"),
    [
        ("1950", "3", "8", dt.date(1950, 3, 8), ""),
        ("１９５０年", "３月", " 8日", dt.date(1950, 3, 8), ""),
        ("1950", "", "", None, "还差：月、日。"),
        ("1950", "2", "30", None, "日历上没有这一天。再看看。"),
        ("50", "2", "3", None, "年份要四位数，比如1950。"),
        ("1950", "三", "3", None, "只写数字就行，比如1950、3、8。"),
        ("0000", "1", "1", None, "日历上没有这一天。再看看。"),
        ("", "", "", None, ""),
    ],
)
def test_dates_are_typed_in_three_boxes(year: str, month: str, day: str, date: dt.date | None, words: str) -> None:
    """Any usual way of writing is taken; what is wrong is said plainly; what was typed is kept."""
    with translation.override("zh-hans"):
        found, wrong, typed = read_date({"b-year": year, "b-month": month, "b-day": day}, "b")
    assert (found, wrong, typed["year"]) == (date, words, year)


def test_question_knows_its_answer() -> None:
    """A list, a truth value and a date show again as they were."""
    assert Question("a", "?", "choice", value=["x", "y"]).chosen == {"x", "y"}
    assert Question("a", "?", "yesno", value=False).chosen == {"no"}
    assert Question("a", "?", "date", value=dt.date(1950, 3, 8)).boxes["month"] == "3"


@pytest.mark.django_db
def test_health_says_what_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit, migrations waiting, database gone."""
    assert client.get("/health").json() == {"status": "ok", "database": "ok", "migrations": "ok"}
    monkeypatch.setattr(health_module, "unapplied", lambda: 3)
    answer = client.get("/health")
    assert answer.status_code == 503 and answer.json()["migrations"] == "3 not applied"

    def gone() -> None:
        raise OperationalError("password=secret")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/health")
    assert answer.status_code == 503 and "secret" not in answer.content.decode()


def test_small_addresses(client: Client) -> None:
    """robots.txt hides what belongs to persons; nobody signs up; the icon is found."""
    assert "Disallow: /desk/" in client.get("/robots.txt").content.decode()
    assert client.get("/account/signup/").status_code == 404
    assert client.get("/favicon.ico")["Location"].endswith("look/favicon.svg")


def test_log_line_holds_no_path_and_no_query(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """The access line names the route, not what was looked for."""
    with caplog.at_level("INFO", logger="silverbridge.access"):
        client.get("/question?q=李桂兰")
        client.get("/lookedfor/4726")
    lines = [record.msg for record in caplog.records if record.name == "silverbridge.access"]
    assert [line["route"] for line in lines] == ["question", "unmatched"]
    assert "李桂兰" not in str(lines) and "4726" not in str([line["route"] for line in lines])

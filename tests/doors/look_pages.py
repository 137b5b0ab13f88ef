"""Sample pages for tests only: the look's own addresses, and pages that use every tag."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from silverbridge.domain.core import errors as refusals
from silverbridge.doors.look.questions import Option, Question, read_date

SAMPLES = Path(__file__).with_name("look_samples")


WHO = [("self", "本人"), ("other", "替别人")]


class StaffForm(forms.Form):
    """One field of each kind."""

    who = forms.ChoiceField(label="给谁", choices=WHO, widget=forms.RadioSelect)
    dept = forms.CharField(label="科室", help_text="写全称")
    note = forms.CharField(label="备注", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="种类", choices=[("a", "甲"), ("b", "乙")])
    sure = forms.BooleanField(label="已念给老人听", required=False)


TEL = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})


class ElderForm(forms.Form):
    """A question as a Django form asks it."""

    phone = forms.CharField(label="您的电话", widget=TEL)


def day_question(request: HttpRequest) -> Question:
    """Which day, with a person as the last choice."""
    day = request.POST.get("day", "")
    missing = request.method == "POST" and not day
    return Question(
        "day",
        "您想哪天去看病？",
        "choice",
        hint="这里不限时间，您慢慢看。",
        value=day,
        error="请在下面点一个日期。" if missing else "",
        options=[
            Option("am24", "11月24日 星期二 上午", "还有12个号，一般等15分钟"),
            Option("pm24", "11月24日 星期二 下午", "还有26个号，一般等8分钟"),
            Option("help", "都不合适，请人帮我约", "我们今天打电话跟您商量", person=True),
        ],
    )


def many_questions(request: HttpRequest) -> list[Question]:
    """One of each kind, all required."""
    posted = request.method == "POST"
    _date, wrong, typed = read_date(request.POST, "birth")
    get = request.POST.get
    asked = [
        Question("birth", "您哪天出生？", "date", value=typed, error=wrong, autocomplete="bday", level=2),
        Question("name", "您叫什么名字？", "text", value=get("name", ""), autocomplete="name", level=2),
        Question("phone", "哪个电话找得到您？", "phone", hint="填儿女的也行。", value=get("phone", ""), level=2),
        Question("need", "还有什么要说的？", "textarea", value=get("need", ""), required=False, level=2),
        Question("car", "要车来接吗？", "yesno", value=get("car", ""), level=2),
    ]
    for q in asked:
        if posted and q.required and q.empty:
            q.error = "这一样还没有填。"
    return asked


def page(name: str, **context: object) -> Callable[[HttpRequest], HttpResponse]:
    """A view that draws the template; callables in the context get the request."""

    def view(request: HttpRequest) -> HttpResponse:
        filled = {k: v(request) if callable(v) else v for k, v in context.items()}
        return HttpResponse(
            engines["django"].from_string((SAMPLES / name).read_text(encoding="utf-8")).render(filled, request)
        )

    return view


def refuse(_request: HttpRequest, kind: str) -> HttpResponse:
    """Raises a refusal of the domain."""
    raise getattr(refusals, kind)("full", "这天满了。", "25日上午还有9个号。")


def broken(_request: HttpRequest) -> HttpResponse:
    """Raises what nobody expected."""
    raise RuntimeError("broken on purpose")


staff = page(
    "staff.html",
    form=lambda r: StaffForm(r.POST if r.method == "POST" else None),
    page=lambda r: Paginator(range(1, 500), 5).get_page(r.GET.get("page")),
    nav=[("台账", "/office/sample", True), ("报送", "/office/returns", False)],
    keys=[("Ctrl+Enter", "交"), ("Esc", "回上一处")],
)
urlpatterns = [
    path("", include("silverbridge.doors.look.urls")),
    path("", page("home.html"), name="home"),
    path("question", page("question.html", q=day_question), name="question"),
    path("many", page("many.html", questions=many_questions), name="many"),
    path("form", page("many.html", questions=lambda r: ElderForm(r.POST or None)), name="form"),
    path("done", page("done.html", number="47260385"), name="done"),
    path("paper", page("paper.html"), name="paper"),
    path("office/sample", staff, name="office-sample"),
    path("desk/sample", staff, name="desk-sample"),
    path("refuse/<kind>", refuse, name="refuse"),
    path("desk/refuse/<kind>", refuse, name="desk-refuse"),
    path("broken", broken, name="broken"),
    path("desk/broken", broken, name="desk-broken"),
]
handler400 = "silverbridge.doors.look.errors.bad_request"
handler403 = "silverbridge.doors.look.errors.permission_denied"
handler404 = "silverbridge.doors.look.errors.page_not_found"
handler429 = "silverbridge.doors.look.errors.too_many"
handler500 = "silverbridge.doors.look.errors.server_error"

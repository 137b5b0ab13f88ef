"""A draft before the public: comments at every door, sealed, answered, published without anybody's name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Throttled
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.outbox import deliver_due
from silverbridge.domain.ledger import consulting
from silverbridge.domain.ledger.models import Answer, Comment, Consultation
from silverbridge.domain.ledger.services import (
    Saying,
    answer_comments,
    ask_for_call,
    close_early,
    comment,
    erase_commenters,
    extend,
    import_notice,
    open_consultation,
    publish_answers,
    set_validity,
)
from silverbridge.domain.notify.services import mark_told, to_tell
from silverbridge.domain.places.queries import today
from tests.conftest import PHONE_LI
from tests.domain.evidence_world import NOTICE
from tests.domain.version_texts import DRAFT
from tests.doors.office_world import signed_in, text

WORDS = "送饭上门要送到楼上。我住五楼，电话13800006027。"
VISITOR = Actor.visitor("s1")


@pytest.fixture
def city(world):
    return put_out(world)


def put_out(w, days=10):
    """The test city with a draft on its portal."""
    w.boss, w.clerk, w.operator_ = Actor.staff(w.supervisor), Actor.staff(w.officer), Actor.staff(w.operator)
    w.draft = import_notice(DRAFT, "draft.txt", w.clerk, w.city)
    w.consultation = open_consultation(w.draft, "在家门口吃上热饭", today() + timedelta(days=days), w.boss)
    return w


def say(w, clause=2, words=WORDS, key="k1", actor=VISITOR, **more):
    return comment(w.consultation.pk, Saying(clause, words, key, **more), actor)


def over(w):
    Consultation.objects.update(closes_on=today() - timedelta(days=1))
    w.consultation = consulting.for_anybody(w.consultation.pk)


def answer(w, rows, verdict="accepted", gist="要求送到楼上", reason="改为送到家门口。", actor=None):
    seen = [(row.pk, row.revision) for row in rows]
    return answer_comments(w.consultation, seen, verdict, gist, reason, actor or w.clerk)


def test_a_draft_is_cut_into_what_one_reads_at_once(city):
    found = consulting.passages(city.consultation)
    assert [(p.n, p.path, p.under) for p in found] == [
        (1, "", ()),
        (2, "一/(一)", ("一、开在哪里",)),
        (3, "一/(二)", ("一、开在哪里",)),
        (4, "二/(三)", ("二、怎么付钱",)),
    ]
    assert found[1].beginning == "（一）每个街道至少有一处助餐点，走路十五分钟能到"
    assert "责任单位" in found[1].text


def test_only_a_draft_and_only_by_a_supervisor(city):
    with pytest.raises(Forbidden):
        open_consultation(city.draft, "x", today() + timedelta(days=3), city.clerk)
    with pytest.raises(Conflict):
        open_consultation(city.draft, "x", today() + timedelta(days=3), city.boss)
    binding = import_notice(NOTICE, "n", city.clerk, city.city)
    with pytest.raises(DomainError) as refused:
        open_consultation(binding, "x", today() + timedelta(days=3), city.boss)
    assert refused.value.code == "not_a_draft"
    other = import_notice(DRAFT.replace("助餐点", "理发点"), "d", city.clerk, city.city)
    with pytest.raises(Invalid) as wrong:
        open_consultation(other, " ", today(), city.boss)
    assert set(wrong.value.fields) == {"plain", "closes_on"}


def test_a_comment_is_sealed_and_the_journal_knows_no_word(city):
    made = say(city, name="李桂兰", phone="138 0000 6027")
    assert (made.clause, made.door, made.taken_by) == ("一/(一)", "web", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_comment")
        stored = str(cursor.fetchall())
    for secret in ("送饭", "李桂兰", "13800006027"):
        assert secret not in stored
    event = Event.objects.get(name="ledger.comment.received")
    assert (event.data, event.door, event.organisation, event.actor_kind) == (
        {"clause": 2, "follows": True},
        "web",
        "anlan",
        "self",
    )
    assert consulting.comment_by(made.reference, PHONE_LI) == made
    for number, phone in ((made.reference, "13900001111"), ("87654329", PHONE_LI)):
        with pytest.raises(DomainError):
            consulting.comment_by(number, phone)


def test_the_same_key_gives_the_same_comment(city):
    assert say(city).pk == say(city).pk
    with pytest.raises(Conflict):
        say(city, words="另一句话")
    assert Comment.objects.count() == 1 and Event.objects.filter(name="ledger.comment.received").count() == 1


def test_what_cannot_be_taken(city):
    for words in ("", "  ", "长" * 1001):
        with pytest.raises(Invalid):
            say(city, words=words)
    with pytest.raises(Invalid):
        say(city, phone="123")
    with pytest.raises(NotFound):
        say(city, clause=9)
    assert say(city, clause=0, words="都好", key="whole").clause == ""
    assert Comment.objects.count() == 1


def test_the_door_stays_shut_at_every_door_after_the_day(city):
    over(city)
    for actor, door in ((VISITOR, "web"), (city.operator_, "phone")):
        with pytest.raises(DomainError) as refused:
            say(city, actor=actor, door=door)
        assert refused.value.code == "consultation_over"
    assert Comment.objects.count() == 0


def test_a_draft_that_is_one_no_more_takes_no_comment(city):
    set_validity(city.draft, "in_force", city.boss)
    with pytest.raises(DomainError):
        say(city)


def test_staff_write_it_down_for_a_caller(city):
    made = say(city, actor=city.operator_, door="phone", name="李桂兰", phone=PHONE_LI)
    assert (made.door, made.taken_by) == ("phone", city.operator)
    for actor, door in ((city.operator_, "web"), (Actor.staff(city.outsider), "phone"), (VISITOR, "phone")):
        with pytest.raises(Forbidden):
            say(city, actor=actor, door=door, key=f"{actor.scope}{door}")


def test_too_many_from_one_address(city, monkeypatch):
    monkeypatch.setattr("silverbridge.domain.ledger.services.consulting.COMMENTS_PER_HOUR", 2)
    for n in range(2):
        comment(city.consultation.pk, Saying(0, "好", f"k{n}"), VISITOR, who="192.0.2.7")
    with pytest.raises(Throttled):
        comment(city.consultation.pk, Saying(0, "好", "k9"), VISITOR, who="192.0.2.7")
    assert Comment.objects.count() == 2


def test_extended_and_closed_early(city):
    row = city.consultation
    with pytest.raises(Invalid):
        extend(row, row.closes_on, city.boss, row.revision)
    extend(row, row.closes_on + timedelta(days=5), city.boss, row.revision)
    with pytest.raises(Conflict):
        extend(row, row.closes_on + timedelta(days=9), city.boss, 1)
    with pytest.raises(Invalid):
        close_early(row, " ", city.boss, row.revision)
    with pytest.raises(Forbidden):
        close_early(row, "提前", city.clerk, row.revision)
    close_early(row, "稿子要重写", city.boss, row.revision)
    row = consulting.for_anybody(row.pk)
    assert (row.is_open, row.close_reason) == (False, "稿子要重写")
    with pytest.raises(DomainError):
        extend(row, today() + timedelta(days=30), city.boss, row.revision)
    names = list(Event.objects.filter(name__startswith="ledger.consultation").values_list("name", "data"))
    assert names[1:] == [
        ("ledger.consultation.extended", {"days": 5}),
        ("ledger.consultation.closed_early", {"days_left": 15}),
    ]


def test_several_are_answered_together_and_only_as_they_were_seen(city):
    first, second, third = (say(city, key=f"k{n}", clause=c, name="赵外人") for n, c in ((1, 2), (2, 2), (3, 4)))
    made = answer(city, [first, second])
    assert list(made.comments.order_by("pk")) == [first, second]
    with pytest.raises(Conflict):
        answer(city, [second, third], "partly")
    assert Comment.objects.get(pk=third.pk).answer is None
    second.refresh_from_db()
    answer(city, [second, third], "not_accepted", "不收费", "费用另有规定。")
    counts = consulting.tally(city.consultation)
    assert (counts.total, counts.states, counts.clauses) == (3, {"accepted": 1, "not_accepted": 2}, {2: 2, 4: 1})
    facts = [e.data for e in Event.objects.filter(name="ledger.comments.answered")]
    assert facts == [
        {"verdict": "accepted", "comments": 2, "again": 0},
        {"verdict": "not_accepted", "comments": 2, "again": 1},
    ]


@pytest.mark.parametrize(
    "said", ["赵外人说要送上楼", "请打13800006027", "身份证990101195003080025", "固话0990-1234567"]
)
def test_an_answer_names_nobody(city, said):
    row = say(city, name="赵外人")
    for field in ("gist", "reason"):
        with pytest.raises(Invalid) as wrong:
            answer(city, [row], **{field: said})
        assert set(wrong.value.fields) == {field}
    assert Answer.objects.count() == 0


def test_answers_appear_when_all_are_given_and_the_day_is_over(city):
    first, second = say(city, key="a"), say(city, key="b", clause=4)
    answer(city, [first])
    with pytest.raises(DomainError) as refused:
        publish_answers(city.consultation, city.boss, 1)
    assert refused.value.code == "still_open"
    over(city)
    with pytest.raises(DomainError) as refused:
        publish_answers(city.consultation, city.boss, 1)
    assert refused.value.code == "unanswered"
    with pytest.raises(NotFound):
        consulting.published(city.consultation)
    answer(city, [second], "not_accepted", "只收现金", "三样都可以付。")
    publish_answers(city.consultation, city.boss, city.consultation.revision)
    row = consulting.for_anybody(city.consultation.pk)
    shown = [(c.passage.n, [(a.verdict, n) for a, n in c.answers]) for c in consulting.published(row)]
    assert shown == [(2, [("accepted", 1)]), (4, [("not_accepted", 1)])]
    assert consulting.on_portal() == [row]


def test_whoever_left_a_telephone_is_called_back_once(city):
    silent, row = say(city, key="k0"), say(city, name="赵外人", phone=PHONE_LI)
    for comment_, words in ((silent, "问什么？"), (row, " ")):
        with pytest.raises(DomainError):
            ask_for_call(comment_, words, city.clerk)
    with pytest.raises(Forbidden):
        ask_for_call(row, "送几楼？", city.operator_)
    ask_for_call(row, "您说的是送到几楼？", city.clerk)
    with pytest.raises(Conflict):
        ask_for_call(row, "再问一次", city.boss)
    deliver_due()
    (message,) = to_tell({city.city.pk})
    assert (message.person, message.name, message.phone, message.channel) == (None, "赵外人", row.phone, "call")
    assert "您说的是送到几楼？" in message.text and "在家门口吃上热饭" in message.text
    teller = signed_in(city.operator)
    assert "赵*" in text(teller.get(reverse("desk:tell"))) and "赵外人" not in text(teller.get(reverse("desk:tell")))
    shown = text(teller.get(reverse("desk:message", args=[message.pk])))
    assert "赵外人" in shown and Access.objects.filter(what="message.page", object_key=row.object_key).exists()
    boss = signed_in(city.supervisor)
    page = text(boss.get(reverse("office:consultation", args=[city.consultation.pk])))
    assert "要求回电" in page and f'id="call-{silent.reference}"' not in page
    mark_told(message, city.operator_)
    assert Event.objects.get(name="notify.message.told").subject_key is None
    Consultation.objects.update(closes_on=today() - timedelta(days=3000))
    assert erase_commenters() == 2
    message.refresh_from_db()
    assert (message.name, message.phone) == ("", "")


def test_who_commented_is_erased_when_the_time_is_over_and_the_words_stay(city, settings):
    row = say(city, name="赵外人", phone=PHONE_LI)
    answer(city, [row])
    over(city)
    publish_answers(city.consultation, city.boss, city.consultation.revision)
    settings.COMMENT_DAYS = 30
    assert erase_commenters() == 0
    Consultation.objects.update(answers_at=timezone.now() - timedelta(days=29))
    assert erase_commenters() == 0
    Consultation.objects.update(answers_at=timezone.now() - timedelta(days=31))
    assert (erase_commenters(), erase_commenters()) == (1, 0)
    now = Comment.objects.get()
    assert (now.words, now.name, now.phone, now.phone_digest) == (WORDS, "", "", "") and now.answer is not None
    assert Event.objects.get(name="ledger.commenters.erased").data == {"comments": 1}
    with pytest.raises(NotFound):
        consulting.comment_by(now.reference, PHONE_LI)

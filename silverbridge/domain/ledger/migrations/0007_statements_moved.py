"""Duties and aims leave the notice's lists for rows of their own, unconfirmed, for nobody has looked at them yet."""

from django.db import migrations

from silverbridge.engines import notices

LONGEST = {"who": 400, "what": 400, "when": 120, "to": 200}


def _clause(found, place):
    """The path of the clause that holds a character."""
    paths = [clause.path for clause in found if clause.start <= place]
    return paths[-1][:120] if paths else ""


def _place(row, found):
    start, end = row.get("start"), row.get("end")
    start, end = (start, end) if start is not None and end is not None else (0, 0)
    return {"start": start, "end": end, "clause": _clause(found, start), "confidence": row.get("confidence", 0.5)}


def to_rows(apps, _schema_editor):
    """One row for each entry of the lists, numbered in their order."""
    Notice, Duty, Goal = (apps.get_model("ledger", name) for name in ("Notice", "Duty", "Goal"))
    for notice in Notice.objects.only("pk", "text", "duties_read", "goals_read").iterator(chunk_size=50):
        if not (notice.duties_read or notice.goals_read):
            continue
        found = sorted(notices.parse(notice.text).clauses, key=lambda clause: clause.start)
        for n, row in enumerate(notice.duties_read, start=1):
            said = {name: (row.get(name) or "")[:most] for name, most in LONGEST.items()}
            lists = {name: row.get(name) or [] for name in ("attachments", "route")}
            rest = {"rule": row.get("rule"), "due": row.get("due"), "tier": row.get("tier"), "spans": row.get("spans") or {}}
            Duty.objects.create(notice=notice, number=n, **_place(row, found), **said, **lists, **rest)
        for n, row in enumerate(notice.goals_read, start=1):
            rest = {"by": row.get("by"), "targets": row.get("targets") or []}
            Goal.objects.create(notice=notice, number=n, **_place(row, found), **rest)


def to_lists(apps, _schema_editor):
    """The lists again, from the rows that stand."""
    Notice, Duty, Goal = (apps.get_model("ledger", name) for name in ("Notice", "Duty", "Goal"))
    plain = ("what", "when", "to")
    for notice in Notice.objects.all():
        notice.duties_read = [
            {name: getattr(row, name) or None for name in plain}
            | {name: getattr(row, name) for name in ("who", "start", "end", "rule", "attachments", "route", "tier", "spans")}
            | {"confidence": row.confidence, "due": row.due.isoformat() if row.due else None}
            for row in Duty.objects.filter(notice=notice, removed_at__isnull=True).order_by("start", "number")
        ]
        notice.goals_read = [
            {name: getattr(row, name) for name in ("clause", "start", "end", "confidence", "targets")}
            | {"text": notice.text[row.start : row.end], "by": row.by.isoformat() if row.by else None}
            for row in Goal.objects.filter(notice=notice, removed_at__isnull=True).order_by("start", "number")
        ]
        notice.save(update_fields=["duties_read", "goals_read"])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_statements")]

    operations = [migrations.RunPython(to_rows, to_lists),]

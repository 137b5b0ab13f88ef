"""A version's blank filled with made-up values, to see that everything stands where it should."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from silverbridge.domain.places.queries import today
from silverbridge.domain.returns.blanks import BLOCK, LEFT, blank_of, bound_places, label_of
from silverbridge.domain.returns.models import Field, FormVersion
from silverbridge.domain.returns.periods import period_label, period_of
from silverbridge.engines import forms


def sample_values(version: FormVersion) -> dict[str, forms.Value]:
    """A made-up value for each bound place, within the bounds of its field, each figure another one."""
    fields, blank = {field.key: field for field in version.fields.all()}, blank_of(version)
    found: dict[str, forms.Value] = {}
    with translation.override(settings.LANGUAGE_CODE):
        for n, (key, source) in enumerate(bound_places(version).items(), start=1):
            slot = blank.slot(key)
            part, _colon, name = source.partition(":")
            if slot is None or key.startswith(LEFT):
                continue
            if slot.choices:
                found[key] = slot.choices[0]
            elif part in ("figure", "previous") and name in fields:
                found[key] = _figure(fields[name], n)
            elif source == "date":
                found[key] = today()
            elif source == "period":
                found[key] = period_label(period_of(version.form.every, version.valid_from))
            elif source in BLOCK:
                found[key] = _("(sample) %(name)s") % {"name": label_of(source, fields)}
            else:
                found[key] = _("Sample text for “%(name)s”.") % {"name": label_of(source, fields)}
    return found


def _figure(field: Field, n: int) -> forms.Value:
    low = field.least if field.least is not None else Decimal(0)
    step = Decimal(1).scaleb(-field.decimals)
    value = (low + n + (step * (n % 9 + 1) if field.decimals else 0)).quantize(step)
    if field.most is not None and value > field.most:
        value = field.most.quantize(step)
    return forms.Percent(value) if field.percent else value


def sample(version: FormVersion) -> bytes:
    """The blank filled with the sample values. Raises FillRefused that names each place that cannot be filled."""
    return forms.fill(bytes(version.blank.content), sample_values(version))

"""Who works here, what they may do for whom, which programs may call, and who read whose data."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.fields import EncryptedJSONField
from silverbridge.domain.core.models import Stamped, random_key
from silverbridge.domain.places.models import Dated, Organisation, Place


class Role(models.TextChoices):
    """What somebody does at work. A role counts only together with the organisation it was granted for."""

    TELLER = "teller", _("Counter staff")
    OPERATOR = "operator", _("Telephone operator")
    EDITOR = "editor", _("Catalogue editor")
    OFFICER = "officer", _("Reporting officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    AUDITOR = "auditor", _("Data protection auditor")


class Scope(models.TextChoices):
    """How far a role reaches: the organisation alone, or also those under it by one kind of relation."""

    OWN = "own", _("This organisation")
    ADMINISTERS = "administers", _("This organisation and those it administers")
    SUPERVISES = "supervises", _("This organisation and those it supervises")


class User(AbstractUser):
    """Somebody of the staff. Elders never have an account."""

    display_name = models.CharField(max_length=40)
    desk_number = models.CharField(max_length=12, blank=True, help_text="seat or window, as called out")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True)

    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return self.display_name or self.username


class RoleGrant(Dated):
    """One role for one organisation, for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.OWN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "organisation", "valid_from"], name="one_grant_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class Partner(Stamped):
    """A program of another institution that submits requests over the API, known by the digest of its credential."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, help_text="whose requests it may submit")
    digest = models.CharField(max_length=64, unique=True)
    items = models.JSONField(default=list, help_text="codes of the items it may submit; empty means all")
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Access(models.Model):
    """Somebody read somebody's data, for a purpose. Append-only by triggers, like the journal."""

    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    subject_key = models.CharField(max_length=32, null=True)
    object_key = models.CharField(max_length=32, null=True)
    what = models.CharField(
        max_length=60, help_text="code of what was read: person.page, request.page, evidence.rows …"
    )
    purpose = models.CharField(max_length=60)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_key"], name="access_subject")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.what}"


class UnsentForm(models.Model):
    """What somebody posted after they had been signed out: sealed, theirs alone, and erased after half an hour.

    It is no fact about anybody, so it leaves no event.
    """

    key = models.CharField(max_length=32, unique=True, default=random_key)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    content = EncryptedJSONField(help_text="where it was going, the page it came from, fields, names of files")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kept_at"], name="unsent_kept_at")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key[:8]}"

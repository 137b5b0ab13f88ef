"""How django-allauth behaves here: staff are made by their institution, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from silverbridge.domain.accounts.queries import unsent_forms


class StaffAdapter(DefaultAccountAdapter):
    """Closes every way for strangers to make an account; after sign-in, what could not be saved comes first."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody lands who was not on the way to a page: at what they typed and nobody saved, or at work."""
        key = unsent_forms(request.user).values_list("key", flat=True).first()
        return reverse("staff_unsent", args=[key]) if key else super().get_login_redirect_url(request)

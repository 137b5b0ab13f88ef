"""Addresses about web sites and their audits, under ``office/sites/``."""

urlpatterns = []

"""Addresses about returns, under ``office/returns/``."""

urlpatterns = []

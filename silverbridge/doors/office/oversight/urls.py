"""Addresses about inspection, evaluation and bulletins, under ``office/oversight/``."""

urlpatterns = []

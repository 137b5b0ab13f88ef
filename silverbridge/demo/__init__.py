"""The demonstration institution: an invented city, 安澜市, with its people and a quarter of their requests.

Only the command line makes it: ``from silverbridge.demo.making import make_demo``. Sign-in: ``silverbridge.demo.staff``.
"""

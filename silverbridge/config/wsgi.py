"""The WSGI entry: ``granian --interface wsgi silverbridge.config.wsgi:application``."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from silverbridge.config.env import Refusal, env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silverbridge.config.settings")
try:
    env()
except Refusal as refusal:
    sys.exit(f"SilverBridge cannot start. 设置不全，不能启动。\n{refusal}")
application = get_wsgi_application()

"""The WSGI door. A server sets DJANGO_SETTINGS_MODULE; without it the production settings apply."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
application = get_wsgi_application()

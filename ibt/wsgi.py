"""The application as a web server starts it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ibt.settings")

application = get_wsgi_application()

from django.conf import settings
from django.db import connection

from audit.append_only import require_triggers
from audit.upgrade import require_this_version
from ibt.static_files import require_static_files

# During maintenance the database may be away, or half migrated.
if not settings.MAINTENANCE:
    require_this_version(connection)
    require_triggers(connection)
    require_static_files()
    # A server that forks its workers must not hand them this connection.
    connection.close()

"""Settings of the test suite. DATABASE_URL chooses the database; nothing else of the machine counts."""

import os

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.update(
    SECRET_KEY="only-for-the-tests-" + 50 * "t",
    ALLOWED_HOSTS="localhost,127.0.0.1",
    INSECURE_HTTP="1",
    DEBUG="0",
    TRUST_PROXY="0",
    MAINTENANCE="0",
    CSRF_TRUSTED_ORIGINS="",
    EMAIL_URL="",
    SITE_URL="",
    ATTACHMENT_MB="",
    LOG_LEVEL="WARNING",
    # Playwright's synchronous interface keeps an event loop in the thread of the test.
    DJANGO_ALLOW_ASYNC_UNSAFE="1",
)

from ibt.settings import *  # noqa: F403
from ibt.settings import DATABASES, PLAIN_STATIC_FILES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Static files come straight from their folders: the suite needs no collectstatic.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": PLAIN_STATIC_FILES}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# A connection that stays open keeps PostgreSQL from dropping the test database.
DATABASES["default"]["CONN_MAX_AGE"] = 0

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import User
from assessments.work.digest import digest_of
from audit.upgrade import OwnCommand
from municipalities.dutch import listing, plural
from municipalities.moments import local_day


class Command(OwnCommand):
    help = "Mailt ieder wat op hem of haar wacht: op werkdagen, een keer per dag, tenzij uitgezet."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.HAS_MAIL:
            raise CommandError("EMAIL_URL ontbreekt. Zet daarin de mailserver; docs/settings.md zegt hoe.")
        now = timezone.now()
        sent, failed = 0, []
        for user in User.objects.filter(is_active=True, wants_digest=True):
            mail = digest_of(user, now=now, absolute=lambda path: f"{settings.SITE_URL}{path}")
            if mail is None:
                continue
            try:
                mail.send()
            except (smtplib.SMTPException, OSError) as error:
                failed.append(f"{user.email} ({error})")
                continue
            User.objects.filter(pk=user.pk).update(digest_on=local_day(now))
            sent += 1
        self.stdout.write(f"{plural(sent, 'e-mail', 'e-mails')} verzonden.")
        if failed:
            raise CommandError(f"Niet verzonden aan {listing(failed)}. Draai de opdracht opnieuw.")

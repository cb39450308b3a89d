from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from assessments.management.arguments import OWN_ARGUMENTS
from audit.refused import Refused
from audit.upgrade import OwnCommand
from example.worked_example import (
    DEMO_ACCOUNTS,
    DEMO_PASSWORD,
    OfEarlierVersion,
    create_demo_accounts,
    load_example,
)


class Command(OwnCommand):
    help = (
        "Laadt het uitgewerkte voorbeeld: de provincie Utrecht over 2023-2 en 2024-1, met daarna verzonnen perioden "
        "tot en met het lopende halfjaar. Wat er al is, blijft zoals het is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        own = parser.add_argument_group(OWN_ARGUMENTS)
        own.add_argument(
            "--demo-accounts", action="store_true", help="ook één account per rol, met een bekend wachtwoord"
        )

    def handle(self, **options: Any) -> None:
        if options["demo_accounts"] and not settings.INSECURE_HTTP:
            raise CommandError(
                "Demo-accounts hebben een bekend wachtwoord en bestaan alleen met INSECURE_HTTP=1."
            )
        try:
            loaded = load_example(now=timezone.now(), with_accounts=options["demo_accounts"])
            said = (
                "Het voorbeeld is geladen."
                if loaded
                else "Het voorbeeld is al geladen; er is niets gewijzigd."
            )
        except OfEarlierVersion as refusal:
            said = str(refusal)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(said)
        if options["demo_accounts"]:
            create_demo_accounts()
            self.stdout.write("\nAccounts om mee in te loggen:")
            for role, (email, _) in DEMO_ACCOUNTS.items():
                self.stdout.write(f"  {role.label:<15} {email:<35} wachtwoord: {DEMO_PASSWORD}")

from typing import Any

from django.core.management.base import BaseCommand

from municipalities.reference import load_reference


class Command(BaseCommand):
    help = "Voegt de 12 provincies en 342 gemeenten van 2023 toe die er nog niet zijn."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{load_reference()} gemeenten toegevoegd.")

from typing import Any

from audit.upgrade import OwnCommand
from municipalities.reference import load_reference


class Command(OwnCommand):
    help = "Voegt de 12 provincies en 342 gemeenten van 2023 toe die er nog niet zijn."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{load_reference()} gemeenten toegevoegd.")

"""What colleagues keep at hand about a municipality; none of it is in a letter, a report or in public."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from municipalities.models.notes import Note, withdrawn_replaces


class ContactPoint(Note):
    """Whom to reach at a municipality: a function with a telephone number, a mailbox or both; never a person."""

    personal = ("function", "telephone", "mailbox")

    function = models.CharField("functie", max_length=200)
    telephone = models.CharField("telefoonnummer", max_length=30, blank=True)
    mailbox = models.EmailField("e-mailadres", blank=True)

    class Meta(Note.Meta):
        verbose_name = "contact"
        verbose_name_plural = "contacten"
        ordering = ["function", "pk"]
        constraints = [withdrawn_replaces("contact_point_withdrawn_replaces")]

    def __str__(self) -> str:
        return f"Contact {self.municipality}"

    @property
    def ways(self) -> list[tuple[str, str]]:
        """How to reach it, the telephone first: the address of a link, and what it says."""
        ways = [(f"tel:{self.dialled}", self.telephone), (f"mailto:{self.mailbox}", self.mailbox)]
        return [(address, said) for address, said in ways if said]

    @property
    def dialled(self) -> str:
        """The telephone number as a telephone takes it."""
        return "".join(sign for sign in self.telephone if sign in "+0123456789")


class Owner(Note):
    """Who of the province looks after a municipality: one account, or nobody."""

    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="toezichthouder", on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Note.Meta):
        verbose_name = "vaste toezichthouder"
        verbose_name_plural = "vaste toezichthouders"
        constraints = [withdrawn_replaces("owner_withdrawn_replaces")]

    def __str__(self) -> str:
        return f"Vaste toezichthouder {self.municipality}"


class Memo(Note):
    """Something that a colleague must know of a municipality."""

    personal = ("text",)

    text = models.TextField("notitie")

    class Meta(Note.Meta):
        verbose_name = "notitie"
        verbose_name_plural = "notities"
        ordering = ["-recorded_at", "-pk"]
        constraints = [withdrawn_replaces("memo_withdrawn_replaces")]

    def __str__(self) -> str:
        return f"Notitie {self.municipality}"

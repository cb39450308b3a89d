from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone


class Role(models.TextChoices):
    """What an account may do; what that is exactly, stands in `accounts.permissions`."""

    SUPERVISOR = "supervisor", "Toezichthouder"
    ADMINISTRATOR = "administrator", "Beheerder"
    ADOPTER = "adopter", "Vaststeller"
    READER = "reader", "Raadpleger"


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet[User]:
        """Read a user with the province: every page asks for both."""
        return super().get_queryset().select_related("province")

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an administrator and log it, for `manage.py createsuperuser`, which names the province by its code."""
        # Only here: the action is about the model itself.
        from accounts.actions import log_new_account

        if isinstance(fields.get("province"), str):
            fields["province_id"] = fields.pop("province")
        with transaction.atomic():
            account = self.create_user(email, password, **{"role": Role.ADMINISTRATOR, **fields})
            log_new_account(account, by=None, at=timezone.now())
        return account


class User(AbstractBaseUser):
    """Someone who may log in: one person, one province, one role."""

    email = models.EmailField("e-mailadres", unique=True, help_text="Hiermee logt deze persoon in.")
    name = models.CharField("naam", max_length=100, help_text="Naam zoals die in het logboek komt.")
    role = models.CharField(
        "rol",
        max_length=20,
        choices=Role.choices,
        default=Role.READER,
        help_text="Bepaalt wat deze persoon mag: beoordelen, cijfers invoeren, vaststellen of alleen lezen.",
    )
    province = models.ForeignKey(
        "municipalities.Province",
        verbose_name="provincie",
        on_delete=models.PROTECT,
        help_text="Deze persoon ziet alleen gegevens van deze provincie.",
    )
    is_active = models.BooleanField(
        "actief", default=True, help_text="Haal het vinkje weg als deze persoon niet meer mag inloggen."
    )
    wants_digest = models.BooleanField(
        "dagelijkse e-mail",
        default=True,
        help_text="Op werkdagen 's ochtends een e-mail met wat er op u wacht. Wacht er niets, dan komt er geen.",
    )
    digest_on = models.DateField("laatste dagelijkse e-mail", null=True, editable=False)
    agenda_key = models.CharField("adres van de agenda (SHA-256)", max_length=64, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "province"]

    class Meta:
        verbose_name = "account"
        verbose_name_plural = "accounts"
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Er is al een account met dit e-mailadres.",
            )
        ]

    def __str__(self) -> str:
        return self.name

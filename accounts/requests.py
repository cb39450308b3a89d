from django.http import HttpRequest

from accounts.models import User


class UserRequest(HttpRequest):
    """A request of someone who is logged in: LoginRequiredMiddleware lets no other through."""

    user: User

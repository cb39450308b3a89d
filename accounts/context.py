from django.http import HttpRequest

from accounts.permissions import may_adopt, may_assess, may_enter_figures, may_read_log


def permissions(request: HttpRequest) -> dict[str, bool]:
    """Tell every template what this user may do; without a user, nothing."""
    user = getattr(request, "user", None)
    return {
        "may_assess": user is not None and may_assess(user),
        "may_adopt": user is not None and may_adopt(user),
        "may_read_log": user is not None and may_read_log(user),
        "may_enter_figures": user is not None and may_enter_figures(user),
    }

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views import LogIn, LogOut
from ibt.account_views import agenda, own_account, own_agenda, own_password
from ibt.views import accessibility, user_guide

handler500 = "ibt.errors.server_error"

# Django's own views also take a PUT, or send it on.
log_in = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("inloggen/", log_in(LogIn.as_view()), name="login"),
    # Also for who was logged out already: else logging in would lead to an address that cannot be opened.
    path("uitloggen/", login_not_required(require_POST(LogOut.as_view())), name="logout"),
    path("account/", own_account, name="own_account"),
    path("account/wachtwoord/", own_password, name="own_password"),
    path("account/agenda/", own_agenda, name="own_agenda"),
    path("agenda/<str:word>.ics", agenda, name="agenda"),
    path("handleiding/", user_guide, name="user_guide"),
    path("toegankelijkheid/", accessibility, name="accessibility"),
    path("beheer/", admin.site.urls),
    path("", include("assessments.urls")),
    path("", include("municipalities.urls")),
]

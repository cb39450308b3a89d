from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="assessments:period_list"), name="home"),
    path("inloggen/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("uitloggen/", LogoutView.as_view(), name="logout"),
    path("beheer/", admin.site.urls),
    path("", include("assessments.urls")),
]

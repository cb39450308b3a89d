from django.urls import path

from assessments.forecast import views

urlpatterns = [
    path("perioden/<str:period>/prognose/", views.period_forecast, name="period_forecast"),
    path("wat-als/<str:period>/<str:code>/", views.what_if, name="what_if"),
]

from django.urls import path

from assessments.overview import views

urlpatterns = [
    path("perioden/", views.period_list, name="period_list"),
    path("perioden/kies/", views.period_choose, name="period_choose"),
    path("perioden/<str:period>/", views.period_overview, name="period_overview"),
    path("perioden/<str:period>/overzicht.<str:extension>", views.period_download, name="period_download"),
]

from django.urls import path

from assessments import views

app_name = "assessments"
urlpatterns = [
    path("beleid/", views.policy_list, name="policy_list"),
    path("beleid/<str:version>/", views.policy_detail, name="policy_detail"),
    path("perioden/", views.period_list, name="period_list"),
    path("perioden/kies/", views.period_choose, name="period_choose"),
    path("perioden/<str:period>/", views.period_overview, name="period_overview"),
    path("perioden/<str:period>/overzicht.<str:extension>", views.period_download, name="period_download"),
    path("perioden/<str:period>/beoordelen/", views.period_assess, name="period_assess"),
    path("perioden/<str:period>/gemeenten/<str:code>/", views.assessment_detail, name="assessment_detail"),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/herkomst/<str:figure>/",
        views.provenance_detail,
        name="provenance_detail",
    ),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/motivering/",
        views.motivation_save,
        name="motivation_save",
    ),
    path("perioden/<str:period>/gemeenten/<str:code>/brief/", views.letter_detail, name="letter_detail"),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/brief.html", views.letter_download, name="letter_download"
    ),
]

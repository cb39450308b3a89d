from django.urls import path

from assessments.judging import views

urlpatterns = [
    path(
        "perioden/<str:period>/gemeenten/<str:code>/versies/<str:version>/",
        views.version_detail,
        name="version_detail",
    ),
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
]

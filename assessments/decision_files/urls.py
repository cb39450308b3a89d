from django.urls import path

from assessments.decision_files import views

urlpatterns = [
    path(
        "perioden/<str:period>/gemeenten/<str:code>/versies/<str:version>/stukken.<str:extension>",
        views.decision_file,
        name="decision_file",
    ),
]

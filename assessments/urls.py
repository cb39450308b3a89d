from django.urls import include, path

app_name = "assessments"
urlpatterns = [
    path("", include("assessments.work.urls")),
    path("", include("assessments.dossier.urls")),
    path("", include("assessments.forecast.urls")),
    path("", include("assessments.decisions.urls")),
    path("", include("assessments.judging.urls")),
    path("", include("assessments.overview.urls")),
    path("", include("assessments.policies.urls")),
    path("", include("assessments.letters.urls")),
    path("", include("assessments.decision_files.urls")),
    path("", include("assessments.reports.urls")),
    path("", include("assessments.intake.urls")),
]

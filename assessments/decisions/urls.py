from django.urls import path

from assessments.decisions import views
from assessments.workflow import TAKEN

urlpatterns = [
    path("herbeoordeling/", views.impact_list, name="impact_list"),
    *(
        path(
            f"perioden/<str:period>/{step.slug}/",
            views.step_take,
            {"step": step},
            name=f"step_{step.name}",
        )
        for step in TAKEN
    ),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/herbeoordelen/",
        views.assessment_reassess,
        name="assessment_reassess",
    ),
]

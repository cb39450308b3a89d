from django.urls import path

from assessments.reports import views

urlpatterns = [
    path("rapportage/", views.report_list, name="report_list"),
    path("perioden/<str:period>/rapportage/", views.report_detail, name="report_detail"),
    path("perioden/<str:period>/rapportage/document/", views.report_document, name="report_document"),
    path("perioden/<str:period>/rapportage/vaststellen/", views.report_adopt, name="report_adopt"),
    path("perioden/<str:period>/rapportage/tekst/<str:slot>/", views.report_prose, name="report_prose"),
    path("perioden/<str:period>/rapportage/pdf/", views.report_pdf_keep, name="report_pdf_keep"),
    path(
        "perioden/<str:period>/rapportage.<str:extension>",
        views.report_download,
        name="report_download",
    ),
    path(
        "perioden/<str:period>/aansluiting/",
        views.reconciliation_detail,
        name="reconciliation_detail",
    ),
    path(
        "perioden/<str:period>/aansluiting/gepubliceerd/",
        views.published_figure_add,
        name="published_figure_add",
    ),
]

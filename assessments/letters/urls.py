from django.urls import path

from assessments.letters import views

urlpatterns = [
    path("perioden/<str:period>/gemeenten/<str:code>/brief/", views.letter_detail, name="letter_detail"),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/brief.html",
        views.letter_download,
        name="letter_download",
    ),
    path("perioden/<str:period>/gemeenten/<str:code>/brief.pdf", views.letter_pdf, name="letter_pdf"),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/brief/pdf/",
        views.letter_pdf_keep,
        name="letter_pdf_keep",
    ),
    path("perioden/<str:period>/brieven.zip", views.letter_archive, name="letter_archive"),
    path("tekstblokken/", views.text_block_list, name="text_block_list"),
    path("tekstblokken/<str:key>/", views.text_block_detail, name="text_block_detail"),
]

from django.urls import path

from assessments.intake import draft_views, upload_views

urlpatterns = [
    path("aanlevering/nieuw/", upload_views.intake_start, name="intake_start"),
    path("aanlevering/nieuw/<str:kind>/", upload_views.intake_upload, name="intake_upload"),
    path("aanlevering/invoeren/<str:kind>/", upload_views.intake_enter, name="intake_enter"),
    path(
        "aanlevering/sjabloon/<str:kind>.<str:extension>",
        upload_views.intake_template,
        name="intake_template",
    ),
    path(
        "aanlevering/concepten/weggooien/",
        draft_views.intake_discard_several,
        name="intake_discard_several",
    ),
    path("aanlevering/concept/<int:draft>/", draft_views.intake_draft, name="intake_draft"),
    path("aanlevering/concept/<int:draft>/aanwijzen/", draft_views.intake_layout, name="intake_layout"),
    path("aanlevering/concept/<int:draft>/controleren/", draft_views.intake_check, name="intake_check"),
    path("aanlevering/concept/<int:draft>/weggooien/", draft_views.intake_discard, name="intake_discard"),
    path("aanlevering/concept/<int:draft>/fouten.csv", draft_views.intake_errors, name="intake_errors"),
    path("aanlevering/<int:number>/terugnemen/", upload_views.delivery_take_back, name="delivery_take_back"),
]

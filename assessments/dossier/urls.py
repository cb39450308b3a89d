from django.urls import path

from assessments.dossier import act_letter_views, record_views, talk_views, views
from assessments.dossier.talk_views import NOTE_KINDS

urlpatterns = [
    path("gemeenten/", views.municipality_list, name="municipality_list"),
    path("gemeenten/<str:code>/", views.municipality_detail, name="municipality_detail"),
    path(
        "gemeenten/<str:code>/overgenomen-treden/toevoegen/",
        record_views.opening_rung_add,
        name="opening_rung_add",
    ),
    path(
        "gemeenten/<str:code>/overgenomen-treden/<str:period>/terugnemen/",
        record_views.opening_rung_take_back,
        name="opening_rung_take_back",
    ),
    path(
        "gemeenten/<str:code>/stappen/toevoegen/",
        record_views.legal_act_add,
        name="legal_act_add",
    ),
    path(
        "gemeenten/<str:code>/stappen/einde/",
        record_views.legal_act_end,
        name="legal_act_end",
    ),
    path(
        "gemeenten/<str:code>/stappen/verlengen/",
        record_views.legal_act_extend,
        name="legal_act_extend",
    ),
    path(
        "gemeenten/<str:code>/stappen/bekendmaking/",
        record_views.legal_act_publish,
        name="legal_act_publish",
    ),
    path(
        "gemeenten/<str:code>/stappen/terugnemen/",
        record_views.legal_act_take_back,
        name="legal_act_take_back",
    ),
    *(
        path(f"gemeenten/<str:code>/stappen/<int:number>/<str:event>/{address}", view, name=name)
        for name, address, view in (
            ("act_letter_detail", "brief/", act_letter_views.act_letter_detail),
            ("act_letter_download", "brief.html", act_letter_views.act_letter_download),
            ("act_texts", "teksten/", act_letter_views.act_texts),
            ("act_letter_adopt", "brief/vaststellen/", act_letter_views.act_letter_adopt),
            ("act_letter_pdf", "brief.pdf", act_letter_views.act_letter_pdf),
            ("act_letter_pdf_keep", "brief/pdf/", act_letter_views.act_letter_pdf_keep),
            ("act_letter_replace", "brief/vervangen/", act_letter_views.act_letter_replace),
            ("act_letter_send", "brief/verzending/", act_letter_views.act_letter_send),
        )
    ),
    *(
        path(
            f"gemeenten/<str:code>/{kind.slug}/toevoegen/",
            talk_views.note_add,
            {"kind": kind},
            name=f"{kind.name}_add",
        )
        for kind in NOTE_KINDS
    ),
    *(
        path(
            f"gemeenten/<str:code>/{kind.slug}/<int:number>/",
            talk_views.note_change,
            {"kind": kind},
            name=f"{kind.name}_change",
        )
        for kind in NOTE_KINDS
    ),
    path("gemeenten/<str:code>/bijlagen/<int:number>/", talk_views.attached_file, name="attached_file"),
    path("perioden/<str:period>/gesprekken/", talk_views.period_talks, name="period_talks"),
]

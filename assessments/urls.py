from django.urls import path

from assessments import (
    decision_views,
    draft_views,
    insight_views,
    intake_views,
    letter_views,
    report_views,
    talk_views,
    views,
)
from assessments.talk_views import NOTE_KINDS
from assessments.workflow import TAKEN

app_name = "assessments"
urlpatterns = [
    path("", decision_views.work_list, name="work_list"),
    path("logboek/", decision_views.log_list, name="log_list"),
    path("herbeoordeling/", decision_views.impact_list, name="impact_list"),
    path("gemeenten/", decision_views.municipality_list, name="municipality_list"),
    path("gemeenten/<str:code>/", insight_views.municipality_detail, name="municipality_detail"),
    path(
        "gemeenten/<str:code>/overgenomen-treden/toevoegen/",
        decision_views.opening_rung_add,
        name="opening_rung_add",
    ),
    path(
        "gemeenten/<str:code>/overgenomen-treden/<str:period>/terugnemen/",
        decision_views.opening_rung_take_back,
        name="opening_rung_take_back",
    ),
    path(
        "gemeenten/<str:code>/rechtshandelingen/toevoegen/",
        decision_views.legal_act_add,
        name="legal_act_add",
    ),
    path(
        "gemeenten/<str:code>/rechtshandelingen/einde/",
        decision_views.legal_act_end,
        name="legal_act_end",
    ),
    path(
        "gemeenten/<str:code>/rechtshandelingen/bekendmaking/",
        decision_views.legal_act_publish,
        name="legal_act_publish",
    ),
    path(
        "gemeenten/<str:code>/rechtshandelingen/terugnemen/",
        decision_views.legal_act_take_back,
        name="legal_act_take_back",
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
    path("perioden/<str:period>/gesprekken/", talk_views.period_talks, name="period_talks"),
    path("perioden/<str:period>/prognose/", insight_views.period_forecast, name="period_forecast"),
    path("wat-als/<str:period>/<str:code>/", insight_views.what_if, name="what_if"),
    *(
        path(
            f"perioden/<str:period>/{step.slug}/",
            decision_views.step_take,
            {"step": step},
            name=f"step_{step.name}",
        )
        for step in TAKEN
    ),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/herbeoordelen/",
        decision_views.assessment_reassess,
        name="assessment_reassess",
    ),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/versies/<str:version>/",
        views.version_detail,
        name="version_detail",
    ),
    path("aanlevering/nieuw/", intake_views.intake_start, name="intake_start"),
    path("aanlevering/nieuw/<str:kind>/", intake_views.intake_upload, name="intake_upload"),
    path("aanlevering/invoeren/<str:kind>/", intake_views.intake_enter, name="intake_enter"),
    path(
        "aanlevering/sjabloon/<str:kind>.<str:extension>",
        intake_views.intake_template,
        name="intake_template",
    ),
    path("aanlevering/concept/<int:draft>/", draft_views.intake_draft, name="intake_draft"),
    path("aanlevering/concept/<int:draft>/aanwijzen/", draft_views.intake_layout, name="intake_layout"),
    path("aanlevering/concept/<int:draft>/controleren/", draft_views.intake_check, name="intake_check"),
    path("aanlevering/concept/<int:draft>/weggooien/", draft_views.intake_discard, name="intake_discard"),
    path("aanlevering/concept/<int:draft>/fouten.csv", draft_views.intake_errors, name="intake_errors"),
    path("aanlevering/<int:number>/terugnemen/", intake_views.delivery_take_back, name="delivery_take_back"),
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
    path(
        "perioden/<str:period>/gemeenten/<str:code>/brief/", letter_views.letter_detail, name="letter_detail"
    ),
    path(
        "perioden/<str:period>/gemeenten/<str:code>/brief.html",
        letter_views.letter_download,
        name="letter_download",
    ),
    path("perioden/<str:period>/gemeenten/<str:code>/brief.pdf", letter_views.letter_pdf, name="letter_pdf"),
    path("perioden/<str:period>/brieven.zip", letter_views.letter_archive, name="letter_archive"),
    path("rapportage/", report_views.report_list, name="report_list"),
    path("perioden/<str:period>/rapportage/", report_views.report_detail, name="report_detail"),
    path("perioden/<str:period>/rapportage/document/", report_views.report_document, name="report_document"),
    path("perioden/<str:period>/rapportage/vaststellen/", report_views.report_adopt, name="report_adopt"),
    path(
        "perioden/<str:period>/rapportage/tekst/<str:slot>/", report_views.report_prose, name="report_prose"
    ),
    path(
        "perioden/<str:period>/rapportage.<str:extension>",
        report_views.report_download,
        name="report_download",
    ),
    path(
        "perioden/<str:period>/aansluiting/",
        report_views.reconciliation_detail,
        name="reconciliation_detail",
    ),
    path(
        "perioden/<str:period>/aansluiting/gepubliceerd/",
        report_views.published_figure_add,
        name="published_figure_add",
    ),
    path("tekstblokken/", letter_views.text_block_list, name="text_block_list"),
    path("tekstblokken/<str:key>/", letter_views.text_block_detail, name="text_block_detail"),
]

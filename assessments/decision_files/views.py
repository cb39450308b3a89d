from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from assessments.decision_files.decision_file import NotAdopted, decision_file_of
from assessments.decision_files.write import KINDS, files_written
from assessments.judging.versions import adopted_letter_of, track_of
from assessments.models import AssessmentVersion
from assessments.spreadsheets import FILE_TYPES
from assessments.web import file_response, log_download, municipality_read, period_read


@require_safe
def decision_file(request: UserRequest, period: str, code: str, version: str, extension: str) -> HttpResponse:
    found = period_read(request, period)
    judgement = track_of(found, municipality_read(request, code, found)).named(version)
    if judgement is None or extension not in KINDS:
        raise Http404
    if not isinstance(judgement, AssessmentVersion) or adopted_letter_of(judgement) is None:
        messages.error(request, str(NotAdopted()))
        return redirect("assessments:version_detail", period, code, version)
    # The line about the download comes first: it stands beside the last line that the file quotes.
    log_download(request, "stukken gedownload", judgement, bestand=extension)
    file = decision_file_of(judgement, now=timezone.now())
    return file_response(files_written(file, extension), f"{file.name}.{extension}", FILE_TYPES[extension])

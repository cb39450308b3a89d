from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from audit.actions import record
from municipalities import wording
from municipalities.ledger.contents import differences_with_ledger
from municipalities.models import Delivery, DeliveryFile
from municipalities.tables import BookedTable, DeliveryTable, SaidTable, show

PLAIN = "application/octet-stream"
"""Whatever is in a file: it is for saving, never for showing."""
RELATED = ("period", "municipality", "takes_back", "taken_back_by", "recorded_by")


@require_safe
def delivery_list(request: HttpRequest) -> HttpResponse:
    table = DeliveryTable(Delivery.objects.visible_to(request.user).for_lists())
    show(table, request, per_page=50)
    return render(request, "municipalities/delivery_list.html", {"table": table})


@require_safe
def delivery_detail(request: HttpRequest, number: int) -> HttpResponse:
    deliveries = Delivery.objects.visible_to(request.user).select_related(*RELATED).with_who()
    delivery = get_object_or_404(deliveries, number=number)
    said, booked = SaidTable(delivery), BookedTable(delivery)
    for table in (said, booked):
        show(table, request, per_page=100)
    context = {
        "delivery": delivery,
        "stands": delivery.takes_back is None and not hasattr(delivery, "taken_back_by"),
        "facts": wording.facts(delivery),
        "file": DeliveryFile.objects.filter(delivery=delivery).defer("content", "cells").first(),
        "control": wording.control_text(differences_with_ledger(delivery)) if delivery.is_control else "",
        "said": said,
        "booked": booked,
    }
    return render(request, "municipalities/delivery_detail.html", context)


@require_safe
def delivery_file(request: HttpRequest, number: int) -> HttpResponse:
    """Give the file of a delivery back, to the byte."""
    files = DeliveryFile.objects.filter(delivery__in=Delivery.objects.visible_to(request.user))
    file = get_object_or_404(files.select_related("delivery"), delivery__number=number)
    user: Any = request.user
    details = {"file": file.name, "sha256": file.sha256}
    record(
        "bestand gedownload",
        by=user,
        at=timezone.now(),
        about=file.delivery,
        province_code=user.province_id,
        **details,
    )
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(bytes(file.content), content_type=PLAIN, headers={"Content-Disposition": disposition})

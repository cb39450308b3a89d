from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from municipalities import wording
from municipalities.contents import difference_with_ledger
from municipalities.models import Delivery
from municipalities.tables import BookedTable, DeliveryTable, SaidTable, show

RELATED = ("period", "municipality", "takes_back", "taken_back_by", "recorded_by")


@require_safe
def delivery_list(request: HttpRequest) -> HttpResponse:
    table = DeliveryTable(Delivery.objects.visible_to(request.user).for_lists())
    show(table, request, per_page=50)
    return render(request, "municipalities/delivery_list.html", {"table": table})


@require_safe
def delivery_detail(request: HttpRequest, number: int) -> HttpResponse:
    deliveries = Delivery.objects.visible_to(request.user).select_related(*RELATED)
    delivery = get_object_or_404(deliveries, number=number)
    said, booked = SaidTable(delivery), BookedTable(delivery)
    for table in (said, booked):
        show(table, request, per_page=100)
    context = {
        "delivery": delivery,
        "facts": wording.facts(delivery),
        "control": wording.control_text(difference_with_ledger(delivery)) if delivery.is_control else "",
        "said": said,
        "booked": booked,
    }
    return render(request, "municipalities/delivery_detail.html", context)

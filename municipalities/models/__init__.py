"""Tables of facts: places and periods, deliveries and ledger entries, files, talks."""

from municipalities.models.contacts import (
    ActionPlan,
    Agreement,
    Conversation,
    Level,
    Note,
    Outcome,
    PlanVerdict,
    SideFigure,
    SideKind,
)
from municipalities.models.files import DeliveryFile, DraftDelivery
from municipalities.models.ledger import (
    Correction,
    CorrectionKind,
    Coupling,
    CouplingKind,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    Housing,
    HousingKind,
    LedgerEntry,
    Quota,
    QuotaKind,
)
from municipalities.models.places import Municipality, MunicipalityAlias, Period, Province

__all__ = [
    "ActionPlan",
    "Agreement",
    "Conversation",
    "Correction",
    "CorrectionKind",
    "Coupling",
    "CouplingKind",
    "Delivery",
    "DeliveryFile",
    "DeliveryForm",
    "DeliveryKind",
    "DraftDelivery",
    "Housing",
    "HousingKind",
    "LedgerEntry",
    "Level",
    "Municipality",
    "MunicipalityAlias",
    "Note",
    "Outcome",
    "Period",
    "PlanVerdict",
    "Province",
    "Quota",
    "QuotaKind",
    "SideFigure",
    "SideKind",
]

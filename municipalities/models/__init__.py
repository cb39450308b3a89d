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
from municipalities.models.places import Municipality, Period, Province

__all__ = [
    "Correction",
    "CorrectionKind",
    "Coupling",
    "CouplingKind",
    "Delivery",
    "DeliveryForm",
    "DeliveryKind",
    "Housing",
    "HousingKind",
    "LedgerEntry",
    "Municipality",
    "Period",
    "Province",
    "Quota",
    "QuotaKind",
]

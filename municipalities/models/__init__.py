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
    "Municipality",
    "MunicipalityAlias",
    "Period",
    "Province",
    "Quota",
    "QuotaKind",
]

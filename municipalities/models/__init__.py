"""Tables of facts: places and periods, deliveries and ledger entries, files, talks, what is kept at hand."""

from municipalities.models.at_hand import ContactPoint, Memo, Owner
from municipalities.models.attachments import AttachedFile, NoteWithFiles
from municipalities.models.contacts import (
    ActionPlan,
    Agreement,
    Conversation,
    Level,
    Outcome,
    PlanVerdict,
    Received,
    Reply,
    ReplyTo,
    SideFigure,
    SideKind,
)
from municipalities.models.files import DeliveryFile, DraftDelivery
from municipalities.models.kept import KeptFigures
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
from municipalities.models.notes import Note
from municipalities.models.places import ClosedDay, Municipality, MunicipalityAlias, Period, Province, Signing

__all__ = [
    "ActionPlan",
    "Agreement",
    "AttachedFile",
    "ClosedDay",
    "ContactPoint",
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
    "KeptFigures",
    "LedgerEntry",
    "Level",
    "Memo",
    "Municipality",
    "MunicipalityAlias",
    "Note",
    "NoteWithFiles",
    "Outcome",
    "Owner",
    "Period",
    "PlanVerdict",
    "Province",
    "Quota",
    "QuotaKind",
    "Received",
    "Reply",
    "ReplyTo",
    "SideFigure",
    "SideKind",
    "Signing",
]

"""The Dutch sentences that findings are made of, and how they are filled.

A key is the name of a block; a variant of a block stands behind a dot. `{subject}` and
`{Subject}` stay open: screen, letter and report each name the municipality in their own way.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from municipalities.dutch import day_text
from municipalities.figures import PeriodFacts

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        # What was available, beside the total task.
        "basis_total_task": "Tot en met de peildatum koppelingen ({reference_date}) kon {subject} beschikken "
        "over {available_on_reference_date_vh}. Dat was genoeg voor de totaalopgave van {total_task}. "
        "Er was geen koppelingstekort.",
        "basis_shortage": "Tot en met de peildatum koppelingen ({reference_date}) kon {subject} beschikken "
        "over {available_on_reference_date_vh}. Voor de totaalopgave van {total_task} was dat "
        "{coupling_shortage} te weinig: een koppelingstekort.",
        "basis_shortage.nobody": "Op de peildatum koppelingen ({reference_date}) was voor {subject} niemand "
        "op tijd beschikbaar. Het koppelingstekort was daarom {coupling_shortage}.",
        "basis_no_task": "Er bleef geen totaalopgave over. Een koppelingstekort is dan niet van toepassing.",
        "available_explained": "Op tijd beschikbaar zijn alle vergunninghouders die van {period_first_day} "
        "tot en met {reference_date} zijn gehuisvest, en alle vergunninghouders die op {reference_date} "
        "gekoppeld waren en wachtten op een woning.",
        # The number to reach.
        "norm_total_task": "Er is gemeten aan de totaalopgave: {norm}.",
        "norm_quota": "Er is gemeten aan de taakstelling: {norm}.",
        "shortage_no_excuse": "Het koppelingstekort verandert deze beoordeling niet. Er waren "
        "{available_on_reference_date_vh} op tijd beschikbaar; dat was genoeg om de taakstelling van {quota} "
        "te halen.",
        "shortage_no_excuse.one": "Het koppelingstekort verandert deze beoordeling niet. Er was "
        "{available_on_reference_date_vh} op tijd beschikbaar; dat was genoeg om de taakstelling van {quota} "
        "te halen.",
        # What was done.
        "finding_met": "{Subject} huisvestte {realised_vh} en heeft het gevraagde aantal gehaald.",
        "finding_met_total": "{Subject} huisvestte {realised_vh} en heeft niet alleen het gevraagde aantal, "
        "maar ook de totaalopgave van {total_task} gehaald.",
        "finding_missed": "{Subject} huisvestte {realised_vh} en heeft het gevraagde aantal niet gehaald. "
        "Het verschil is {short_of_norm_vh}.",
        "finding_missed.act": "{Subject} huisvestte {realised_vh}. Daarvan telden er {counted} mee; de andere telden "
        "voor de stap van Gedeputeerde Staten. Het gevraagde aantal is niet gehaald. "
        "Het verschil is {short_of_norm_vh}.",
        "finding_nobody": "Er was niemand op tijd beschikbaar. Het gevraagde aantal was dus 0.",
        "finding_nothing_to_house": "Door de voorsprong hoefde {subject} in deze periode niemand te "
        "huisvesten.",
        "finding_nothing_to_house.no_quota": "De taakstelling was 0. {Subject} hoefde in deze periode "
        "niemand te huisvesten.",
        "finding_no_backlog": "Aan het einde van de periode is er geen achterstand.",
        "finding_lead_used": "{Subject} huisvestte minder dan de taakstelling van {quota}, maar ving het "
        "verschil op met de voorsprong.",
        "finding_lead_short": "De voorsprong was niet groot genoeg om dit verschil op te vangen.",
        "finding_lead_short.quota": "De voorsprong was niet groot genoeg om het verschil met de taakstelling "
        "van {quota} op te vangen.",
        "finding_no_quota": "De taakstelling was 0. De achterstand van {closing_balance_vh} staat nog open.",
        "finding_excused": "{Subject} huisvestte {realised_vh}: ten minste het aantal dat op tijd "
        "beschikbaar was. Daarom telt het verschil met de taakstelling van {quota} niet mee voor een "
        "hogere trede.",
        "finding_excused.nobody": "Er was niemand op tijd beschikbaar. Daarom telt het verschil met de "
        "taakstelling van {quota} niet mee voor een hogere trede.",
        # The same rule without the shortage.
        "counterfactual_milder": "Zonder rekening te houden met het koppelingstekort was de uitkomst trede "
        "{rung_on_total_task}. De uitkomst is door het koppelingstekort dus lichter.",
        "counterfactual_same": "Zonder rekening te houden met het koppelingstekort was de uitkomst ook trede "
        "{rung_on_total_task}.",
        "counterfactual_none": "Niet van toepassing: er was geen koppelingstekort.",
        # From the opening to the closing balance.
        "balance_grown": "De achterstand is gegroeid van {opening_balance} naar {closing_balance}.",
        "balance_shrunk": "De achterstand is kleiner geworden: van {opening_balance} naar {closing_balance}.",
        "balance_equal": "De achterstand is gelijk gebleven: {closing_balance_vh}.",
        "balance_equal.lead": "De voorsprong is gelijk gebleven: {closing_balance_vh}.",
        "balance_equal.zero": "Er is, net als bij het begin van de periode, geen achterstand en geen "
        "voorsprong.",
        "balance_cleared": "De achterstand van {opening_balance_vh} is ingelopen. Er is nu geen achterstand "
        "en geen voorsprong.",
        "balance_cleared.lead": "De achterstand van {opening_balance_vh} is ingelopen. Er is nu een "
        "voorsprong van {closing_balance_vh}.",
        "balance_new": "Er is een achterstand ontstaan van {closing_balance_vh}.",
        "balance_new.lead": "De voorsprong van {opening_balance_vh} is gebruikt en er is een achterstand "
        "ontstaan van {closing_balance_vh}.",
        "balance_lead": "Er is een voorsprong ontstaan van {closing_balance_vh}.",
        "balance_lead.less": "De voorsprong is kleiner geworden: van {opening_balance} naar "
        "{closing_balance}.",
        "balance_lead.more": "De voorsprong is gegroeid van {opening_balance} naar {closing_balance}.",
        "balance_lead_used": "De voorsprong van {opening_balance_vh} is gebruikt. Er is nu geen achterstand.",
        "debt_stays": "Deze achterstand telt mee in de volgende totaalopgave.",
        # What came before.
        "previous_rung": "Over {previous_period_text} stond {subject} op trede {previous_rung}.",
        "history_unknown": "Over {previous_period_text} is geen trede vastgelegd. Bij deze beoordeling is "
        "uitgegaan van trede {previous_rung}.",
        "history_gap": "Over {period_before_text} is geen trede vastgelegd. Bij deze beoordeling is uitgegaan "
        "van de laatst vastgestelde trede: trede {previous_rung} over {previous_period_text}.",
        "history_lapsed": "De trede die over {previous_period_text} gold, trede {executive_from} of hoger, is "
        "vervallen. Bij deze beoordeling is uitgegaan van trede {previous_rung}.",
        "history_first": "In {previous_period_text} haalde {subject} het aantal dat toen was gevraagd.",
        "history_repeat": "Dit is de {consecutive_misses_ordinal} periode op rij waarin {subject} het "
        "gevraagde aantal niet heeft gehaald.",
        # The rung that follows.
        "step_to_1": "De uitkomst volgens het beleidskader is trede 1.",
        "step_to_2": "Het gevraagde aantal is niet gehaald. De uitkomst volgens het beleidskader is trede 2.",
        "step_stay_missed": "Het gevraagde aantal is niet gehaald. Een hogere trede volgt in dit "
        "beleidskader niet vanzelf; de uitkomst blijft trede {previous_rung}.",
        "step_up": "Het beleidskader verbindt daaraan in beginsel een stap omhoog. De uitkomst is trede "
        "{proposed_rung} (was trede {previous_rung}).",
        # Without its first sentence "daaraan" would point at the history just told: a number that was reached.
        "step_up.after_history": "In deze periode is het gevraagde aantal niet gehaald. Het beleidskader "
        "verbindt daaraan in beginsel een stap omhoog. De uitkomst is trede {proposed_rung} (was trede "
        "{previous_rung}).",
        "step_stay": "De uitkomst blijft trede {previous_rung}.",
        "step_stay_excused": "De uitkomst blijft trede {previous_rung}.",
        "step_stay_backlog": "De taakstelling is gehaald, maar er is nog een achterstand. De uitkomst blijft "
        "trede {previous_rung}.",
        "step_3_to_2": "De taakstelling is gehaald. De uitkomst gaat daarom van trede 3 naar trede 2. Zodra "
        "er geen achterstand meer is, is trede 1 mogelijk.",
        "step_ended": "De stap van Gedeputeerde Staten eindigde na deze periode. De uitkomst is trede {proposed_rung}.",
        "executive_needed": "{Subject} staat op trede {previous_rung}. Vanaf trede {executive_from} beslissen "
        "Gedeputeerde Staten over elke stap. Zolang zij niet anders beslissen, blijft de uitkomst trede "
        "{previous_rung}.",
        "executive_needed.proposal": "De uitkomst is trede {proposed_rung}. Dat is een voorstel; "
        "Gedeputeerde Staten beslissen.",
        "no_figures": "Er is geen uitkomst, want dit ontbreekt: {missing_figures}. Lever deze cijfers aan en "
        "beoordeel opnieuw.",
    }
)

MISSING_FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "quota": "de taakstelling",
        "opening_balance": "de beginstand",
        "available_on_reference_date": "het aantal dat op tijd beschikbaar was",
        "realised": "het aantal gehuisveste vergunninghouders",
    }
)
"""How `no_figures` names what is missing; the keys are those of `Figures.missing`."""


NONE_OWN: Mapping[str, str] = MappingProxyType({})


def fill(text_key: str, values: Mapping[str, str], own: Mapping[str, str] = NONE_OWN) -> str:
    """Return the text, that of the policy if it has its own, with its numbers filled in; raises KeyError.

    `{subject}` stays open.
    """
    return (own.get(text_key) or TEXTS[text_key]).format_map(
        {**values, "subject": "{subject}", "Subject": "{Subject}"}
    )


def name_subject(sentence: str, subject: str) -> str:
    """Return the sentence with the municipality called `subject`: "de gemeente", "Zeist"."""
    capitalised = subject[:1].upper() + subject[1:]
    return sentence.replace("{subject}", subject).replace("{Subject}", capitalised)


def block_of_text(text_key: str) -> str:
    """Return the block that a text is a variant of."""
    return text_key.partition(".")[0]


def available_explained(period: PeriodFacts) -> str:
    """Return the help text on who counts as available in time."""
    days = {"period_first_day": day_text(period.start), "reference_date": day_text(period.reference_date)}
    return fill("available_explained", days)


def balance_text_key(opening: int, closing: int) -> str:
    """Return the text on how the balance went; above zero is a backlog, below a lead."""
    if closing == opening:
        return _unchanged(closing)
    if opening > 0:
        return _from_backlog(opening, closing)
    return _from_lead_or_zero(opening, closing)


def _unchanged(balance: int) -> str:
    if balance == 0:
        return "balance_equal.zero"
    return "balance_equal" if balance > 0 else "balance_equal.lead"


def _from_backlog(opening: int, closing: int) -> str:
    if closing > opening:
        return "balance_grown"
    if closing > 0:
        return "balance_shrunk"
    return "balance_cleared" if closing == 0 else "balance_cleared.lead"


def _from_lead_or_zero(opening: int, closing: int) -> str:
    if closing > 0:
        return "balance_new.lead" if opening < 0 else "balance_new"
    if closing == 0:
        return "balance_lead_used"
    if opening == 0:
        return "balance_lead"
    return "balance_lead.less" if closing > opening else "balance_lead.more"

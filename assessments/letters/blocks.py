"""The Dutch of a letter, apart from the reasons: those come with the findings (rules/sentences.py).

A key is the name of a block; a variant of a block stands behind a dot. A line break starts a numbered item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Block:
    """One text block of the letter (tekstblok), in the words that hold without those of a province."""

    key: str
    title: str
    """What it is for, as the administrator reads it."""
    standard: str
    """What it says without words of the province; empty for a paragraph that only the province adds."""
    needed: tuple[str, ...] = ()
    """The fields that a letter cannot do without: which one it replaces; the scope, terms and appeal of a legal act."""
    is_fixed: bool = False
    """Whether it guards a letter against being taken for another; such a block is never in a province's own words."""
    to_be_checked: bool = False
    """Whether a lawyer of the province must confirm it before a real letter leaves."""
    follows: str = ""
    """What stands before it, of a paragraph that only the province adds."""


def legal(key: str, title: str, text: str, needed: tuple[str, ...] = ()) -> Block:
    return Block(key, title, text, needed, to_be_checked=True)


MOVED = """Wij plaatsen uw gemeente op trede {rung} van de interventieladder. \
Over {previous_period_text} was dat trede {previous_rung}."""

# In the order of the letter. Laid out by hand: a block's key and what it is for on one line, its words below.
# fmt: off
PARTS: Mapping[str, tuple[Block, ...]] = MappingProxyType({
    "Boven de brief": (
        Block("concept", "", "CONCEPT – nog niet vastgesteld. De inhoud kan nog veranderen.", is_fixed=True),
        Block("concept_assumption", "",
            "Let op: deze brief steunt op een aanname van de rekenregel: {assumption}. Bevestig die of pas de "
            "motivering aan voordat de brief wordt vastgesteld.", is_fixed=True),
        Block("concept_assumption.several", "",
            "Let op: deze brief steunt op aannames van de rekenregel: {assumption}. Bevestig die of pas de motivering "
            "aan voordat de brief wordt vastgesteld.", is_fixed=True),
        Block("executive_needed", "", "Besluit Gedeputeerde Staten nodig.", is_fixed=True),
        Block("example_figures", "",
            "Voorbeeldcijfers. De aantallen per gemeente in deze brief zijn niet de echte cijfers.", is_fixed=True),
        Block("supersedes", "Welke brief deze vervangt",
            "Deze brief vervangt onze brief van {superseded_letter_date} met kenmerk {superseded_letter_number}. "
            "Gewijzigd: {changes}.", needed=("superseded_letter_date", "superseded_letter_number")),
    ),
    "De uitkomst": (
        Block("opening", "Eerste alinea",
            "Elk halfjaar beoordelen wij hoe gemeenten hun taak uitvoeren om vergunninghouders te huisvesten. In deze "
            "brief leest u onze beoordeling over {period_text}."),
        Block("result_new", "De trede, zonder eerdere trede",
            "Wij plaatsen uw gemeente op trede {rung} van de interventieladder."),
        Block("result_same", "De trede blijft gelijk", "Uw gemeente blijft op trede {rung} van de interventieladder."),
        Block("result_up", "De trede gaat omhoog", MOVED),
        Block("result_down", "De trede gaat omlaag", MOVED),
        Block("meaning_1", "Wat trede 1 betekent",
            "Trede 1 betekent dat wij uw cijfers blijven volgen en verder niets extra's vragen."),
        Block("meaning_2", "Wat trede 2 betekent",
            "Trede 2 betekent dat wij u om informatie vragen en die met u bespreken."),
        Block("meaning_3", "Wat trede 3 betekent",
            "Trede 3 is actief toezicht: wij vragen een plan van aanpak en volgen de uitvoering ervan."),
        legal("lapsed.notice", "Het voornemen is vervallen",
            "Uw gemeente heeft op tijd gehuisvest wat in ons voornemen van {lapsed_on} stond. Het voornemen is daarmee "
            "vervallen."),
        legal("lapsed.decision", "Het besluit is vervallen",
            "Uw gemeente heeft op tijd gehuisvest wat in ons besluit van {lapsed_on} stond. Het besluit is daarmee "
            "vervallen."),
    ),
    "De cijfers": (
        Block("figures_sum.quota", "De taakstelling", "De taakstelling was {quota}."),
        Block("figures_sum.backlog", "Met een achterstand aan het begin",
            "Daar kwam een achterstand van {opening_balance_vh} bij."),
        Block("figures_sum.lead", "Met een voorsprong aan het begin",
            "Daar ging een voorsprong van {opening_balance_vh} af."),
        Block("figures_sum.zero", "Zonder achterstand of voorsprong aan het begin",
            "Er was geen achterstand en geen voorsprong."),
        Block("figures_sum.task", "De totaalopgave", "De totaalopgave was daarmee {total_task}."),
        Block("figures_sum.no_task", "Er bleef geen totaalopgave over", "Er bleef daarom geen totaalopgave over."),
        Block("figures_sum.realised", "Hoeveel er zijn gehuisvest", "Uw gemeente huisvestte {realised_vh}."),
        Block("shares", "De percentages",
            "Dat is {share_of_quota} van de taakstelling en {share_of_total_task} van de totaalopgave."),
        Block("shares.no_task", "De percentages, zonder totaalopgave",
            "Dat is {share_of_quota} van de taakstelling. Een percentage van de totaalopgave is niet van toepassing, "
            "omdat er geen totaalopgave overbleef."),
        Block("shares.no_quota", "De percentages, zonder taakstelling",
            "Dat is {share_of_total_task} van de totaalopgave. Een percentage van de taakstelling is niet van "
            "toepassing, omdat de taakstelling 0 was."),
        Block("shares.none", "Geen percentages: er was niets te huisvesten",
            "Percentages zijn niet van toepassing, omdat er niets te huisvesten was."),
        Block("quota_revised", "De taakstelling is gewijzigd",
            "De taakstelling werd op {quota_announced_on} bekendgemaakt als {quota_announced} en is op "
            "{quota_revised_on} gewijzigd in {quota}. Wij rekenen met {quota}."),
        Block("figures_note", "De bron van de cijfers",
            "Bron: het Rijk (taakstelling) en het COA (koppelingen en huisvestingen), zoals bij ons bekend op "
            "{known_at}. Wat daarna is gecorrigeerd, staat niet in deze cijfers."),
    ),
    "De keuze van een persoon": (
        Block("choice_same", "De uitkomst is overgenomen", "Wij nemen deze uitkomst over."),
        legal("choice_lighter", "Gekozen voor een lagere trede",
            "Wij volgen deze uitkomst niet en plaatsen uw gemeente op trede {rung}. Er zijn bijzondere omstandigheden "
            "waardoor toepassing van het beleidskader gevolgen zou hebben die niet in verhouding staan tot het doel "
            "ervan (artikel 4:84 van de Algemene wet bestuursrecht). Het gaat om het volgende:"),
        legal("choice_heavier", "Gekozen voor een hogere trede",
            "Wij volgen deze uitkomst niet en plaatsen uw gemeente op trede {rung}. Onze redenen zijn:"),
        legal("choice_ground", "Een verschoonbare reden", "Wij zien een verschoonbare reden: {ground}."),
        legal("choice_ground.retarget", "Verschoonbare reden: een andere norm",
            "Daarom rekenen wij met een norm van {ground_norm}."),
        legal("choice_ground.norm_met", "Verschoonbare reden: die norm is gehaald",
            "Uw gemeente huisvestte {realised_vh} en heeft deze norm gehaald. Wij plaatsen uw gemeente op trede "
            "{rung}."),
        legal("choice_ground.norm_missed", "Verschoonbare reden: die norm is niet gehaald",
            "Uw gemeente huisvestte {realised_vh} en heeft deze norm niet gehaald. Wij plaatsen uw gemeente op trede "
            "{rung}."),
        legal("choice_ground.no_increase", "Verschoonbare reden: de trede gaat niet omhoog",
            "Daarom verhogen wij de trede niet. Uw gemeente staat op trede {rung}."),
        legal("choice_ground.freeze", "Verschoonbare reden: de trede is bevroren",
            "Daarom bevriezen wij de trede: uw gemeente blijft op trede {previous_rung} en deze periode telt niet mee "
            "als gemiste periode."),
    ),
    "Wat wij vragen": (
        Block("ask_1", "Trede 1: wij vragen niets", "Wij vragen u nu niets."),
        Block("ask_1_backlog", "Trede 1, met een achterstand",
            "Wij vragen u nu geen extra stappen. Wij blijven de cijfers volgen, ook die van de achterstand."),
        Block("ask_1_down", "Trede 1, na een hogere trede",
            "De vragen en afspraken uit onze brief van {previous_letter_date} zijn hiermee afgerond. Wij vragen u nu "
            "niets."),
        legal("ask_2", "Trede 2: vragen om informatie",
            "Wij vragen u om ons uiterlijk {reaction_due} schriftelijk te laten weten:\n"
            "(1) welke oorzaken u ziet voor het verschil met de norm;\n"
            "(2) welke maatregelen u neemt;\n"
            "(3) hoeveel vergunninghouders u daarmee uiterlijk {next_period_last_day} wilt huisvesten."),
        legal("ask_2.met", "Trede 2: vragen om informatie, met de norm gehaald",
            "Wij vragen u om ons uiterlijk {reaction_due} schriftelijk te laten weten:\n"
            "(1) welke maatregelen u neemt;\n"
            "(2) hoeveel vergunninghouders u daarmee uiterlijk {next_period_last_day} wilt huisvesten."),
        legal("ask_2.talk", "Trede 2: het gesprek daarover",
            "Wij bespreken uw antwoord uiterlijk {talk_due} in een ambtelijk toezichtgesprek."),
        legal("ask_2_repeat", "Trede 2, opnieuw",
            "Op {previous_letter_date} vroegen wij u naar oorzaken en maatregelen. Wij vragen u om ons uiterlijk "
            "{reaction_due} te laten weten wat die maatregelen hebben opgeleverd en wat u daaraan toevoegt. Wij "
            "bespreken dit uiterlijk {talk_due} in een ambtelijk toezichtgesprek."),
        legal("ask_2_from_3", "Trede 2, na trede 3",
            "Wij vragen u de acties uit uw plan van aanpak af te maken en ons uiterlijk {reaction_due} te laten weten "
            "wanneer de achterstand van {closing_balance_vh} is ingelopen."),
        legal("ask_2_from_3.no_backlog", "Trede 2, na trede 3 en zonder achterstand",
            "Wij vragen u de acties uit uw plan van aanpak af te maken en ons uiterlijk {reaction_due} te laten weten "
            "wat zij hebben opgeleverd."),
        Block("ask_3", "Trede 3: vragen om een plan van aanpak",
            "Wij vragen u om uiterlijk {action_plan_due} een plan van aanpak vast te stellen en aan ons te sturen. "
            "Daarin staat:\n"
            "(1) welke acties u neemt, wanneer, en welke functie verantwoordelijk is;\n"
            "(2) hoeveel vergunninghouders u per maand wilt huisvesten;\n"
            "(3) wanneer de achterstand is ingelopen;\n"
            "(4) welke risico's er zijn en wat u dan doet."),
        Block("ask_3.no_backlog", "Trede 3: vragen om een plan van aanpak, zonder achterstand",
            "Wij vragen u om uiterlijk {action_plan_due} een plan van aanpak vast te stellen en aan ons te sturen. "
            "Daarin staat:\n"
            "(1) welke acties u neemt, wanneer, en welke functie verantwoordelijk is;\n"
            "(2) hoeveel vergunninghouders u per maand wilt huisvesten;\n"
            "(3) welke risico's er zijn en wat u dan doet."),
        Block("ask_3.talk", "Trede 3: reactie op het plan, en gesprekken",
            "Wij laten u uiterlijk {plan_review_due} weten of het plan voldoende houvast geeft. De gedeputeerde nodigt "
            "de wethouder uit voor een bestuurlijk gesprek, uiterlijk {talk_due}. Daarna bespreken wij elke "
            "{contact_interval} de voortgang."),
        Block("ask_3_repeat", "Trede 3, opnieuw",
            "Wij vragen u om uw plan van aanpak bij te werken en uiterlijk {action_plan_due} aan ons te sturen. Geef "
            "daarin per actie aan wat zij heeft opgeleverd. De gedeputeerde bespreekt het plan uiterlijk {talk_due} "
            "met de wethouder."),
        Block("ask_kept", "Eerdere afspraken blijven gelden",
            "De afspraken uit onze brief van {previous_letter_date} blijven gelden. Wij vragen nu geen nieuwe "
            "maatregelen."),
        Block("next_step", "Wat er volgt als de norm weer niet wordt gehaald",
            "Haalt uw gemeente de norm over {next_period_text} niet, dan is een stap omhoog op de ladder het "
            "uitgangspunt."),
        Block("next_step.executive", "Wat er volgt: een voornemen tot indeplaatsstelling",
            "De volgende trede is een voornemen tot indeplaatsstelling. Daarover beslissen Gedeputeerde Staten."),
        Block("ask_own", "Boven de eigen vragen aan een gemeente", "Daarnaast vragen wij u, uiterlijk {asks_due}:"),
    ),
    "Vooruitblik": (
        Block("outlook.quota", "De volgende taakstelling", "Voor {next_period_text} is de taakstelling {next_quota}."),
        Block("outlook_backlog", "Daarbij een achterstand", "Daar komt uw achterstand van {closing_balance_vh} bij."),
        Block("outlook_lead", "Daarbij een voorsprong", "Daar gaat uw voorsprong van {closing_balance_vh} af."),
        Block("outlook_zero", "Zonder achterstand of voorsprong", "Er is geen achterstand en geen voorsprong."),
        Block("outlook.corrected", "Een correctie op de volgende beginstand",
            "Door een correctie begint u die periode met {next_opening_text}."),
        Block("outlook.corrected_zero", "Een correctie: de volgende beginstand is 0",
            "Door een correctie begint u die periode zonder achterstand en zonder voorsprong."),
        Block("outlook.task", "De volgende totaalopgave",
            "Uw totaalopgave is daarmee {next_total_task}, zoals bekend op {known_at}."),
        Block("outlook.no_task", "Er blijft geen totaalopgave over", "Er blijft daarmee geen totaalopgave over."),
        Block("outlook_unknown", "De volgende taakstelling is nog niet bekend",
            "De taakstelling voor {next_period_text} is nog niet bekend."),
        Block("outlook_unknown.opening", "De volgende beginstand", "U begint die periode met {closing_balance_text}."),
        Block("outlook_unknown.zero", "De volgende beginstand is 0",
            "U begint die periode zonder achterstand en zonder voorsprong."),
        Block("next_policy", "Een ander beleidskader vanaf de volgende periode",
            "Vanaf {next_period_text} beoordelen wij volgens {next_policy_title}."),
    ),
    "Los van deze beoordeling": (
        Block("extra_intro", "Boven de vragen los van de beoordeling",
            "De volgende vragen horen niet bij de beoordeling en tellen niet mee voor de trede."),
    ),
    "Vragen en publicatie": (
        Block("figures_reply", "Als de cijfers niet kloppen",
            "Kloppen de cijfers volgens u niet? Laat het ons weten, met het aantal en de datum waar het om gaat. Een "
            "correctie kan leiden tot een nieuwe beoordeling."),
        Block("contact", "Bij wie de gemeente terechtkan", "Voor vragen kunt u terecht bij {contact}."),
        Block("publication", "Waar de brief wordt gepubliceerd",
            "Wij publiceren deze brief op {publication_place}, zonder namen van medewerkers."),
    ),
    "Wettelijke grondslag": (
        legal("law_task", "De taak van de gemeente",
            "Burgemeester en wethouders zorgen voor de huisvesting van vergunninghouders volgens de taakstelling "
            "(artikel 28 van de Huisvestingswet 2014). Artikel 29 regelt hoe de taakstelling wordt bepaald."),
        legal("law_supervision", "Het toezicht van de provincie",
            "Wordt deze taak niet, niet op tijd of niet goed uitgevoerd, dan geldt artikel 124 van de Gemeentewet over "
            "indeplaatsstelling."),
        legal("policy_line", "Het beleidskader", "Wij beoordelen volgens {policy_title} ({policy_source}).",
            needed=("policy_source",)),
        legal("policy_line.none", "Geen gepubliceerd beleidskader",
            "Voor deze periode gold geen gepubliceerde beleidsregel. Daarom staat onze hele redenering in deze brief."),
    ),
    "Trede 4: voornemen tot indeplaatsstelling": (
        legal("notice.result", "Het voornemen",
            "Wij zijn van plan te besluiten tot indeplaatsstelling (artikel 124 van de Gemeentewet). Dat betekent dat "
            "de provincie namens en op kosten van uw gemeente zorgt voor de huisvesting van {scope_vh}.",
            needed=("scope_vh",)),
        legal("notice.scope", "Om wie het gaat", "Het gaat om {scope_text}."),
        legal("notice.plan_asked", "Het eerder gevraagde plan van aanpak",
            "Op {plan_asked_on} vroegen wij u om een plan van aanpak."),
        legal("notice.prevent", "Hoe de gemeente het besluit voorkomt",
            "Het besluit volgt niet als uw gemeente deze vergunninghouders uiterlijk {term_end} heeft gehuisvest.",
            needed=("term_end",)),
        legal("notice.view", "De zienswijze",
            "U kunt uiterlijk {view_due} schriftelijk of in een gesprek uw zienswijze geven. De gedeputeerde nodigt u "
            "uit voor een bestuurlijk gesprek, uiterlijk {talk_due}. Na {term_end} beslissen wij.",
            needed=("view_due",)),
        legal("notice.council", "Afschrift en bekendmaking",
            "De gemeenteraad krijgt een afschrift van dit voornemen. Wij maken het voornemen bekend op "
            "{publication_place} (artikel 124, vierde lid)."),
        legal("notice.status", "Nog geen besluit",
            "Dit is nog geen besluit. U kunt er geen bezwaar tegen maken en geen beroep tegen instellen."),
    ),
    "Trede 5: besluit tot indeplaatsstelling": (
        legal("decision.result", "Het besluit",
            "Wij besluiten tot indeplaatsstelling op grond van artikel 124, eerste lid, van de Gemeentewet. Als uw "
            "gemeente het resultaat hieronder niet op tijd bereikt, zorgt de provincie daarvoor, namens en op kosten "
            "van uw gemeente."),
        legal("decision.history", "Wat eraan voorafging", "Aan dit besluit gingen vooraf: {letters_and_talks}."),
        legal("decision.view", "De zienswijze van de gemeente",
            "U hebt ons laten weten: {view_summary}. Dit hebben wij als volgt meegewogen:"),
        legal("decision.lighter_means", "Of een lichter middel genoeg is",
            "Wij hebben bekeken of een lichter middel genoeg is. {lighter_means}"),
        legal("decision.required", "Wat de gemeente moet bereiken",
            "Wat uw gemeente moet bereiken, en wanneer: {required_results}.", needed=("required_results",)),
        legal("decision.term", "De termijn",
            "U hebt van {term_start} tot en met {term_end} de tijd om dit zelf te doen. Tot die datum voeren wij het "
            "besluit niet uit (artikel 124, tweede lid).", needed=("term_start", "term_end")),
        legal("decision.withdrawal", "Wanneer het besluit wordt ingetrokken",
            "Wij kunnen het besluit intrekken als u aannemelijk maakt dat u de taak zonder voorbehoud gaat uitvoeren "
            "(artikel 124d)."),
        legal("decision.council", "Afschrift en bekendmaking",
            "De gemeenteraad krijgt een afschrift van dit besluit. Wij maken het besluit bekend op {publication_place} "
            "(artikel 124, vierde lid)."),
        legal("appeal", "Beroep",
            "Tegen dit besluit kan rechtstreeks beroep worden ingesteld bij de Afdeling bestuursrechtspraak van de "
            "Raad van State, {appeal_address}. Bezwaar maken kan niet. Alleen de gemeenteraad, het college en de "
            "burgemeester kunnen beroep instellen. De termijn is zes weken en begint op de dag na de bekendmaking. "
            "Beroep stelt het besluit niet uit; daarvoor is een verzoek om een voorlopige voorziening nodig.",
            needed=("appeal_address",)),
    ),
    "Trede 6: uitvoering van de indeplaatsstelling": (
        legal("substitution.result", "De uitvoering begint",
            "De termijn uit ons besluit van {decision_date} is op {term_end} verstreken. Het resultaat is niet "
            "bereikt: volgens het besluit moest uw gemeente nog {scope_vh} huisvesten. Wij voeren het besluit nu uit."),
        legal("substitution.what_happens", "Wat de provincie doet",
            "De provincie zorgt namens uw gemeente voor de huisvesting. De kosten zijn voor uw gemeente (artikel 124, "
            "eerste lid)."),
        legal("substitution.cooperation", "Medewerking van de gemeente",
            "Wij vragen u om de medewerkers en gegevens die nodig zijn beschikbaar te stellen (artikel 124g). Wij "
            "kunnen ambtenaren aanwijzen die toegang hebben tot plaatsen, behalve woningen, en die gegevens kunnen "
            "opvragen (artikel 124e)."),
        legal("substitution.others", "Besluiten namens de gemeente",
            "Wie het niet eens is met een besluit dat wij namens uw gemeente nemen, kan bij ons bezwaar maken. De "
            "gemeente kan dat niet (artikel 124f)."),
        legal("substitution.end", "Wanneer de uitvoering stopt",
            "De uitvoering stopt zodra {scope_text} is gehuisvest. Het overzicht van de kosten krijgt u daarna."),
    ),
})
# fmt: on

BLOCKS: Mapping[str, Block] = MappingProxyType({row.key: row for part in PARTS.values() for row in part})
TEXTS: Mapping[str, str] = MappingProxyType({key: block.standard for key, block in BLOCKS.items()})

CALLED_BEFORE = {
    "after.norm_available_2023": "after.norm_excused",
    "after.norm_available_2024": "after.norm_available",
    "after.step_stay_missed_2023": "after.step_stay_missed",
}
"""Blocks of findings that had another name; texts of provinces and older findings still have it."""

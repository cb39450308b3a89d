"""The Dutch of a letter, apart from the reasons: those come with the findings (rules/blocks.py).

A key is the name of a block; a variant of a block stands behind a dot. A line break starts a
numbered item. What is not known yet is printed in square brackets, so that nobody overlooks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assessments.typed_text import Text

_MOVED = (
    "Wij plaatsen uw gemeente op trede {rung} van de interventieladder. Over {previous_period_text} was dat "
    "trede {previous_rung}."
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        # Above the letter.
        "concept": "CONCEPT – nog niet vastgesteld. De inhoud kan nog veranderen.",
        "concept_assumption": "Let op: deze brief steunt op een aanname van de rekenregel: {assumption}. "
        "Bevestig die of pas de motivering aan voordat de brief wordt vastgesteld.",
        "concept_assumption.several": "Let op: deze brief steunt op aannames van de rekenregel: {assumption}. "
        "Bevestig die of pas de motivering aan voordat de brief wordt vastgesteld.",
        "executive_needed": "Besluit Gedeputeerde Staten nodig.",
        "example_figures": "Voorbeeldcijfers. De aantallen per gemeente in deze brief zijn niet de echte "
        "cijfers.",
        "supersedes": "Deze brief vervangt onze brief van {superseded_letter_date} met kenmerk "
        "{superseded_letter_number}. Gewijzigd: {changes}.",
        # The outcome.
        "opening": "Elk halfjaar beoordelen wij hoe gemeenten hun taak uitvoeren om vergunninghouders te "
        "huisvesten. In deze brief leest u onze beoordeling over {period_text}.",
        "result_new": "Wij plaatsen uw gemeente op trede {rung} van de interventieladder.",
        "result_same": "Uw gemeente blijft op trede {rung} van de interventieladder.",
        "result_up": _MOVED,
        "result_down": _MOVED,
        "meaning_1": "Trede 1 betekent dat wij uw cijfers blijven volgen en verder niets extra's vragen.",
        "meaning_2": "Trede 2 betekent dat wij u om informatie vragen en die met u bespreken.",
        "meaning_3": "Trede 3 is actief toezicht: wij vragen een plan van aanpak en volgen de uitvoering "
        "ervan.",
        "lapsed.notice": "Uw gemeente heeft op tijd gehuisvest wat in ons voornemen van {lapsed_on} stond. Het "
        "voornemen is daarmee vervallen.",
        "lapsed.decision": "Uw gemeente heeft op tijd gehuisvest wat in ons besluit van {lapsed_on} stond. Het "
        "besluit is daarmee vervallen.",
        # The figures.
        "figures_sum.quota": "De taakstelling was {quota}.",
        "figures_sum.backlog": "Daar kwam een achterstand van {opening_balance_vh} bij.",
        "figures_sum.lead": "Daar ging een voorsprong van {opening_balance_vh} af.",
        "figures_sum.zero": "Er was geen achterstand en geen voorsprong.",
        "figures_sum.task": "De totaalopgave was daarmee {total_task}.",
        "figures_sum.no_task": "Er bleef daarom geen totaalopgave over.",
        "figures_sum.realised": "Uw gemeente huisvestte {realised_vh}.",
        "shares": "Dat is {share_of_quota} van de taakstelling en {share_of_total_task} van de totaalopgave.",
        "shares.no_task": "Dat is {share_of_quota} van de taakstelling. Een percentage van de totaalopgave is "
        "niet van toepassing, omdat er geen totaalopgave overbleef.",
        "shares.no_quota": "Dat is {share_of_total_task} van de totaalopgave. Een percentage van de "
        "taakstelling is niet van toepassing, omdat de taakstelling 0 was.",
        "shares.none": "Percentages zijn niet van toepassing, omdat er niets te huisvesten was.",
        "quota_revised": "De taakstelling werd op {quota_announced_on} bekendgemaakt als {quota_announced} en "
        "is op {quota_revised_on} gewijzigd in {quota}. Wij rekenen met {quota}.",
        "figures_note": "Bron: het Rijk (taakstelling) en het COA (koppelingen en huisvestingen), zoals bij "
        "ons bekend op {known_at}. Wat daarna is gecorrigeerd, staat niet in deze cijfers.",
        # The person's choice.
        "choice_same": "Wij nemen deze uitkomst over.",
        "choice_lighter": "Wij volgen deze uitkomst niet en plaatsen uw gemeente op trede {rung}. Er zijn bijzondere "
        "omstandigheden waardoor toepassing van het beleidskader gevolgen zou hebben die niet in verhouding staan tot "
        "het doel ervan (artikel 4:84 van de Algemene wet bestuursrecht). Het gaat om het volgende:",
        "choice_heavier": "Wij volgen deze uitkomst niet en plaatsen uw gemeente op trede {rung}. Onze redenen zijn:",
        "choice_ground": "Wij zien een verschoonbare reden: {ground}.",
        "choice_ground.retarget": "Daarom rekenen wij met een norm van {ground_norm}.",
        "choice_ground.norm_met": "Uw gemeente huisvestte {realised_vh} en heeft deze norm gehaald. Wij plaatsen uw "
        "gemeente op trede {rung}.",
        "choice_ground.norm_missed": "Uw gemeente huisvestte {realised_vh} en heeft deze norm niet gehaald. Wij "
        "plaatsen uw gemeente op trede {rung}.",
        "choice_ground.no_increase": "Daarom verhogen wij de trede niet. Uw gemeente staat op trede {rung}.",
        "choice_ground.freeze": "Daarom bevriezen wij de trede: uw gemeente blijft op trede {previous_rung} en deze "
        "periode telt niet mee als gemiste periode.",
        # What is asked.
        "ask_1": "Wij vragen u nu niets.",
        "ask_1_backlog": "Wij vragen u nu geen extra stappen. Wij blijven de cijfers volgen, ook die van de "
        "achterstand.",
        "ask_1_down": "De vragen en afspraken uit onze brief van {previous_letter_date} zijn hiermee afgerond. "
        "Wij vragen u nu niets.",
        "ask_2": "Wij vragen u om ons uiterlijk {reaction_due} schriftelijk te laten weten:\n"
        "(1) welke oorzaken u ziet voor het verschil met de norm;\n"
        "(2) welke maatregelen u neemt;\n"
        "(3) hoeveel vergunninghouders u daarmee uiterlijk {next_period_last_day} wilt huisvesten.",
        "ask_2.met": "Wij vragen u om ons uiterlijk {reaction_due} schriftelijk te laten weten:\n"
        "(1) welke maatregelen u neemt;\n"
        "(2) hoeveel vergunninghouders u daarmee uiterlijk {next_period_last_day} wilt huisvesten.",
        "ask_2.talk": "Wij bespreken uw antwoord uiterlijk {talk_due} in een ambtelijk toezichtgesprek.",
        "ask_2_repeat": "Op {previous_letter_date} vroegen wij u naar oorzaken en maatregelen. Wij vragen u om "
        "ons uiterlijk {reaction_due} te laten weten wat die maatregelen hebben opgeleverd en wat u daaraan "
        "toevoegt. Wij bespreken dit uiterlijk {talk_due} in een ambtelijk toezichtgesprek.",
        "ask_2_from_3": "Wij vragen u de acties uit uw plan van aanpak af te maken en ons uiterlijk "
        "{reaction_due} te laten weten wanneer de achterstand van {closing_balance_vh} is ingelopen.",
        "ask_2_from_3.no_backlog": "Wij vragen u de acties uit uw plan van aanpak af te maken en ons uiterlijk "
        "{reaction_due} te laten weten wat zij hebben opgeleverd.",
        "ask_3": "Wij vragen u om uiterlijk {action_plan_due} een plan van aanpak vast te stellen en aan ons "
        "te sturen. Daarin staat:\n"
        "(1) welke acties u neemt, wanneer, en welke functie verantwoordelijk is;\n"
        "(2) hoeveel vergunninghouders u per maand wilt huisvesten;\n"
        "(3) wanneer de achterstand is ingelopen;\n"
        "(4) welke risico's er zijn en wat u dan doet.",
        "ask_3.no_backlog": "Wij vragen u om uiterlijk {action_plan_due} een plan van aanpak vast te stellen en aan "
        "ons te sturen. Daarin staat:\n"
        "(1) welke acties u neemt, wanneer, en welke functie verantwoordelijk is;\n"
        "(2) hoeveel vergunninghouders u per maand wilt huisvesten;\n"
        "(3) welke risico's er zijn en wat u dan doet.",
        "ask_3.talk": "Wij laten u uiterlijk {plan_review_due} weten of het plan voldoende houvast geeft. De "
        "gedeputeerde nodigt de wethouder uit voor een bestuurlijk gesprek, uiterlijk {talk_due}. Daarna "
        "bespreken wij elke {contact_interval} de voortgang.",
        "ask_3_repeat": "Wij vragen u om uw plan van aanpak bij te werken en uiterlijk {action_plan_due} aan "
        "ons te sturen. Geef daarin per actie aan wat zij heeft opgeleverd. De gedeputeerde bespreekt het "
        "plan uiterlijk {talk_due} met de wethouder.",
        "ask_kept": "De afspraken uit onze brief van {previous_letter_date} blijven gelden. Wij vragen nu geen "
        "nieuwe maatregelen.",
        "next_step": "Haalt uw gemeente de norm over {next_period_text} niet, dan is een stap omhoog op de "
        "ladder het uitgangspunt.",
        "next_step.executive": "De volgende trede is een voornemen tot indeplaatsstelling. Daarover beslissen "
        "Gedeputeerde Staten.",
        "ask_own": "Daarnaast vragen wij u, uiterlijk {asks_due}:",
        # What comes next.
        "outlook.quota": "Voor {next_period_text} is de taakstelling {next_quota}.",
        "outlook_backlog": "Daar komt uw achterstand van {closing_balance_vh} bij.",
        "outlook_lead": "Daar gaat uw voorsprong van {closing_balance_vh} af.",
        "outlook_zero": "Er is geen achterstand en geen voorsprong.",
        "outlook.corrected": "Door een correctie begint u die periode met {next_opening_text}.",
        "outlook.corrected_zero": "Door een correctie begint u die periode zonder achterstand en zonder "
        "voorsprong.",
        "outlook.task": "Uw totaalopgave is daarmee {next_total_task}, zoals bekend op {known_at}.",
        "outlook.no_task": "Er blijft daarmee geen totaalopgave over.",
        "outlook_unknown": "De taakstelling voor {next_period_text} is nog niet bekend.",
        "outlook_unknown.opening": "U begint die periode met {closing_balance_text}.",
        "outlook_unknown.zero": "U begint die periode zonder achterstand en zonder voorsprong.",
        "next_policy": "Vanaf {next_period_text} beoordelen wij volgens {next_policy_title}.",
        # Apart from the assessment.
        "extra_intro": "De volgende vragen horen niet bij de beoordeling en tellen niet mee voor de trede.",
        # Questions and publication.
        "figures_reply": "Kloppen de cijfers volgens u niet? Laat het ons weten, met het aantal en de datum "
        "waar het om gaat. Een correctie kan leiden tot een nieuwe beoordeling.",
        "contact": "Voor vragen kunt u terecht bij {contact}.",
        "publication": "Wij publiceren deze brief op {publication_place}, zonder namen van medewerkers.",
        # The law.
        "law_task": "Burgemeester en wethouders zorgen voor de huisvesting van vergunninghouders volgens de "
        "taakstelling (artikel 28 van de Huisvestingswet 2014). Artikel 29 regelt hoe de taakstelling wordt "
        "bepaald.",
        "law_supervision": "Wordt deze taak niet, niet op tijd of niet goed uitgevoerd, dan geldt artikel 124 "
        "van de Gemeentewet over indeplaatsstelling.",
        "policy_line": "Wij beoordelen volgens {policy_title} ({policy_source}).",
        # Rung 4: the notice of intent.
        "notice.result": "Wij zijn van plan te besluiten tot indeplaatsstelling (artikel 124 van de "
        "Gemeentewet). Dat betekent dat de provincie namens en op kosten van uw gemeente zorgt voor de "
        "huisvesting van {scope_vh}.",
        "notice.scope": "Het gaat om {scope_text}.",
        "notice.plan_asked": "Op {plan_asked_on} vroegen wij u om een plan van aanpak.",
        "notice.prevent": "Het besluit volgt niet als uw gemeente deze vergunninghouders uiterlijk {term_end} "
        "heeft gehuisvest.",
        "notice.view": "U kunt uiterlijk {view_due} schriftelijk of in een gesprek uw zienswijze geven. De "
        "gedeputeerde nodigt u uit voor een bestuurlijk gesprek, uiterlijk {talk_due}. Na {term_end} "
        "beslissen wij.",
        "notice.council": "De gemeenteraad krijgt een afschrift van dit voornemen. Wij maken het voornemen "
        "bekend op {publication_place} (artikel 124, vierde lid).",
        "notice.status": "Dit is nog geen besluit. U kunt er geen bezwaar tegen maken en geen beroep tegen "
        "instellen.",
        # Rung 5: the decision.
        "decision.result": "Wij besluiten tot indeplaatsstelling op grond van artikel 124, eerste lid, van de "
        "Gemeentewet. Als uw gemeente het resultaat hieronder niet op tijd bereikt, zorgt de provincie "
        "daarvoor, namens en op kosten van uw gemeente.",
        "decision.history": "Aan dit besluit gingen vooraf: {letters_and_talks}.",
        "decision.view": "U hebt ons laten weten: {view_summary}. Dit hebben wij als volgt meegewogen:",
        "decision.lighter_means": "Wij hebben bekeken of een lichter middel genoeg is. {lighter_means}",
        "decision.required": "Wat uw gemeente moet bereiken, en wanneer: {required_results}.",
        "decision.term": "U hebt van {term_start} tot en met {term_end} de tijd om dit zelf te doen. Tot die "
        "datum voeren wij het besluit niet uit (artikel 124, tweede lid).",
        "decision.withdrawal": "Wij kunnen het besluit intrekken als u aannemelijk maakt dat u de taak zonder "
        "voorbehoud gaat uitvoeren (artikel 124d).",
        "decision.council": "De gemeenteraad krijgt een afschrift van dit besluit. Wij maken het besluit "
        "bekend op {publication_place} (artikel 124, vierde lid).",
        "appeal": "Tegen dit besluit kan rechtstreeks beroep worden ingesteld bij de Afdeling "
        "bestuursrechtspraak van de Raad van State, {appeal_address}. Bezwaar maken kan niet. Alleen de "
        "gemeenteraad, het college en de burgemeester kunnen beroep instellen. De termijn is zes weken en "
        "begint op de dag na de bekendmaking. Beroep stelt het besluit niet uit; daarvoor is een verzoek om "
        "een voorlopige voorziening nodig.",
        # Rung 6: carrying it out.
        "substitution.result": "De termijn uit ons besluit van {decision_date} is op {term_end} verstreken. "
        "Het resultaat is niet bereikt: volgens het besluit moest uw gemeente nog {scope_vh} huisvesten. Wij "
        "voeren het besluit nu uit.",
        "substitution.what_happens": "De provincie zorgt namens uw gemeente voor de huisvesting. De kosten "
        "zijn voor uw gemeente (artikel 124, eerste lid).",
        "substitution.cooperation": "Wij vragen u om de medewerkers en gegevens die nodig zijn beschikbaar te "
        "stellen (artikel 124g). Wij kunnen ambtenaren aanwijzen die toegang hebben tot plaatsen, behalve "
        "woningen, en die gegevens kunnen opvragen (artikel 124e).",
        "substitution.others": "Wie het niet eens is met een besluit dat wij namens uw gemeente nemen, kan bij "
        "ons bezwaar maken. De gemeente kan dat niet (artikel 124f).",
        "substitution.end": "De uitvoering stopt zodra {scope_text} is gehuisvest. Het overzicht van de kosten "
        "krijgt u daarna.",
    }
)

OPEN: Mapping[str, str] = MappingProxyType(
    {
        "letter_date": "datum",
        "reaction_due": "uiterste datum reactie",
        "talk_due": "uiterste datum gesprek",
        "action_plan_due": "uiterste datum plan van aanpak",
        "plan_review_due": "uiterste datum oordeel over het plan",
        "contact_interval": "ritme van de gesprekken",
        "previous_letter_date": "datum van onze vorige brief",
        "plan_asked_on": "datum van onze brief over het plan van aanpak",
        "quota_announced_on": "datum van bekendmaking",
        "quota_revised_on": "datum van wijziging",
        "sender_address": "postadres van de provincie",
        "addressee_address": "postadres van het college",
        "contact": "functie of postbus voor vragen",
        "signature": "functie volgens mandaat",
        "publication_place": "plaats van publicatie",
        # Only a decision of the executive supplies these (rungs 4 to 6).
        "decision": "nummer en datum van het besluit",
        "decision_date": "datum van het besluit",
        "scope_vh": "aantal vergunninghouders",
        "scope_text": "omvang volgens het besluit",
        "required_results": "resultaat, aantal en datum per onderdeel",
        "term_start": "begin van de termijn",
        "term_end": "einde van de termijn",
        "view_due": "uiterste datum zienswijze",
        "view_summary": "samenvatting van de zienswijze",
        "letters_and_talks": "brieven, gesprekken en plan van aanpak",
        "lighter_means": "afweging van een lichter middel",
        "motivation": "motivering",
        "plan_kind": "soort plan",
        "appeal_address": "adres voor het beroep",
    }
)
"""How the letter names what is still open."""

OF_ACT = (
    "decision_date",
    "scope_vh",
    "scope_text",
    "required_results",
    "term_start",
    "term_end",
    "view_due",
    "view_summary",
    "letters_and_talks",
    "lighter_means",
    "appeal_address",
)
"""What only a legal act of rungs 4 to 6 supplies."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **OPEN,
        "rung": "trede",
        "previous_rung": "vorige trede",
        "period_text": "de periode",
        "previous_period_text": "de vorige periode",
        "next_period_text": "de volgende periode",
        "next_period_last_day": "laatste dag van de volgende periode",
        "known_at": "waarop de cijfers bekend waren",
        "quota": "taakstelling",
        "quota_announced": "bekendgemaakte taakstelling",
        "opening_balance_vh": "beginstand, met vergunninghouders",
        "total_task": "totaalopgave",
        "realised_vh": "gehuisvest, met vergunninghouders",
        "closing_balance_vh": "eindstand, met vergunninghouders",
        "closing_balance_text": "eindstand in woorden",
        "share_of_quota": "percentage van de taakstelling",
        "share_of_total_task": "percentage van de totaalopgave",
        "next_quota": "taakstelling van de volgende periode",
        "next_opening_text": "beginstand van de volgende periode in woorden",
        "next_total_task": "totaalopgave van de volgende periode",
        "policy_title": "titel van het beleidskader",
        "policy_source": "vindplaats van het beleidskader",
        "next_policy_title": "titel van het volgende beleidskader",
        "assumption": "aannamen van de rekenregel",
        "ground": "verschoonbare reden",
        "ground_norm": "aangepaste norm",
        "asks_due": "uiterste datum van wat verder wordt gevraagd",
        "lapsed_on": "datum van het voornemen of besluit dat verviel",
        "superseded_letter_date": "datum van de vervangen brief",
        "superseded_letter_number": "kenmerk van de vervangen brief",
        "changes": "wat er is gewijzigd",
    }
)
"""Every field that a block can have, as it is named to who edits it, and in a letter that lacks it."""


def fill(keys: tuple[str, ...], values: Mapping[str, str], texts: Mapping[str, str] = TEXTS) -> Text:
    """Return the blocks as one paragraph with everything filled in, the items of all below it; raises KeyError."""
    lines = [[line.format_map(values) for line in texts[key].split("\n")] for key in keys]
    words = " ".join(first for first, *_ in lines)
    return Text(words, tuple(Text(item) for _, *items in lines for item in items))


def open_words(name: str) -> str:
    """Return the words, in square brackets, that stand in for what is not known yet."""
    return f"[{FIELDS[name]}]"

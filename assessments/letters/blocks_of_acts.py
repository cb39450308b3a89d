"""What a letter about a step of the executive says, from rung 4 on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assessments.letters.block import Block, legal

# Laid out by hand: a block's key and what it is for on one line, its words below.
# fmt: off
PARTS: Mapping[str, tuple[Block, ...]] = MappingProxyType({
    "Een stap die verviel": (
        legal("lapsed.notice", "Het voornemen is vervallen",
            "Uw gemeente heeft op tijd gehuisvest wat in ons voornemen van {lapsed_on} stond. Het voornemen is daarmee "
            "vervallen."),
        legal("lapsed.decision", "Het besluit is vervallen",
            "Uw gemeente heeft op tijd gehuisvest wat in ons besluit van {lapsed_on} stond. Het besluit is daarmee "
            "vervallen."),
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
            "uit voor een bestuurlijk gesprek, uiterlijk {gespreksdatum}. Na {term_end} beslissen wij.",
            needed=("view_due",)),
        legal("notice.council", "Afschrift en bekendmaking",
            "De gemeenteraad krijgt een afschrift van dit voornemen. Wij maken het voornemen bekend op "
            "{publicatieplaats} (artikel 124, vierde lid)."),
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
            "De gemeenteraad krijgt een afschrift van dit besluit. Wij maken het besluit bekend op {publicatieplaats} "
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

"""What a letter about a step of the executive says: notice, decision, execution, and what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assessments.letters.block import Block, legal

# Laid out by hand: a block's key and what it is for on one line, its words below.
# fmt: off
PARTS: Mapping[str, tuple[Block, ...]] = MappingProxyType({
    "Omvang en toerekening": (
        legal("scope.backlog", "De omvang: de achterstand",
            "Het gaat om {omvang_mensen}: de achterstand op {telling_vanaf}.", needed=("omvang_mensen",)),
        legal("scope.total_task", "De omvang: de totaalopgave",
            "Het gaat om {omvang_mensen}: de hele totaalopgave over {telling_periode}.", needed=("omvang_mensen",)),
        legal("scope.typed", "De omvang van een oudere stap", "Het gaat om {omvang_mensen}: {omvang_tekst}.",
            needed=("omvang_mensen",)),
        legal("count.current", "Wat telt: eerst de lopende taakstelling",
            "Wie uw gemeente vanaf {telling_vanaf} huisvest, telt eerst voor de lopende taakstelling van "
            "{lopende_taakstelling}. Alleen wat daarboven komt, telt voor dit aantal."),
        legal("count.oldest", "Wat telt: eerst de omvang",
            "Wie uw gemeente vanaf {telling_vanaf} huisvest, telt eerst voor dit aantal. Daarna telt het voor de "
            "lopende taakstelling."),
        legal("count.total", "Wat telt: iedereen",
            "Iedereen die uw gemeente vanaf {telling_vanaf} huisvest, telt voor dit aantal."),
        legal("count.now", "Hoever het is",
            "Tot en met {telling_tot} tellen er {omvang_geteld} mee. Er zijn er nog {omvang_rest} te huisvesten."),
    ),
    "Trede 4: voornemen tot indeplaatsstelling": (
        legal("notice.given", "Het voornemen",
            "Wij zijn van plan te besluiten dat de provincie de huisvesting van vergunninghouders van uw gemeente "
            "overneemt (indeplaatsstelling, artikel 124 van de Gemeentewet). De provincie doet dat dan namens uw "
            "gemeente en op haar kosten."),
        legal("notice.neglect", "De taakverwaarlozing",
            "Het resultaat dat artikel 28 van de Huisvestingswet 2014 vraagt, is dus niet op tijd bereikt."),
        legal("notice.before", "Wat eraan voorafging",
            "Hieraan gingen vooraf: {voorgeschiedenis}. Dat heeft niet geleid tot het gevraagde resultaat."),
        legal("notice.prevent", "Hoe de gemeente het besluit voorkomt",
            "Is dit aantal uiterlijk {termijn_eind} gehuisvest, dan vervalt dit voornemen. Dat laten wij u "
            "schriftelijk weten. Is dat niet zo, dan beslissen wij of wij het besluit nemen. Ons uitgangspunt is dan "
            "dat wij ingrijpen.",
            needed=("termijn_eind",)),
        legal("notice.view", "De zienswijze",
            "U kunt hierover uw zienswijze geven, schriftelijk of mondeling, naar uw keuze (artikelen 4:8 en 4:9 van "
            "de Algemene wet bestuursrecht). Schriftelijk: uiterlijk {zienswijze_datum}.",
            needed=("zienswijze_datum",)),
        legal("notice.council", "Afschrift en mededeling",
            "De gemeenteraad krijgt een afschrift. Van dit voornemen doen wij mededeling in het provinciaal blad "
            "(artikel 124, vierde lid)."),
        legal("notice.status", "Nog geen besluit",
            "Dit is nog geen besluit. Tegen een voornemen staat geen bezwaar of beroep open."),
        legal("notice.lapsed", "Het voornemen is vervallen",
            "Uw gemeente heeft op tijd gehuisvest wat in ons voornemen van {voornemen_op} stond. Het voornemen is "
            "vervallen."),
        legal("notice.withdrawn", "Het voornemen is ingetrokken", "Wij trekken ons voornemen van {voornemen_op} in."),
        legal("notice.stands", "Het voornemen blijft", "Ons voornemen van {voornemen_op} blijft van kracht."),
        legal("notice.extended", "De termijn is verlengd",
            "Wij verlengen de termijn van ons voornemen van {voornemen_op} tot en met {termijn_eind}, omdat "
            "{verlenging_reden}.", needed=("termijn_eind",)),
        legal("notice.due", "De termijn is voorbij", "De termijn van ons voornemen van {voornemen_op} is voorbij."),
        legal("notice.due.decide", "De termijn is voorbij: wanneer wij beslissen",
            "Wij beslissen uiterlijk {besluit_verwacht_op}. Tot dan blijft het voornemen staan.",
            needed=("besluit_verwacht_op",)),
        legal("notice.dropped", "Het besluit wordt niet genomen", "Wij nemen het aangekondigde besluit niet."),
        legal("notice.dropped.lapsed", "Het besluit wordt niet genomen: het voornemen vervalt",
            "Het voornemen is vervallen."),
        legal("notice.ended.council", "Mededeling van het einde",
            "De gemeenteraad krijgt een afschrift. Van de intrekking doen wij mededeling in het provinciaal blad, net "
            "als van het voornemen."),
    ),
    "Trede 5: besluit tot indeplaatsstelling": (
        legal("decision.result", "Het besluit",
            "Wij besluiten op grond van artikel 124, eerste lid, van de Gemeentewet tot indeplaatsstelling van uw "
            "college voor de huisvesting van vergunninghouders. Bereikt uw gemeente het resultaat hieronder niet op "
            "tijd, dan doet de provincie dat, namens uw gemeente en op haar kosten."),
        legal("decision.required", "Wat de gemeente moet bereiken", "Uw gemeente moet bereiken: {resultaten}.",
            needed=("resultaten",)),
        legal("decision.term", "De termijn",
            "U hebt van {termijn_begin} tot en met {termijn_eind} de tijd om dit zelf te doen. Tot en met die dag "
            "voeren wij het besluit niet uit (artikel 124, tweede lid).", needed=("termijn_begin", "termijn_eind")),
        legal("decision.neglect", "De taakverwaarlozing",
            "Uw gemeente had {maat_aantal_mensen} moeten huisvesten over {periode} en huisvestte er {gehuisvest}. "
            "Daarmee heeft het college het resultaat van artikel 28 van de Huisvestingswet 2014 niet op tijd bereikt."),
        legal("decision.neglect.act", "De taakverwaarlozing, als een deel voor een stap telde",
            "Uw gemeente had {maat_aantal_mensen} moeten huisvesten over {periode} en huisvestte er {gehuisvest}. "
            "Daarvan telden er {maat_geteld} mee; de andere telden voor {geteld_voor}. Daarmee heeft het college het "
            "resultaat van artikel 28 van de Huisvestingswet 2014 niet op tijd bereikt."),
        legal("decision.neglect.older", "De taakverwaarlozing: een achterstand van eerder",
            "Aan het einde van {periode} stond er nog een achterstand open van {eindstand_mensen}. Daarmee heeft het "
            "college het resultaat van artikel 28 van de Huisvestingswet 2014 niet op tijd bereikt."),
        legal("decision.housed", "Wat sindsdien is gehuisvest",
            "Van {telling_vanaf} tot en met {telling_tot} huisvestte uw gemeente {gehuisvest_sinds_mensen}."),
        legal("decision.housed.current", "Wat sindsdien telt: eerst de lopende taakstelling",
            "Die tellen eerst voor de lopende taakstelling van {lopende_taakstelling}."),
        legal("decision.left", "Wat er nog moet",
            "Van het aantal uit ons voornemen zijn er nog {omvang_rest} te huisvesten."),
        legal("decision.before", "Wat eraan voorafging", "Hieraan gingen vooraf: {voorgeschiedenis}."),
        legal("decision.view", "De zienswijze van de gemeente",
            "Uw zienswijze van {zienswijze_op} houdt in: {zienswijze} Wij hebben die zo gewogen: {weging}"),
        legal("decision.view.undated", "De zienswijze van de gemeente, van een ouder besluit",
            "Uw zienswijze houdt in: {zienswijze}"),
        legal("hearing.waived", "Er kwam geen zienswijze", "U hebt geen zienswijze gegeven."),
        legal("hearing.waived.day", "Tot wanneer dat kon", "Daartoe kon u tot en met {zienswijze_datum}."),
        legal("decision.lighter", "Of een lichter middel genoeg is",
            "Wij hebben bekeken of een lichter middel genoeg is. Dat is niet zo: {lichter_middel}"),
        legal("decision.interests", "De afweging van belangen",
            "Wij hebben de gevolgen voor uw gemeente afgewogen tegen het belang van een woning op tijd en een "
            "eerlijke verdeling (artikel 3:4 van de Algemene wet bestuursrecht): {belangenafweging}"),
        legal("decision.withdraw", "Wanneer het besluit kan worden ingetrokken",
            "Maakt u voldoende aannemelijk dat u dit zonder voorbehoud gaat doen, dan kunnen wij het besluit "
            "intrekken (artikel 124d)."),
        legal("decision.council", "Afschrift en mededeling",
            "De gemeenteraad krijgt een afschrift. Van dit besluit doen wij mededeling in het provinciaal blad "
            "(artikel 124, vierde lid)."),
        legal("appeal", "Beroep",
            "Bent u het niet eens met dit besluit? Dan kunt u beroep instellen bij de Afdeling bestuursrechtspraak "
            "van de Raad van State. Dat kunnen alleen de gemeenteraad, het college van burgemeester en wethouders en "
            "de burgemeester. Bezwaar maken kan niet. Het beroepschrift moet binnen zes weken zijn ingediend. Die "
            "termijn begint op de dag na de dag waarop dit besluit aan u is toegezonden. In het beroepschrift staan "
            "uw naam en adres, de datum, tegen welk besluit u opkomt en waarom. U ondertekent het en stuurt zo "
            "mogelijk een kopie van dit besluit mee. {beroep_indienen} Het besluit blijft gelden zolang het beroep "
            "loopt. Is er haast, vraag dan de voorzieningenrechter van de Afdeling om een voorlopige voorziening.",
            needed=("beroep_indienen",)),
        legal("decision.stands", "Het besluit blijft", "Ons besluit van {besluit_op} blijft van kracht."),
        legal("decision.extended", "De termijn is verlengd",
            "Wij verlengen de termijn van ons besluit van {besluit_op} tot en met {termijn_eind}, omdat "
            "{verlenging_reden}.", needed=("termijn_eind",)),
        legal("decision.due", "De termijn is voorbij", "De termijn van ons besluit van {besluit_op} is voorbij."),
        legal("decision.lapsed", "Het besluit is uitgewerkt",
            "Uw gemeente heeft op tijd bereikt wat in ons besluit van {besluit_op} stond. Wij voeren het niet uit; "
            "het is uitgewerkt."),
        legal("decision.withdrawn", "Het besluit is ingetrokken",
            "Wij trekken ons besluit van {besluit_op} in op grond van artikel 124d van de Gemeentewet. U hebt "
            "aannemelijk gemaakt dat u zonder voorbehoud doet wat het besluit vraagt: {einde_reden}"),
    ),
    "Trede 6: uitvoering van de indeplaatsstelling": (
        legal("execution.start", "De uitvoering begint",
            "De termijn uit ons besluit van {besluit_op} is op {termijn_eind} verstreken. Wij voeren het besluit uit "
            "vanaf {uitvoering_vanaf}."),
        legal("execution.left", "Wat er nog moet", "Van de {omvang_mensen} zijn er nog {omvang_rest} niet gehuisvest."),
        legal("execution.how", "Wat de provincie doet",
            "De provincie zorgt namens uw gemeente voor de huisvesting en heeft daarbij de bevoegdheden van uw "
            "college (artikel 124c). De kosten zijn voor uw gemeente (artikel 124, eerste lid)."),
        legal("execution.cooperate", "Medewerking van de gemeente",
            "Uw gemeentebestuur werkt mee en stelt op onze eerste vordering de nodige ambtenaren en informatie "
            "beschikbaar (artikel 124g, eerste lid)."),
        legal("execution.cooperate.demands", "Wat wij nu vorderen", "Wij vorderen nu: {gevorderd}"),
        legal("execution.cooperate.officials", "Ambtenaren met bevoegdheden",
            "Wij kunnen ambtenaren aanwijzen met de bevoegdheden van de artikelen 5:15 tot en met 5:17 van de "
            "Algemene wet bestuursrecht (artikel 124g, tweede lid)."),
        legal("execution.others", "Besluiten namens de gemeente",
            "Neemt de provincie namens uw gemeente een besluit, dan kan een belanghebbende daartegen bezwaar maken "
            "bij Gedeputeerde Staten. Het gemeentebestuur kan tegen zo'n besluit geen beroep instellen (artikel "
            "124f)."),
        legal("execution.stop", "Wanneer de uitvoering stopt",
            "Wij stoppen zodra deze {omvang_rest_mensen} zijn gehuisvest. U krijgt dan een overzicht van de kosten."),
        legal("execution.stands", "De uitvoering loopt", "De uitvoering van ons besluit van {besluit_op} loopt door."),
        legal("execution.end", "De uitvoering is beëindigd",
            "De {omvang_mensen} uit ons besluit van {besluit_op} zijn gehuisvest, de laatste op {einddatum}. De "
            "uitvoering is daarmee beëindigd."),
        legal("execution.costs", "De kosten",
            "De kosten waren {kosten}; zie de bijlage. Over de betaling krijgt u een apart besluit."),
        legal("execution.costs.later", "De kosten zijn nog niet bekend", "Over de kosten krijgt u een apart besluit."),
        legal("execution.withdrawn", "De uitvoering is gestopt",
            "Wij stoppen de uitvoering van ons besluit van {besluit_op}."),
        legal("execution.council", "Afschrift", "De gemeenteraad krijgt een afschrift."),
    ),
    "Naast de brief: raad, provinciaal blad en horen": (
        legal("cover.notice", "Bij het afschrift van een voornemen aan de raad",
            "Geachte raad, hierbij ontvangt u een afschrift van ons voornemen van {stap_op} aan het college (artikel "
            "124, vierde lid, van de Gemeentewet)."),
        legal("cover.decision", "Bij het afschrift van een besluit aan de raad",
            "Geachte raad, hierbij ontvangt u een afschrift van ons besluit van {stap_op} aan het college (artikel "
            "124, vierde lid, van de Gemeentewet). Ook de raad kan beroep instellen; hoe dat gaat, staat aan het "
            "einde van het besluit."),
        legal("gazette.notice", "Provinciaal blad: een voornemen",
            "Gedeputeerde Staten van {provincie} zijn van plan te besluiten tot indeplaatsstelling van het college "
            "van {gemeente}: het gevraagde aantal vergunninghouders over {omvang_periode} is niet op tijd gehuisvest "
            "(artikel 124 van de Gemeentewet; artikel 28 van de Huisvestingswet 2014). De stukken staan op "
            "{publicatieplaats}."),
        legal("gazette.decision", "Provinciaal blad: een besluit",
            "Gedeputeerde Staten van {provincie} hebben op {stap_op} besloten tot indeplaatsstelling van het college "
            "van {gemeente}: het gevraagde aantal vergunninghouders over {omvang_periode} is niet op tijd gehuisvest "
            "(artikel 124 van de Gemeentewet; artikel 28 van de Huisvestingswet 2014). De stukken staan op "
            "{publicatieplaats}."),
        legal("hearing.invite", "Uitnodiging om te worden gehoord",
            "Op {voornemen_op} stuurden wij u ons voornemen. U kunt uw zienswijze toelichten op {hoor_dag} om "
            "{hoor_tijd}, {hoor_plaats}. U kunt ook schriftelijk reageren, uiterlijk {zienswijze_datum}. Laat ons "
            "uiterlijk {aanmelddatum} weten welke functies u vertegenwoordigen. De stukken zijn bijgevoegd. Van het "
            "gesprek maken wij een verslag. Zonder reactie beslissen wij zonder uw zienswijze."),
        legal("hearing.record", "Verslag van het horen",
            "Verslag van het horen over het voornemen van {voornemen_op}. Datum {hoor_dag}, plaats {hoor_plaats}. "
            "Gehoord door: {gehoord_door}. Aanwezig namens de gemeente: {aanwezig}. Wat de gemeente naar voren "
            "bracht: {naar_voren}. Afgesproken: {afgesproken}. Het concept ging op {verslag_op} naar de gemeente; "
            "opmerkingen: {opmerkingen}."),
        legal("hearing.new", "Een nieuw feit na het horen",
            "Na het horen bleek: {nieuw_feit}. U kunt daarop reageren, uiterlijk {reactie_tot}."),
    ),
    "Bij elk einde en bij elke lopende stap": (
        legal("act.term", "Wanneer het klaar moet zijn", "Dat moet uiterlijk {termijn_eind}."),
        legal("act.back", "De trede daarna", "Uw gemeente gaat naar trede {trede_terug}."),
        legal("act.open", "Wat nog openstaat", "Wat nog openstaat, blijft deel van de totaalopgave."),
    ),
})
# fmt: on

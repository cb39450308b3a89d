"""What the letter of a half-year says, and what every letter says of figures, measure and verdict.

The words, and when each is said, are those of the province's list of letters; what is not known is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assessments.letters.block import Block, legal

PLAN_ASKED = (
    "Wij vragen u uiterlijk {plandatum} een plan van aanpak vast te stellen en aan ons te sturen. Daarin staat:\n"
    "(1) welke acties u neemt, wanneer, en wie (functie) ervoor zorgt;\n"
    "(2) hoeveel vergunninghouders u per maand huisvest;\n"
)
COUNTED = "Op {peildatum} had uw gemeente in deze periode {tot_peildatum_mensen} gehuisvest en "

# In the order of the letter. Laid out by hand: a block's key and what it is for on one line, its words below.
# fmt: off
PARTS: Mapping[str, tuple[Block, ...]] = MappingProxyType({
    "Boven de brief": (
        Block("mark.concept", "", "CONCEPT, nog niet vastgesteld.", is_fixed=True),
        Block("mark.assumption", "", "Deze brief steunt op: {aanname}. Bevestig dit vóór het vaststellen.",
            is_fixed=True),
        Block("mark.executive", "", "Besluit Gedeputeerde Staten nodig.", is_fixed=True),
        Block("mark.example", "", "Voorbeeldcijfers: de aantallen per gemeente zijn niet echt.", is_fixed=True),
        Block("mark.replaces", "Welke brief deze vervangt",
            "Deze brief komt in de plaats van onze brief van {vervangen_brief} (kenmerk {vorig_kenmerk}). Anders zijn: "
            "{wijzigingen}.", needed=("vervangen_brief", "vorig_kenmerk")),
    ),
    "Wat wij vinden": (
        Block("intro", "Eerste alinea",
            "In deze brief leest u onze beoordeling over {periode_tekst}: {periode_dagen}."),
        legal("result.frozen", "De trede is bevroren",
            "Wij bevriezen de trede: uw gemeente blijft op trede {trede} ({trede_naam}). Deze periode telt niet mee "
            "als gemiste periode."),
        Block("result.new", "De trede, zonder eerdere trede",
            "Wij plaatsen uw gemeente op trede {trede} van de interventieladder ({trede_naam}). Over {periode_vorig} "
            "is geen trede vastgelegd."),
        Block("result.same", "De trede blijft gelijk",
            "Uw gemeente blijft op trede {trede} van de interventieladder ({trede_naam})."),
        Block("result.moved", "De trede verandert",
            "Uw gemeente gaat van trede {trede_vorig} naar trede {trede} van de interventieladder ({trede_naam})."),
        Block("result.gap", "Over de vorige periode is niets vastgelegd",
            "Over {periode_ervoor} is geen trede vastgelegd. Wij gaan uit van de laatst vastgestelde trede, over "
            "{periode_vorig}."),
        Block("meaning.1", "Wat trede 1 betekent",
            "Trede 1 betekent: wij volgen uw cijfers en vragen verder niets."),
        Block("meaning.1.asks", "Wat trede 1 betekent, met een eigen vraag",
            "Trede 1 betekent: wij volgen uw cijfers."),
        Block("meaning.2", "Wat trede 2 betekent",
            "Trede 2 betekent: wij vragen u om informatie en bespreken die met u."),
        Block("meaning.2.answered", "Wat trede 2 betekent, na een antwoord en zonder nieuwe vragen",
            "Op trede 2 volgen wij of u doet wat u ons schreef. Wij vragen nu niets nieuws."),
        Block("meaning.2.follow", "Wat trede 2 betekent, zonder nieuwe vragen",
            "Op trede 2 volgen wij of de achterstand kleiner wordt. Wij vragen nu niets nieuws."),
        Block("meaning.3", "Wat trede 3 betekent",
            "Trede 3 is actief toezicht: wij vragen u een plan van aanpak en volgen de uitvoering."),
        Block("meaning.3.plan", "Wat trede 3 betekent, met een plan van aanpak",
            "Trede 3 is actief toezicht: wij blijven de uitvoering van uw plan volgen."),
        Block("meaning.3.follow", "Wat trede 3 betekent, zonder nieuwe vragen en zonder plan",
            "Trede 3 is actief toezicht: wij blijven volgen wat uw gemeente doet."),
    ),
    "Waaraan wij hebben gemeten": (
        Block("measure.quota", "Gemeten aan de taakstelling",
            "Wij hebben gemeten aan de taakstelling: {maat_aantal}."),
        Block("measure.total_task.backlog", "Gemeten aan de totaalopgave, met een achterstand",
            "Wij hebben gemeten aan de totaalopgave: {maat_aantal}. Dat is de taakstelling plus de achterstand."),
        Block("measure.total_task.lead", "Gemeten aan de totaalopgave, met een voorsprong",
            "Wij hebben gemeten aan de totaalopgave: {maat_aantal}. Dat is de taakstelling min de voorsprong."),
        Block("measure.total_task.even", "Gemeten aan de totaalopgave, zonder achterstand of voorsprong",
            "Wij hebben gemeten aan de totaalopgave: {maat_aantal}. Die is gelijk aan de taakstelling."),
        Block("measure.available", "Gemeten aan het beschikbare aantal",
            "Wij hebben gemeten aan het aantal dat op tijd beschikbaar was: {maat_aantal}."),
        Block("measure.adjusted", "Gemeten aan een ander aantal, om een verschoonbare reden",
            "Wij hebben gemeten aan het aantal dat volgt uit de verschoonbare reden hieronder: {maat_aantal}."),
        Block("measure.quota_after_lead", "Gemeten aan de taakstelling na aftrek van de voorsprong",
            "Wij hebben gemeten aan de taakstelling na aftrek van de voorsprong: {maat_aantal}."),
        Block("measure.other", "Gemeten aan een eigen maat van het beleidskader",
            "Wij hebben gemeten aan {maat}: {maat_aantal}."),
        Block("verdict.met", "Gehaald",
            "Uw gemeente huisvestte {gehuisvest_mensen}. Daarmee is dat aantal gehaald."),
        Block("verdict.met.lead", "Gehaald, met de voorsprong",
            "Het verschil met de taakstelling van {taakstelling} is opgevangen met de voorsprong."),
        Block("verdict.met.available", "Gehaald: evenveel als op tijd beschikbaar",
            "Uw gemeente huisvestte {gehuisvest_mensen}: evenveel als er op tijd beschikbaar waren."),
        Block("verdict.met.available.one", "Gehaald: evenveel als op tijd beschikbaar, 1",
            "Uw gemeente huisvestte {gehuisvest_mensen}: evenveel als er op tijd beschikbaar was."),
        Block("verdict.met.available.more", "Gehaald: meer dan op tijd beschikbaar",
            "Uw gemeente huisvestte {gehuisvest_mensen}: meer dan er op tijd beschikbaar waren."),
        Block("verdict.met.available.nobody", "Gehaald: niemand was op tijd beschikbaar",
            "Uw gemeente huisvestte {gehuisvest_mensen}; niemand was op tijd beschikbaar."),
        Block("verdict.met.below", "Gehaald, maar onder de taakstelling",
            "Daarmee is dat aantal gehaald. Uw gemeente bleef onder de taakstelling van {taakstelling}; daar had zij "
            "geen invloed op."),
        Block("verdict.missed", "Niet gehaald",
            "Uw gemeente huisvestte {gehuisvest_mensen}. Dat zijn er {maat_verschil} te weinig."),
        Block("verdict.missed.one", "Niet gehaald, 1 te weinig",
            "Uw gemeente huisvestte {gehuisvest_mensen}. Dat is er {maat_verschil} te weinig."),
        legal("verdict.missed.act", "Niet gehaald: een deel telde voor een stap",
            "Uw gemeente huisvestte {gehuisvest_mensen}. Daarvan telden er {maat_geteld} mee; de andere telden voor "
            "{geteld_voor}. Dat zijn er {maat_verschil} te weinig."),
        legal("verdict.missed.act.one", "Niet gehaald: een deel telde voor een stap, 1 te weinig",
            "Uw gemeente huisvestte {gehuisvest_mensen}. Daarvan telden er {maat_geteld} mee; de andere telden voor "
            "{geteld_voor}. Dat is er {maat_verschil} te weinig."),
        Block("verdict.missed.lead", "Niet gehaald, ook niet met de voorsprong",
            "Uw gemeente huisvestte {gehuisvest_mensen}, {maat_verschil} minder dan de taakstelling. De voorsprong "
            "ving daarvan {beginstand} op. Er bleven er {eindstand} over."),
        Block("verdict.missed.lead.one", "Niet gehaald, ook niet met de voorsprong, 1 over",
            "Uw gemeente huisvestte {gehuisvest_mensen}, {maat_verschil} minder dan de taakstelling. De voorsprong "
            "ving daarvan {beginstand} op. Er bleef er {eindstand} over."),
        legal("verdict.excused", "Niet gehaald, maar verschoonbaar",
            "Het oordeel is: niet gehaald, maar verschoonbaar. Hieronder staat waarom."),
        Block("verdict.nothing", "Niets gevraagd, door de voorsprong",
            "Door de voorsprong hoefde uw gemeente in deze periode niemand te huisvesten."),
        Block("verdict.nothing.no_quota", "Niets gevraagd, zonder taakstelling",
            "De taakstelling was 0. In deze periode is niets gevraagd."),
        Block("other.total.met", "Ook de totaalopgave gehaald", "Ook de totaalopgave is gehaald."),
        Block("other.total.missed", "De totaalopgave niet gehaald",
            "De totaalopgave is niet gehaald: er staat nog een achterstand open van {eindstand_mensen}."),
        Block("other.quota.met", "De taakstelling wel gehaald", "De taakstelling op zichzelf is wel gehaald."),
        Block("other.quota.met.too", "Ook de taakstelling gehaald", "Ook de taakstelling is gehaald."),
        Block("other.quota.missed", "Ook de taakstelling niet gehaald",
            "Ook de taakstelling van {taakstelling} is niet gehaald."),
    ),
    "De cijfers": (
        Block("figures.source", "De bron van de cijfers", "Bron: het Rijk en het COA, bekend op {stand_per}."),
    ),
    "Waarom deze trede": (
        Block("shortage.counts", "Wie op tijd beschikbaar was",
            f"{COUNTED}waren er nog {{open_koppelingen}} aan haar gekoppeld."),
        Block("shortage.counts.one", "Wie op tijd beschikbaar was, 1 gekoppeld",
            f"{COUNTED}was er nog {{open_koppelingen}} aan haar gekoppeld."),
        Block("shortage.counts.nobody", "Wie op tijd beschikbaar was, niemand gekoppeld",
            f"{COUNTED}was er niemand meer aan haar gekoppeld."),
        Block("shortage.in_time", "Zij waren op tijd beschikbaar", "Zij waren op tijd beschikbaar."),
        Block("shortage.in_time.one", "1 was op tijd beschikbaar", "Die was op tijd beschikbaar."),
        Block("shortage.too_few", "Te weinig voor de totaalopgave",
            "Voor de totaalopgave waren het er {koppelingstekort} te weinig."),
        Block("shortage.too_few.one", "Te weinig voor de totaalopgave, 1",
            "Voor de totaalopgave was het er {koppelingstekort} te weinig."),
        legal("shortage.excused", "Het tekort is een verschoonbare reden",
            "Dat tekort aan koppelingen is een verschoonbare reden: een reden waar uw gemeente geen invloed op had."),
        Block("shortage.measured", "Daarom gemeten aan het beschikbare aantal",
            "Daarom meten wij aan het aantal dat op tijd beschikbaar was."),
        Block("shortage.not", "Het tekort telt niet mee",
            "Er waren {koppelingstekort} koppelingen te weinig voor de totaalopgave, maar genoeg voor de taakstelling: "
            "{beschikbaar}. Daarom telt het tekort hier niet mee."),
        Block("shortage.not.one", "Het tekort telt niet mee, 1",
            "Er was {koppelingstekort} koppeling te weinig voor de totaalopgave, maar er waren er genoeg voor de "
            "taakstelling: {beschikbaar}. Daarom telt het tekort hier niet mee."),
        Block("shortage.none", "Er was geen tekort",
            "Er waren op {peildatum} genoeg vergunninghouders beschikbaar: {beschikbaar}."),
        Block("without.lighter", "Zonder het tekort was de trede hoger",
            "Hadden wij het koppelingstekort niet meegeteld, dan was het trede {trede_zonder_tekort} geweest."),
        Block("without.same", "Zonder het tekort was de trede dezelfde",
            "Zonder dat tekort was de trede dezelfde geweest."),
        Block("opening.sent", "Wat in de vorige brief stond", "In onze brief van {vorige_brief} stond "
            "{eindstand_vorig_tekst}."),
        Block("opening.before", "Waarmee de vorige periode eindigde",
            "De vorige periode eindigde met {eindstand_vorig_tekst}."),
        Block("opening.corrected", "Een correctie op de beginstand",
            "Daarna is een correctie verwerkt van {correctie}: {correctie_reden}."),
        Block("opening.late", "Later verwerkte cijfers van de vorige periode",
            "Daarna zijn nog cijfers van de vorige periode verwerkt."),
        Block("opening.begins", "Waarmee deze periode begint",
            "Deze periode begint daarom met {beginstand_tekst}."),
        Block("balance.grown", "De achterstand is gegroeid", "De achterstand is gegroeid; zij was {beginstand}."),
        Block("balance.grown.told", "De achterstand is gegroeid, na een correctie", "De achterstand is gegroeid."),
        Block("balance.shrunk", "De achterstand is kleiner",
            "De achterstand is kleiner geworden; zij was {beginstand}."),
        Block("balance.shrunk.told", "De achterstand is kleiner, na een correctie",
            "De achterstand is kleiner geworden."),
        Block("balance.equal", "De achterstand is even groot",
            "De achterstand is even groot als aan het begin."),
        Block("balance.new", "De achterstand is nieuw", "Aan het begin was er geen achterstand."),
        Block("balance.lead_used", "De voorsprong is gebruikt", "De voorsprong van {beginstand} is gebruikt."),
        Block("balance.lead_used.told", "De voorsprong is gebruikt, na een correctie", "De voorsprong is gebruikt."),
        Block("balance.cleared", "De achterstand is ingelopen",
            "De achterstand van {beginstand} is ingelopen."),
        Block("balance.cleared.told", "De achterstand is ingelopen, na een correctie",
            "De achterstand is ingelopen."),
        Block("debt", "De achterstand blijft staan",
            "De achterstand blijft staan en telt mee in de volgende totaalopgave."),
        Block("history.repeat", "Vaker op rij niet gehaald",
            "Dit is de {rangtelwoord} periode op rij waarin het gevraagde aantal niet is gehaald."),
        Block("history.repeat.at_least", "Ten minste zo vaak op rij niet gehaald",
            "Dit is ten minste de {rangtelwoord} periode op rij waarin het gevraagde aantal niet is gehaald."),
        Block("talks", "De gesprekken", "In deze periode spraken wij uw gemeente {gesprekken}."),
        Block("talks.plan", "Het plan van aanpak is ontvangen", "Uw plan van aanpak ontvingen wij op {plan_op}."),
        legal("step.up", "Een trede omhoog",
            "Is de taakstelling niet gehaald, dan gaat een gemeente volgens {kader} in beginsel 1 trede omhoog."),
        legal("step.excused", "Een verschoonbaar verschil",
            "Een verschoonbaar verschil leidt niet tot een hogere trede."),
        Block("step.available", "Het beschikbare aantal gehaald, de taakstelling niet",
            "Is het beschikbare aantal gehaald maar de taakstelling niet, dan blijft de trede gelijk."),
        Block("step.zero", "Een taakstelling van 0", "Een taakstelling van 0 verandert de trede niet."),
        Block("step.backlog", "De taakstelling gehaald, met een achterstand",
            "De taakstelling is gehaald, maar er is nog een achterstand. De trede blijft dan gelijk."),
        Block("step.chosen", "De taakstelling gehaald, met een eigen uitleg",
            "De taakstelling is gehaald, maar er is nog een achterstand. Bij ons geldt: {uitleg}. De trede blijft dan "
            "gelijk."),
        Block("step.from3", "Van trede 3 naar trede 2",
            "Is de taakstelling gehaald, dan gaat een gemeente van trede 3 naar trede 2. Is er geen achterstand meer, "
            "dan hoort daarbij trede 1."),
        Block("step.to1", "Geen achterstand", "Is er geen achterstand, dan hoort daarbij trede 1."),
        Block("step.met", "Gehaald, zonder stappen",
            "Is dit aantal gehaald, dan hoort daarbij trede 1."),
        Block("step.missed", "Niet gehaald, zonder stappen",
            "Is dit aantal niet gehaald, dan hoort daarbij trede 2, of blijft een hogere trede staan."),
        legal("frozen.why", "Waarom de trede is bevroren",
            "Wij bevriezen de trede. De reden is: {grond}. Op de kaart is uw gemeente {kleur_bevroren}."),
        Block("choice.same", "De uitkomst is overgenomen", "Wij stellen trede {trede} vast."),
        legal("choice.lighter", "Gekozen voor een lagere trede",
            "Volgens het beleidskader is de uitkomst trede {trede_uitkomst}. Wij wijken daarvan af en plaatsen uw "
            "gemeente op trede {trede}. Door een bijzondere omstandigheid zou het volgen van het kader gevolgen hebben "
            "die niet in verhouding staan tot het doel ervan (artikel 4:84 van de Algemene wet bestuursrecht):"),
        legal("choice.heavier", "Gekozen voor een hogere trede",
            "Volgens het beleidskader is de uitkomst trede {trede_uitkomst}. Wij plaatsen uw gemeente op trede "
            "{trede}. Wij hebben u dit op {voorgelegd_op} voorgelegd. De reden:", needed=("voorgelegd_op",)),
        legal("choice.heavier.executive", "Gekozen voor een hogere trede, met een stap van Gedeputeerde Staten",
            "Volgens het beleidskader is de uitkomst trede {trede_uitkomst}. Wij plaatsen uw gemeente op trede "
            "{trede}. De reden:"),
        legal("choice.ground", "Een verschoonbare reden", "Wij zien een verschoonbare reden: {grond}."),
        legal("choice.ground.measure", "Verschoonbare reden: een ander aantal",
            "Daarom meten wij aan het aantal dat hierboven staat."),
        legal("choice.ground.rung", "Verschoonbare reden: de trede gaat niet omhoog",
            "Daarom gaat de trede niet omhoog."),
    ),
    "Wat wij van u vragen": (
        legal("ask.2", "Trede 2: vragen om informatie",
            "Wij vragen u ons uiterlijk {reactiedatum} te schrijven:\n"
            "(1) waardoor het verschil volgens u is ontstaan;\n"
            "(2) wat u doet om het in te lopen;\n"
            "(3) hoeveel vergunninghouders u daarmee uiterlijk {periode_volgend_eind} huisvest."),
        legal("ask.2.met", "Trede 2: vragen om informatie, zonder verschil",
            "Wij vragen u ons uiterlijk {reactiedatum} te schrijven:\n"
            "(1) welke maatregelen u neemt;\n"
            "(2) hoeveel vergunninghouders u daarmee uiterlijk {periode_volgend_eind} huisvest."),
        legal("ask.2.talk", "Trede 2: het gesprek daarover",
            "Wij bespreken uw antwoord uiterlijk {gespreksdatum} in een ambtelijk gesprek."),
        legal("ask.2.again", "Trede 2, opnieuw niet gehaald, na een antwoord",
            "Uw antwoord op onze vragen ontvingen wij op {antwoord_op}. Wij vragen u uiterlijk {reactiedatum} te laten "
            "weten wat uw maatregelen opleverden en wat u toevoegt. Wij bespreken dit uiterlijk {gespreksdatum}."),
        legal("ask.2.unanswered", "Trede 2, opnieuw niet gehaald, zonder antwoord",
            "Op onze vragen van {vorige_brief} is bij ons geen antwoord geregistreerd. Wij vragen u ze uiterlijk "
            "{reactiedatum} te beantwoorden."),
        legal("ask.2.plan", "Trede 2, na trede 3: het plan van aanpak",
            "Wij vragen u uw plan van aanpak verder uit te voeren."),
        legal("ask.2.from3", "Trede 2, na trede 3: de achterstand",
            "Wij vragen u ons uiterlijk {reactiedatum} te laten weten wanneer de achterstand is ingelopen."),
        legal("ask.3", "Trede 3: vragen om een plan van aanpak",
            f"{PLAN_ASKED}"
            "(3) wanneer de achterstand is ingelopen;\n"
            "(4) wat er mis kan gaan en wat u dan doet."),
        legal("ask.3.no_backlog", "Trede 3: vragen om een plan van aanpak, zonder achterstand",
            f"{PLAN_ASKED}"
            "(3) wat er mis kan gaan en wat u dan doet."),
        legal("ask.3.talk", "Trede 3: reactie op het plan, en gesprekken",
            "Uiterlijk {plan_oordeeldatum} laten wij weten of het plan genoeg houvast geeft. De gedeputeerde nodigt de "
            "wethouder uit voor een gesprek, uiterlijk {gespreksdatum}. Daarna bespreken wij de voortgang: {ritme}."),
        legal("ask.3.again", "Trede 3, opnieuw niet gehaald",
            "Wij vragen u het plan van {plan_op} uiterlijk {plandatum} bijgewerkt te sturen, met per actie het "
            "resultaat."),
        legal("ask.3.no_plan", "Trede 3, zonder plan van aanpak",
            "Bij ons is geen plan van aanpak geregistreerd. Wij vragen u dat uiterlijk {plandatum} te sturen."),
        legal("ask.3.again.talk", "Trede 3, opnieuw: het gesprek",
            "De gedeputeerde bespreekt het uiterlijk {gespreksdatum} met de wethouder."),
        Block("ask.open", "Boven de afspraken die nog openstaan", "Deze afspraken staan nog open:"),
        Block("ask.closed", "Eerdere vragen zijn niet meer nodig",
            "Onze vragen uit de brief van {vorige_brief} hoeft u niet meer te beantwoorden."),
        Block("ask.own", "Boven de eigen vragen aan een gemeente", "Wij vragen u uiterlijk {eigen_datum}:"),
        Block("ask.apart", "Boven de vragen los van de trede", "Los van de trede vragen wij u:"),
    ),
    "Wat hierna volgt": (
        Block("next.task", "De volgende taakstelling",
            "Over {periode_volgend} is de taakstelling {taakstelling_volgend}."),
        Block("next.task.corrected", "Een correctie op de volgende beginstand",
            "Door een correctie begint die periode met {beginstand_volgend_tekst}."),
        Block("next.task.backlog", "Met de achterstand erbij",
            "Met de achterstand erbij is de totaalopgave {opgave_volgend}."),
        Block("next.task.lead", "Met de voorsprong eraf",
            "Met de voorsprong eraf is de totaalopgave {opgave_volgend}."),
        Block("next.task.even", "Zonder achterstand of voorsprong", "Dat is ook de totaalopgave."),
        Block("next.task.nothing", "Er blijft niets over",
            "Door de voorsprong blijft er niets over om te huisvesten."),
        Block("next.unknown", "De volgende taakstelling is nog niet bekend",
            "De taakstelling over {periode_volgend} is nog niet bekend."),
        Block("next.policy", "Een ander beleidskader vanaf de volgende periode",
            "Vanaf {periode_volgend} beoordelen wij volgens {kader_volgend}."),
        legal("next.rung", "Wat volgt als de taakstelling niet wordt gehaald",
            "Haalt uw gemeente die taakstelling niet, dan gaat zij in beginsel naar trede {trede_volgend}."),
        legal("next.rung.lead", "Wat volgt als de taakstelling ook met de voorsprong niet wordt gehaald",
            "Haalt uw gemeente die taakstelling niet, ook niet met de voorsprong, dan gaat zij in beginsel naar trede "
            "{trede_volgend}."),
        legal("next.rung.executive", "Wat volgt: een voornemen tot indeplaatsstelling",
            "Haalt uw gemeente die taakstelling niet, dan beslissen Gedeputeerde Staten over een voornemen tot "
            "indeplaatsstelling. Wordt de taak verwaarloosd, dan is de provincie in beginsel verplicht in te grijpen "
            "(artikel 124 van de Gemeentewet)."),
    ),
    "Kloppen de cijfers?": (
        Block("dispute", "Als een cijfer niet klopt",
            "Klopt een cijfer niet? Meld het uiterlijk {melddatum} met het aantal, de dag en waaruit het blijkt. Een "
            "correctie kan leiden tot een nieuwe beoordeling."),
    ),
    "Gemeenteraad en publicatie": (
        Block("council.ask", "De gemeenteraad", "Wij vragen u deze brief aan de gemeenteraad te sturen."),
        Block("publish", "Waar de brief wordt gepubliceerd",
            "Wij publiceren deze brief op {publicatieplaats}, niet eerder dan {publicatie_op}."),
        Block("contact", "Bij wie de gemeente terechtkan", "Vragen? {contact_zin}."),
    ),
    "Waar de regels staan": (
        legal("law.task", "De taak en het toezicht",
            "Het college zorgt voor de huisvesting van vergunninghouders volgens de taakstelling (artikelen 28 en 29 "
            "van de Huisvestingswet 2014). Wij houden daarop toezicht (artikel 124 van de Gemeentewet)."),
        legal("law.ask", "Vragen om informatie",
            "Wij vragen u om informatie op grond van artikel 118 van de Gemeentewet."),
        legal("law.policy", "Het beleidskader", "Wij beoordelen volgens {kader} ({kader_vindplaats}).",
            needed=("kader_vindplaats",)),
        legal("law.policy.none", "Geen gepubliceerd beleidskader",
            "Voor deze periode gold geen gepubliceerde beleidsregel. Daarom staat onze hele redenering in deze brief."),
        Block("law.status", "Of de brief een besluit is", "", to_be_checked=True,
            follows="Staat uit tot een jurist van uw provincie dit heeft bevestigd. Vul dan in: Deze brief is geen "
            "besluit. Bezwaar of beroep is niet mogelijk; reageren wel."),
    ),
})
# fmt: on

"""The national ladder of six rungs, for the policies that use it.

Sources: the six rungs are national; green, yellow and the name of rung 3 stand in the progress
report of Utrecht over 2023-2 (paragraph 3.2); the other names and colours are an assumption.
"""

from __future__ import annotations

from assessments.rules.ladder import Ladder, Rung, TalkRhythm

SIX_RUNGS = (
    Rung(
        number=1,
        name="signalling",
        label="Signaleren",
        colour="groen",
        action="De provincie volgt de cijfers en stuurt elk halfjaar een brief met de beoordeling.",
        meaning="De gemeente hoeft niets extra's te doen.",
        decided_by="toezichthouder",
    ),
    Rung(
        number=2,
        name="information_request",
        label="Informatie opvragen en valideren",
        colour="geel",
        action="De provincie vraagt om informatie en bespreekt die in een ambtelijk toezichtgesprek.",
        meaning="De gemeente licht haar cijfers en maatregelen toe.",
        decided_by="toezichthouder",
    ),
    Rung(
        number=3,
        name="active_supervision",
        label="Actief toezicht",
        colour="oranje",
        action="De provincie vraagt een plan van aanpak en volgt de uitvoering ervan.",
        meaning="De gemeente maakt een plan van aanpak met acties en termijnen, en voert het uit.",
        decided_by="toezichthouder en gedeputeerde",
    ),
    Rung(
        number=4,
        name="notice_of_intent",
        act="notice_of_intent",
        needs_executive=True,
        label="Voornemen tot indeplaatsstelling",
        colour="rood",
        action="De provincie maakt bekend dat zij van plan is te besluiten tot indeplaatsstelling.",
        meaning="De gemeente kan het besluit nog voorkomen door op tijd te huisvesten.",
        decided_by="Gedeputeerde Staten",
    ),
    Rung(
        number=5,
        name="substitution_decision",
        act="substitution_decision",
        needs_executive=True,
        label="Besluit tot indeplaatsstelling",
        colour="donkerrood",
        action="De provincie besluit tot indeplaatsstelling en noemt de termijn waarin de gemeente "
        "de taak nog zelf kan uitvoeren.",
        meaning="Is het resultaat er na die termijn niet, dan voert de provincie het besluit uit.",
        decided_by="Gedeputeerde Staten",
    ),
    Rung(
        number=6,
        name="substitution",
        act="substitution",
        needs_executive=True,
        label="Uitvoering van de indeplaatsstelling",
        colour="paars",
        action="De provincie zorgt namens en op kosten van de gemeente voor de huisvesting.",
        meaning="De gemeente werkt mee en betaalt de kosten.",
        decided_by="Gedeputeerde Staten",
    ),
)

SIX = Ladder(
    key="six",
    noun="trede",
    note="De zes treden zijn landelijk. Groen, geel en de naam van trede 3 staan in de voortgangsrapportage over "
    "2023-2. De andere namen en kleuren zijn een aanname of door de provincie ingesteld.",
    rungs=SIX_RUNGS,
    without_history=1,
    after_lapse=3,
    # Own choice: no framework with a rhythm of talks could be read.
    talks=(
        TalkRhythm(from_rung=1, days=61, term="twee maanden", is_required=False),
        TalkRhythm(from_rung=3, days=14, term="twee weken", is_required=True),
    ),
    frozen_colour="wit",
)

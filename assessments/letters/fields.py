"""The fields that a block of a letter can have, and how the letter names what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from types import MappingProxyType

from assessments.typed_text import Text

OPEN: Mapping[str, str] = MappingProxyType(
    {
        "briefdatum": "datum",
        "reactiedatum": "uiterste datum reactie",
        "gespreksdatum": "uiterste datum gesprek",
        "plandatum": "uiterste datum plan van aanpak",
        "plan_oordeeldatum": "uiterste datum oordeel over het plan",
        "melddatum": "uiterste datum om een cijfer te betwisten",
        "publicatie_op": "eerste dag van publicatie",
        "vorige_brief": "datum van onze vorige brief",
        "voorgelegd_op": "dag waarop de zwaardere trede aan de gemeente is voorgelegd",
        "plaats": "plaats boven de brief",
        "afzender_adres": "postadres van de provincie",
        "adres": "postadres van het college",
        "contact": "functie of postbus voor vragen",
        "functie": "functie die ondertekent",
        "functies_gs": "functies die voor Gedeputeerde Staten ondertekenen",
        "publicatieplaats": "plaats van publicatie",
        # Only a decision of the executive supplies these.
        "besluit": "nummer en datum van het besluit",
        "besluitdatum": "dag van het besluit van Gedeputeerde Staten",
        "besluitnummer": "nummer van het besluit van Gedeputeerde Staten",
        "omvang_mensen": "omvang, met vergunninghouders",
        "termijn_begin": "begin van de termijn",
        "termijn_eind": "einde van de termijn",
        "zienswijze_datum": "uiterste datum zienswijze",
        "resultaten": "resultaat, aantal en datum per onderdeel",
        "zienswijze": "zienswijze van de gemeente",
        "weging": "weging van de zienswijze",
        "lichter_middel": "afweging van een lichter middel",
        "belangenafweging": "afweging van belangen",
        "beroep_indienen": "waar het beroepschrift heen moet",
        "lopende_taakstelling": "lopende taakstelling",
        "besluit_verwacht_op": "dag waarop Gedeputeerde Staten uiterlijk beslissen",
        "motivation": "motivering",
    }
)
"""How the letter names what is still open."""

OF_ACT = (
    "omvang_mensen",
    "termijn_begin",
    "termijn_eind",
    "zienswijze_datum",
    "resultaten",
    "zienswijze",
    "weging",
    "lichter_middel",
    "belangenafweging",
    "beroep_indienen",
    "lopende_taakstelling",
)
"""What only a legal act of rungs 4 to 6 supplies."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **OPEN,
        "contact_zin": "functie of postbus voor vragen, met een hoofdletter",
        "trede": "trede",
        "trede_naam": "naam van de trede",
        "trede_vorig": "vorige trede",
        "trede_uitkomst": "trede volgens het beleidskader",
        "trede_zonder_tekort": "trede zonder koppelingstekort",
        "trede_volgend": "trede die op deze volgt",
        "periode": "code van de periode",
        "periode_tekst": "de periode",
        "periode_dagen": "eerste en laatste dag van de periode",
        "periode_vorig": "de periode van de vorige trede",
        "periode_ervoor": "de periode hiervoor",
        "periode_volgend": "code van de volgende periode",
        "periode_volgend_eind": "laatste dag van de volgende periode",
        "peildatum": "peildatum koppelingen",
        "stand_per": "waarop de cijfers bekend waren",
        "taakstelling": "taakstelling",
        "taakstelling_eerst": "bekendgemaakte taakstelling",
        "beginstand": "beginstand",
        "beginstand_tekst": "beginstand in woorden",
        "correctie": "correctie op de beginstand",
        "correctie_reden": "reden van de correctie",
        "opgave": "totaalopgave",
        "gehuisvest": "gehuisvest",
        "gehuisvest_mensen": "gehuisvest, met vergunninghouders",
        "eindstand": "eindstand",
        "eindstand_mensen": "eindstand, met vergunninghouders",
        "eindstand_tekst": "eindstand in woorden",
        "eindstand_vorig_tekst": "eindstand van de vorige periode in woorden",
        "tot_peildatum_mensen": "gehuisvest tot en met de peildatum, met vergunninghouders",
        "open_koppelingen": "wacht op woning op de peildatum",
        "beschikbaar": "op tijd beschikbaar",
        "koppelingstekort": "koppelingstekort",
        "maat": "waaraan is gemeten",
        "maat_aantal": "aantal waaraan is gemeten",
        "maat_geteld": "wat van de huisvesting telt",
        "maat_verschil": "hoeveel te weinig",
        "geteld_voor": "stap waarvoor de andere telden",
        "rangtelwoord": "hoeveelste periode op rij",
        "deel_taakstelling": "percentage van de taakstelling",
        "deel_opgave": "percentage van de totaalopgave",
        "taakstelling_volgend": "taakstelling van de volgende periode",
        "beginstand_volgend_tekst": "beginstand van de volgende periode in woorden",
        "opgave_volgend": "totaalopgave van de volgende periode",
        "kader": "titel van het beleidskader",
        "kader_vindplaats": "vindplaats van het beleidskader",
        "kader_volgend": "titel van het volgende beleidskader",
        "aanname": "aannamen van het beleidskader",
        "uitleg": "gekozen uitleg van een aanname",
        "grond": "verschoonbare reden",
        "kleur_bevroren": "kleur van een bevroren trede",
        "gesprekken": "gesprekken in de periode",
        "antwoord_op": "dag waarop het antwoord op onze vragen is ontvangen",
        "plan_op": "dag waarop het plan van aanpak is ontvangen",
        "ritme": "ritme van de gesprekken",
        "eigen_datum": "uiterste datum van wat verder wordt gevraagd",
        "omvang": "omvang",
        "omvang_tekst": "omschrijving van de omvang",
        "omvang_geteld": "wat van de omvang telt",
        "omvang_rest": "wat van de omvang nog moet",
        "omvang_rest_mensen": "wat van de omvang nog moet, met vergunninghouders",
        "omvang_periode": "half jaar van de omvang",
        "telling_vanaf": "dag vanaf welke wordt geteld",
        "telling_tot": "dag tot en met welke is geteld",
        "telling_periode": "half jaar waarin wordt geteld",
        "gehuisvest_sinds_mensen": "gehuisvest sinds de telling begon",
        "voornemen_op": "datum van het voornemen",
        "besluit_op": "datum van het besluit tot indeplaatsstelling",
        "besluit_nummer": "nummer van dat besluit",
        "uitvoering_vanaf": "eerste dag van de uitvoering",
        "zienswijze_op": "datum van de zienswijze",
        "voorgeschiedenis": "wat eraan voorafging",
        "trede_terug": "trede na het einde",
        "einde_reden": "waarom de stap eindigt",
        "einddatum": "dag van het einde",
        "gevorderd": "wat wij vorderen",
        "kosten": "kosten van de uitvoering",
        "verlenging_reden": "waarom de termijn wordt verlengd",
        "maat_aantal_mensen": "aantal waaraan is gemeten, met vergunninghouders",
        "stap_op": "datum van het voornemen of besluit",
        "provincie": "provincie",
        "gemeente": "gemeente",
        "hoor_dag": "dag van het horen",
        "hoor_tijd": "tijd van het horen",
        "hoor_plaats": "plaats van het horen",
        "aanmelddatum": "uiterste dag om zich aan te melden",
        "gehoord_door": "functies die hoorden",
        "aanwezig": "functies namens de gemeente",
        "naar_voren": "wat de gemeente naar voren bracht",
        "afgesproken": "wat is afgesproken",
        "verslag_op": "dag waarop het concept naar de gemeente ging",
        "opmerkingen": "opmerkingen van de gemeente",
        "nieuw_feit": "wat na het horen bleek",
        "reactie_tot": "uiterste dag om daarop te reageren",
        "vervangen_brief": "datum van de vervangen brief",
        "vorig_kenmerk": "kenmerk van de vervangen brief",
        "wijzigingen": "wat er is gewijzigd",
    }
)
"""Every field that a block can have, as it is named to who edits it, and in a letter that lacks it."""


def fill_blocks(keys: tuple[str, ...], values: Mapping[str, str], texts: Mapping[str, str]) -> Text:
    """Return the blocks as one paragraph with everything filled in, the items of all below it; raises KeyError."""
    lines = [[line.format_map(values) for line in texts[key].split("\n")] for key in keys]
    words = " ".join(first for first, *_ in lines)
    left_open = frozenset(
        value for key in keys for name in fields_of(texts[key]) if is_open(value := values[name])
    )
    items = tuple(Text(item, left_open=left_open) for _, *rest in lines for item in rest)
    return Text(words, items, left_open=left_open)


def is_open(value: str) -> bool:
    """Return whether all of a value stands in for what is not known; brackets inside it are a person's own."""
    return value.startswith("[") and value.endswith("]")


def fields_of(text: str) -> set[str]:
    """Return the fields that a block asks for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def open_words(name: str) -> str:
    """Return the words, in square brackets, that stand in for what is not known yet."""
    return f"[{FIELDS[name]}]"

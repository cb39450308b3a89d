"""Whom a row is about: by CBS code, else by name or alias. Never a guess."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Self

from municipalities.intake.values import BadValue, Value, plain_number, text_in
from municipalities.ledger.checks import outside_existence
from municipalities.models import Municipality, MunicipalityAlias, Province

CODE = re.compile(r"(?:gm)? ?0*([0-9]{1,4})(?:[.,]0)?", re.IGNORECASE)
"""GM0344, gm 344, 0344, and 344.0 as programs write a number."""
MOST_SUGGESTED = 200
ALIKE = 0.75
"""How much two names must share before one may be meant by the other."""
OTHER_NAMES = {
    "friesland": "fryslan",
    "dr": "drenthe",
    "fl": "flevoland",
    "fr": "fryslan",
    "ge": "gelderland",
    "gr": "groningen",
    "li": "limburg",
    "nb": "noord brabant",
    "nh": "noord holland",
    "ov": "overijssel",
    "ut": "utrecht",
    "ze": "zeeland",
    "zh": "zuid holland",
}
"""How files call provinces otherwise, in plain words: in Dutch, or short as in ISO 3166-2."""
TOTAL_WORDS = ("totaal", "eindtotaal", "som", "totalen", "subtotaal", "totaal generaal")


class Register:
    """The municipalities of the whole country, by code and by the names that files use."""

    def __init__(
        self,
        municipalities: Iterable[Municipality],
        aliases: Iterable[MunicipalityAlias] = (),
        provinces: Iterable[Province] = (),
    ) -> None:
        self.by_code: dict[str, Municipality] = {}
        self.by_name: dict[str, list[Municipality]] = defaultdict(list)
        self.by_bare_name: dict[str, list[Municipality]] = defaultdict(list)
        """By the name without what stands behind it between brackets: two are called Bergen."""
        self.kin: dict[str, list[Municipality]] = defaultdict(list)
        """By code the municipality it merged into, and those that merged into it."""
        self.suggested: dict[str, str] = {}
        self.resembling: dict[str, bool] = {}
        for municipality in municipalities:
            self.by_code[municipality.cbs_code] = municipality
            self.add(municipality.name, municipality)
            self.by_bare_name[key_of(municipality.name.partition(" (")[0])].append(municipality)
        known = {row.pk: row for row in self.by_code.values()}
        for municipality in self.by_code.values():
            if municipality.successor_id in known:
                heir = known[municipality.successor_id]
                self.kin[municipality.cbs_code].append(heir)
                self.kin[heir.cbs_code].append(municipality)
        for alias in aliases:
            if alias.municipality_id in known:
                self.add(alias.name, known[alias.municipality_id])
        self.provinces = {plain_number(province.name): province for province in provinces}
        self.provinces |= {plain_number(province.code): province for province in provinces}

    @classmethod
    def of_the_country(cls) -> Self:
        return cls(
            Municipality.objects.select_related("province", "successor"),
            MunicipalityAlias.objects.all(),
            Province.objects.all(),
        )

    def add(self, name: str, municipality: Municipality) -> None:
        if municipality not in self.by_name[key_of(name)]:
            self.by_name[key_of(name)].append(municipality)

    def find(
        self, code: Value, name: Value, days: tuple[date, date], province: Value = None
    ) -> Municipality | None:
        """Return who a code and a name stand for, None when both are empty; raise BadValue when unsure.

        `days` are the first and last day a row is about: of municipalities that bore one name after
        another, the one that existed then. `province` tells apart those of one name, and must agree.
        """
        typed_code, typed_name = text_in(code), text_in(name)
        if not typed_code and not typed_name:
            return None
        where = self.province(text_in(province)) if isinstance(province, str | int | float) else None
        if not typed_code:
            found = self.named(typed_name, days, where)
        else:
            found = self.coded(typed_code)
            if typed_name and found not in self.by_name.get(key_of(typed_name), ()):
                raise BadValue(
                    f"De code {typed_code} is die van {found}, maar de naam is “{typed_name}”.",
                    "Verbeter de code of de naam.",
                )
            found = existing(found, days)
        if where is not None and found.province_id != where.pk:
            raise BadValue(
                f"{found} ligt in {found.province}, maar de provincie in deze rij is {where}.",
                "Verbeter de gemeente of de provincie.",
            )
        return found

    def coded(self, text: str) -> Municipality:
        found = self.by_code.get(code_in(text))
        if found is None:
            raise BadValue(
                f'"{text[:40]}" is geen code van een gemeente.',
                "Een gemeentecode is GM met vier cijfers, bijvoorbeeld GM0344.",
            )
        return found

    def named(self, text: str, days: tuple[date, date], province: Province | None) -> Municipality:
        found = self.by_name.get(key_of(text), [])
        if province is not None:
            # Bergen in Limburg is Bergen (L.), and of more with one name, the one that lies there.
            bare = found or self.by_bare_name.get(key_of(text), [])
            found = [row for row in bare if row.province_id == province.pk] or found
        then = [row for row in found if row.existed_between(*days)]
        if len(then) == 1:
            return then[0]
        if len(then) > 1:
            names = " of ".join(f"{row} ({row.cbs_code})" for row in then)
            raise BadValue(f'"{text[:40]}" kan meer dan 1 gemeente zijn.', f"Bedoelt u {names}?")
        if found:
            return existing(found[0], days)
        raise BadValue(f'"{text[:40]}" is niet herkend.', self.suggestion(text))

    def outsider(self, code: Value, name: Value, province: Value, own: Province) -> Municipality | None:
        """Return of which other province a row is that `find` refuses; None when it may be of the own one.

        Everything that is known of the row must lie elsewhere, also what its municipality merged into, and its
        name may not look like one of the own province. What is returned has only a name and a province.
        """
        try:
            typed_code, typed_name, typed_province = map(text_in, (code, name, province))
        except BadValue:
            return None
        where = self.province(typed_province)
        key = key_of(typed_name)
        meant = [*self.by_name.get(key, ()), *filter(None, [self.by_code.get(code_in(typed_code))])]
        provinces = [*([where] if where else []), *(row.province for row in self.with_kin(meant))]
        is_unclear = not (typed_code or typed_name) or (typed_province != "" and where is None)
        if is_unclear or not provinces or own in provinces or self.resembles(key, own):
            return None
        return Municipality(name=typed_name or typed_code, province=provinces[0])

    def with_kin(self, municipalities: list[Municipality]) -> list[Municipality]:
        """Return these, and all they merged into or came from."""
        found = list(dict.fromkeys(municipalities))
        for row in found:  # Grows while we look.
            found += [other for other in self.kin.get(row.cbs_code, ()) if other not in found]
        return found

    def resembles(self, key: str, own: Province) -> bool:
        """Say whether a name that stands for nobody is like one of the own province; after so many, that it may be."""
        if not key or key in self.by_name:
            return False
        if key not in self.resembling:
            mine = [
                known
                for known, rows in self.by_name.items()
                if any(row.province_id == own.pk for row in rows)
            ]
            self.resembling[key] = len(self.resembling) >= MOST_SUGGESTED or bool(
                any(f"{known} ".startswith(f"{key} ") or key.startswith(f"{known} ") for known in mine)
                or get_close_matches(key, mine, n=1, cutoff=ALIKE)
            )
        return self.resembling[key]

    def suggestion(self, text: str) -> str:
        """Return the question whether a name that looks like it was meant, and what to do.

        Only for so many different names: looking is slow, and a file in which nothing is recognised needs none.
        """
        key = key_of(text)
        if key not in self.suggested:
            self.suggested[key] = self.asked_about(key) if len(self.suggested) < MOST_SUGGESTED else ""
        return f"{self.suggested[key]}Kies de gemeente of pas het bestand aan."

    def asked_about(self, key: str) -> str:
        starts = [known for known in self.by_name if known.startswith(f"{key} ")]
        near = starts or get_close_matches(key, list(self.by_name), n=2, cutoff=ALIKE)
        names = [f"{row} ({row.cbs_code})" for known in near[:3] for row in self.by_name[known]]
        return f"Bedoelt u {' of '.join(names)}? " if names else ""

    def is_code(self, text: str) -> bool:
        return code_in(text) in self.by_code

    def province(self, text: str) -> Province | None:
        name = plain_number(text).removeprefix("provincie ").removeprefix("prov ")
        name = OTHER_NAMES.get(name, name)
        return self.provinces.get(name) or self.provinces.get(f"pv{name}")

    def total_of(self, text: str) -> Province | str | None:
        """Return what a total row says it is the total of: a province, "" for all rows; None when it is none."""
        words = plain_number(text)
        if re.fullmatch("pv[0-9]{2}", words):
            return self.provinces.get(words)
        if words in (*TOTAL_WORDS, "nederland", "totaal nederland"):
            return ""
        rest = re.sub(r"^(totaal|subtotaal|som|eindtotaal) (van )?(de )?| totaal$", "", words)
        if words in self.provinces and key_of(text) not in self.by_name:
            return self.provinces[words]
        if rest == words and not words.startswith("provincie ") and not words.endswith(" pv"):
            return None
        province = self.province(rest.removesuffix(" pv").removeprefix("provincie "))
        if province is not None:
            return province
        # Of one municipality it may be all that a file says; of a region it never is.
        is_of_more = rest in ("gemeenten", "provincie", "alle gemeenten") or re.match("(sub)?regio ", rest)
        return "" if rest != words and (is_of_more or words.startswith("subtotaal ")) else None


def key_of(name: str) -> str:
    """Return what is the same in all ways to write a name: "De Bilt ", "gemeente de bilt"."""
    return plain_number(name).removeprefix("gemeente ").removeprefix("gem ").removesuffix(" gemeente")


def code_in(text: str) -> str:
    """Return the CBS code in a text as the CBS writes it; "" when it is none."""
    match = CODE.fullmatch(text)
    return f"GM{int(match[1]):04d}" if match else ""


def existing(municipality: Municipality, days: tuple[date, date]) -> Municipality:
    if municipality.existed_between(*days):
        return municipality
    sentence = outside_existence(municipality, days[0])
    reason, _, remedy = sentence.partition(").")
    raise BadValue(f"{reason}).", remedy.strip() or "Pas het bestand aan.")

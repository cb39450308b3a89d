"""Every form, whatever it is about: an empty field is named."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms

from audit.forms import BARE, NamedFields, missing_text
from tests.test_architecture import OURS, module_of, modules


def own_forms() -> list[type[forms.BaseForm]]:
    """Return every form of the application, whether a page shows it or another form builds on it."""
    for folder in OURS:
        for path in modules(folder):
            if "asgi" not in path.name and "wsgi" not in path.name:
                import_module(module_of(path))
    found = {form for form in below(forms.BaseForm) if form.__module__.split(".")[0] in OURS}
    return sorted(found, key=lambda form: form.__qualname__)


def below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for child in form.__subclasses__():
        yield child
        yield from below(child)


def test_every_form_names_its_empty_fields():
    found = own_forms()

    assert len(found) > 30
    assert [form.__qualname__ for form in found if not issubclass(form, NamedFields)] == []


@pytest.mark.django_db
def test_an_empty_field_is_called_by_its_label_and_says_what_to_do():
    for own in own_forms():
        fields = {name: field for name, field in getattr(own, "base_fields", {}).items() if field.required}
        form = type("Empty", (NamedFields, forms.Form), dict(fields))({})

        for name, (sentence, *_) in form.errors.items():
            assert sentence.split()[0] in ("Vul", "Kies", "Bevestig"), (
                f"{own.__qualname__}.{name}: {sentence}"
            )
            assert "verplicht" not in sentence


class Renamed(NamedFields, forms.Form):
    day = forms.DateField(label="Stand op")
    code = forms.CharField(label="CBS-code")
    kind = forms.ChoiceField(label="Soort", choices=[("", "Kies een soort"), ("a", "A")])
    rung = forms.ChoiceField(label="Trede", choices=[("1", "1")])
    file = forms.FileField(label="Bestand")
    own = forms.CharField(error_messages={"required": "Vul in wat is afgesproken."})

    def __init__(self, *args):
        super().__init__(*args)
        self.fields["day"].label = "Dag"


def test_a_sentence_follows_from_the_field_as_it_is_called_now():
    assert {name: errors[0] for name, errors in Renamed({}).errors.items()} == {
        "day": "Vul de dag in.",
        "code": "Vul de CBS-code in.",
        "kind": "Kies een soort.",
        "rung": "Kies de trede.",
        "file": "Kies het bestand.",
        "own": "Vul in wat is afgesproken.",
    }
    assert str(BARE) == "Dit veld is verplicht."


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Uiterste datum van het besluit", "Vul de uiterste datum van het besluit in."),
        ("Nummer van het besluit", "Vul het nummer van het besluit in."),
        ("Aangepast aantal", "Vul het aangepast aantal in."),
        ("E-mailadres", "Vul het e-mailadres in."),
        ("Waarde", "Vul de waarde in."),
        ("Geadresseerden", "Vul de geadresseerden in."),
        ("Wat de gemeente moet bereiken", "Vul in wat de gemeente moet bereiken."),
        ("Waaruit dat blijkt", "Vul in waaruit dat blijkt."),
        ("Van", 'Vul bij "Van" iets in.'),
    ],
)
def test_a_field_is_called_with_its_article_or_as_the_question_that_it_is(label, sentence):
    assert missing_text(forms.CharField(), label) == sentence


def test_a_day_without_a_noun_is_asked_as_a_day():
    assert missing_text(forms.DateField(), "Vastgesteld op") == 'Vul bij "Vastgesteld op" een dag in.'
    assert (
        missing_text(forms.ChoiceField(choices=[("a", "A")]), "Overgenomen van")
        == 'Kies bij "Overgenomen van".'
    )

"""The command `decline`: lines in, forms out."""

import pytest

from portal.commands import decline

LINES = [
    ("uk", "name", "m", "Швець Микола Лук'янович", "instrumental", "Шевцем Миколою Лук'яновичем"),
    ("uk", "name", "", "Гриць Любов Степанівна", "instrumental", "Гриць Любов'ю Степанівною"),
    ("uk", "name", "m", "Ткач Андрій Петрович", "vocative", "Ткачу Андрію Петровичу"),
    ("ru", "name", "m", "Мамедов Эльчин Ариф оглы", "dative", "Мамедову Эльчину Ариф оглы"),
    ("ru", "name", "f", "Белых Татьяна", "genitive", "Белых Татьяны"),
    ("uk", "name", "m", "ІВАНЕНКО Петро Сидорович", "genitive", "ІВАНЕНКА Петра Сидоровича"),
    ("uk", "name", "m", "ван Гог Вінсент", "genitive", "ван Гога Вінсента"),
    ("uk", "post", "f", "сестра медична", "accusative", "сестру медичну"),
    ("ru", "post", "m", "и. о. директора", "dative", "и. о. директора"),
    ("uk", "organisation", "", "КЗ «Ліцей № 5»", "genitive", "КЗ «Ліцей № 5»"),
    ("ru", "organisation", "", "Детский сад № 3", "locative", "Детском саде № 3"),
]


@pytest.fixture
def run(app):
    def run(text, *options):
        return app.test_cli_runner().invoke(decline, options, input=text.encode())

    return run


def test_every_line_gives_one_form(run):
    answer = run("".join("\t".join(line[:5]) + "\n" for line in LINES))

    assert answer.stdout.splitlines() == [line[5] for line in LINES]
    assert answer.exit_code == 0


def test_the_apostrophe_is_the_one_that_was_typed(run):
    answer = run("uk\tname\tm\tЛук’яненко В’ячеслав\tgenitive\n")

    assert answer.stdout == "Лук’яненка В’ячеслава\n"


def test_a_bad_line_gives_an_empty_line_and_says_what_is_wrong(run):
    answer = run(
        "uk\tname\tm\tТкач Андрій\tdative\n"
        "en\tname\tm\tTkach\tdative\n"
        "uk\tname\tx\tТкач\tdative\n"
        "uk\tname\tm\tТкач\tablative\n"
        "nonsense\n"
        "uk\tname\tm\t\tdative\n"
    )

    assert answer.stdout == "Ткачу Андрію\n\n\n\n\n\n"
    assert "line 2: language is 'en', but may be uk, ru" in answer.stderr
    assert "line 4: case is 'ablative'" in answer.stderr
    assert "line 5: 5 fields with tabs between them" in answer.stderr
    assert "line 6: the nominative is empty" in answer.stderr
    assert answer.exit_code == 1


def test_files_of_windows_are_read_too(run):
    answer = run("\ufeffuk\tpost\t\tдиректор\tdative\r\n")

    assert answer.stdout == "директору\n"


def test_doubts_are_told_when_asked_for(run):
    answer = run("uk\tname\t\tТкач Ірина\tdative\n", "--doubts")

    assert answer.stdout == "Ткач Ірині\tgender-guessed\n"


def test_letters_of_the_other_alphabet_do_not_hinder(run):
    """The first letter of the family name is a Latin I."""
    answer = run("uk\tname\tm\tIваненко Андрій\tgenitive\n")

    assert answer.stdout == "Іваненка Андрія\n"

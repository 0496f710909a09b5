"""The rules of the design that a program can judge by reading the code.

Layers, transactions, sizes, guards, addresses, dates, templates: each rule is one test, and its
complaint names the file and the line.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
PORTAL = ROOT / "portal"
TESTS = ROOT / "tests"

# Imports point down only, and packages of one line do not import each other.
LAYERS = (
    {"app"},
    {"commands", "__main__"},
    {"demo", "doctor", "upgrade"},
    {"backup"},
    {"database_copy"},
    {"home", "reports", "deadlines", "exchange"},
    {"scans", "training", "record_books", "attestation"},
    {"planning", "routes"},
    {"hours"},
    {"programmes"},
    {"studio"},
    {"documents"},
    {"files"},
    {"accounts"},
    {"people"},
    {"web", "downloads", "trash", "machine"},
    {"permissions", "audit", "jobs", "mail", "storage", "forms", "converters", "assets", "logs"}
    | {"antivirus"},
    {"extensions"},
    {"errors", "config", "clock", "setup"},
    {"grammar", "paper", "tables", "calendars", "uv_lock"},
)
PURE = {"grammar", "paper", "tables", "calendars"}
FRAMEWORKS = {"flask", "sqlalchemy", "werkzeug", "wtforms", "flask_sqlalchemy", "flask_babel"}

LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
MAY_COMMIT = re.compile(r"(^|/)(views|commands|work)(\.py|/)")
GUARDS = {"public", "signed_in", "requires"}
ROUTES = {"get", "post", "put", "patch", "delete", "route"}
NOT_A_NAME = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
SYSTEM_TIME = re.compile(
    r"\b(date\.today|datetime\.(now|utcnow|today)|time\.(time|localtime|gmtime|strftime))\("
)
MAY_ASK_SYSTEM_TIME = {
    "clock.py",
    "setup.py",  # runs before anything is installed
}


def modules() -> list[Path]:
    return sorted(PORTAL.rglob("*.py"))


def said(path: Path, line: int | str = "") -> str:
    return f"{path.relative_to(ROOT)}:{line}".rstrip(":")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of each thing imported: `from portal import audit` is portal.audit."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def package_of(dotted: str) -> str:
    return dotted.split(".")[1]


def package_of_file(path: Path) -> str:
    return path.relative_to(PORTAL).parts[0].removesuffix(".py")


def height(package: str) -> int:
    return next((n for n, line in enumerate(reversed(LAYERS)) if package in line), -1)


def templates() -> list[Path]:
    return sorted(PORTAL.rglob("templates/**/*.html"))


def test_every_package_has_its_layer():
    packages = {package_of_file(path) for path in modules()} - {"__init__"}

    assert packages <= set().union(*LAYERS)


def test_imports_point_down():
    upward = [
        f"{said(path, line)} imports {name}"
        for path in modules()
        for line, name in imports(path)
        if name.startswith("portal.")
        and package_of(name) != package_of_file(path)
        and height(package_of(name)) >= height(package_of_file(path))
    ]

    assert upward == []


def test_pure_packages_know_no_framework_and_no_other_package():
    tied = [
        f"{said(path, line)} imports {name}"
        for path in modules()
        if package_of_file(path) in PURE
        for line, name in imports(path)
        if name.split(".")[0] in FRAMEWORKS
        or (name.startswith("portal.") and package_of(name) != package_of_file(path))
    ]

    assert tied == []


def test_services_and_models_do_not_know_pages():
    upward = [
        f"{said(path, line)} imports {name}"
        for path in modules()
        if path.name in ("models.py", "service.py")
        for line, name in imports(path)
        if re.search(r"^portal\.\w+\.(views|work)\b", name)
        or (path.name == "models.py" and re.search(r"^portal\.\w+\.service\b", name))
    ]

    assert upward == []


def test_only_paper_imports_docxtpl():
    elsewhere = [
        said(path, line)
        for path in modules()
        if package_of_file(path) != "paper"
        for line, name in imports(path)
        if name.split(".")[0] == "docxtpl"
    ]

    assert elsewhere == []


def test_only_entry_points_commit():
    elsewhere = [
        said(path, line)
        for path in modules()
        if not MAY_COMMIT.search(str(path.relative_to(PORTAL)))
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "session.commit(" in text
    ]

    assert elsewhere == []


def test_modules_fit_in_three_hundred_lines():
    sizes = {said(path): len(path.read_text("utf-8").splitlines()) for path in modules()}

    assert {name: size for name, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_functions_fit_on_a_screen():
    long = [
        f"{said(path, node.lineno)} {node.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_nothing_is_imported_inside_a_function():
    inner = [
        said(path, node.lineno)
        for path in modules()
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inner == []


def test_every_module_says_what_belongs_in_it():
    silent = [said(path) for path in modules() if not ast.get_docstring(tree(path))]

    assert silent == []


def test_no_module_is_called_by_what_says_nothing():
    names = [p for p in chain(PORTAL.rglob("*"), TESTS.rglob("*")) if p.stem in NOT_A_NAME]

    assert names == []


def test_only_the_clock_asks_the_system_for_the_date():
    elsewhere = [
        said(path, line)
        for path in modules()
        if path.name not in MAY_ASK_SYSTEM_TIME
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if SYSTEM_TIME.search(text)
    ]

    assert elsewhere == []


def test_only_bound_parameters_reach_the_database():
    glued = [
        said(path, line)
        for path in modules()
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\b(sa\.)?(text|exec_driver_sql)\(\s*f[\"']", text)
    ]

    assert glued == []


def test_templates_escape_everything_and_run_nothing_inline():
    loose = [
        f"{said(path, line)} {found.group()}"
        for path in templates()
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        for found in re.finditer(
            r"\|\s*safe\b|autoescape\s+false|<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)"
            r"|javascript:|https?://(?!www\.w3\.org/)",
            text,
        )
    ]
    unescaped = [
        said(path, line)
        for path in modules()
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\bMarkup\(\s*f|\brender_template_string\(", text)
    ]

    assert loose + unescaped == []


def test_our_own_modules_are_not_patched_in_tests():
    patched = [
        said(path, line)
        for path in TESTS.rglob("*.py")
        for line, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"""\bpatch\(\s*["']portal\b""", text) and path != Path(__file__)
    ]

    assert patched == []


@pytest.fixture
def views(app: Flask):
    """The portal's own endpoints with their views."""
    return {name: view for name, view in app.view_functions.items() if name != "static"}


def test_every_page_says_once_who_may_see_it(views):
    unguarded = [name for name, view in views.items() if not getattr(view, "guards", ())]

    assert unguarded == []


def test_every_page_has_one_guard_above_it():
    """Read from the source: the mark of an outer guard would hide an inner one."""
    wrong = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.FunctionDef):
                continue
            marks = [ast.unparse(one).split("(")[0].split(".")[-1] for one in node.decorator_list]
            if ROUTES & set(marks) and (len(GUARDS & set(marks)) != 1 or marks[-1] not in GUARDS):
                wrong.append(f"{said(path, node.lineno)} {node.name} {marks}")

    assert wrong == []


def test_addresses_are_kebab_case(app: Flask):
    word, variable = r"[a-z0-9]+([-.][a-z0-9]+)*", r"<[a-z_]*(\(.*\))?:?[a-z_0-9]+>"
    segment = re.compile(rf"{word}|([a-z0-9-]+\.)?{variable}(\.[a-z]+)?")
    strange = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not all(segment.fullmatch(part) for part in rule.rule.strip("/").split("/") if part)
    ]

    assert strange == []


def test_numbers_in_addresses_are_numbers(app: Flask):
    loose = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if re.search(r"<(?!int:)[a-z_]*_id>", rule.rule)
    ]

    assert loose == []


def test_every_command_is_described_in_the_manual(app: Flask):
    manual = "".join(
        path.read_text("utf-8")
        for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        if path.exists()
    )
    own = {"db", "routes", "run", "shell"}  # those of Flask and its extensions

    assert [name for name in app.cli.commands if name not in own and name not in manual] == []

"""How a template uses each value: under which name, through which filters, in a loop or not.

It tells what a value must be before anybody has said so: a date goes through `in_words`, a list is
gone over. Tags that cannot be read are passed by, for `diagnosis` tells of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from portal.paper.aliases import english
from portal.paper.package import paragraph_text, paragraphs, parse_xml, read_parts, text_parts

_TAG = re.compile(r"\{\{(.*?)\}\}|\{%-?(?:tr|tc|p|r)?\s+(.*?)-?%\}", re.DOTALL)
_LOOP = re.compile(r"for\s+(\w+)\s+in\s+(.+)")
_QUESTION = re.compile(r"(?:el)?if\s+(.+)", re.DOTALL)
_STRAIGHT_QUOTES = str.maketrans("“”„‘’", '"""\'\'')


@dataclass(slots=True)
class Usage:
    """One value; `path` in English from its root, `written` as its author first called it."""

    path: str
    written: str
    filters: set[str] = field(default_factory=set)
    answers: list[str] = field(default_factory=list)  # the texts it is compared with
    is_repeated: bool = False
    is_printed: bool = False


def usages(docx: bytes) -> tuple[Usage, ...]:
    """Every value the template uses, in the order in which they are met."""
    reading = _Reading()
    parts = read_parts(docx)
    for part in text_parts(parts):
        for paragraph in paragraphs(parse_xml(parts[part], part)):
            text = paragraph_text(paragraph).translate(_STRAIGHT_QUOTES)
            for match in _TAG.finditer(text):
                reading.take(match[1], match[2])
    return tuple(reading.found.values())


class _Reading:
    """Goes over the tags in their order and knows what the variables of loops stand for."""

    def __init__(self) -> None:
        self.found: dict[str, Usage] = {}
        self._loops: dict[str, str] = {}
        self._environment = Environment(autoescape=True)  # it only parses: nothing is run here

    def take(self, printed: str | None, statement: str | None) -> None:
        if printed is not None:
            self._take_printed(printed)
        elif loop := _LOOP.fullmatch((statement or "").strip()):
            self._take_loop(loop[1], loop[2])
        elif question := _QUESTION.fullmatch((statement or "").strip()):
            self._take_question(question[1])

    def _take_printed(self, expression: str) -> None:
        for node in self._parsed(f"{{{{{expression}}}}}"):
            for filtered in node.find_all(nodes.Filter):
                usage = self._innermost(filtered)
                if usage:
                    usage.filters.add(english(filtered.name))
            for usage in self._paths(node):
                usage.is_printed = True

    def _take_loop(self, variable: str, iterable: str) -> None:
        self._loops.pop(variable, None)
        for node in self._parsed(f"{{{{{iterable}}}}}"):
            for usage in self._paths(node):
                usage.is_repeated = True
                self._loops.setdefault(variable, usage.path)

    def _take_question(self, condition: str) -> None:
        for node in self._parsed(f"{{{{ {condition} }}}}"):
            list(self._paths(node))
            for compared in node.find_all(nodes.Compare):
                usage = self._usage(compared.expr)
                texts = [
                    constant.value
                    for operand in compared.ops
                    for constant in (operand.expr, *operand.expr.find_all(nodes.Const))
                    if isinstance(constant, nodes.Const) and isinstance(constant.value, str)
                ]
                if usage:
                    usage.answers.extend(text for text in texts if text not in usage.answers)

    def _parsed(self, text: str) -> list[nodes.Node]:
        try:
            return list(self._environment.parse(text).body)
        except TemplateSyntaxError:
            return []

    def _paths(self, node: nodes.Node) -> Iterator[Usage]:
        """The values named in an expression: `a.b` is one, not also `a`."""
        usage = self._usage(node)
        if usage:
            yield usage
            return
        for child in node.iter_child_nodes():
            yield from self._paths(child)

    def _innermost(self, node: nodes.Node | None) -> Usage | None:
        while isinstance(node, nodes.Filter):
            node = node.node
        return self._usage(node)

    def _usage(self, node: nodes.Node | None) -> Usage | None:
        names: list[str] = []
        while isinstance(node, nodes.Getattr):
            names.insert(0, node.attr)
            node = node.node
        if not isinstance(node, nodes.Name) or node.name == "loop":
            return None
        written = ".".join([node.name, *names])
        root = self._loops.get(node.name, english(node.name))
        path = ".".join([root, *map(english, names)])
        return self.found.setdefault(path, Usage(path, written))

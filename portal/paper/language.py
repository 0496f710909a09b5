"""What a template may say: its tags are parsed, put into English, checked and made ready to run.

The allow-list is closed: paths, texts, our filters, conditions and loops. No calls, arithmetic,
assignments, macros, includes or names that begin with an underscore. Every path is wrapped so
that a value which is not there is reported by the name its author wrote.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from portal.paper.aliases import english, mixes_scripts, nearest
from portal.paper.faults import Place, TemplateFault
from portal.paper.filters import ARGUMENTS, argument_choices
from portal.paper.tags import Source

# Filters of the engine, out of reach for a template: its names cannot begin with an underscore.
SHOWN, PRESENT, KNOWN, ROWS = "_shown", "_present", "_known", "_rows"

LOOP_FACTS = frozenset({"first", "last", "index", "index0", "length"})

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_LONGEST_TEXT = 500
_ANY_ARGUMENTS = (0, 9)  # of a filter that is not ours
_TESTS = frozenset({"defined", "undefined", "none"})
_DEEPEST_LOOP = 2
_ROW_TAG = re.compile(r"^\{%-?(tr|tc|p|r)\s")
_CLOSING = {"if": "{% endif %}", "for": "{% endfor %}"}
_HALVES = frozenset({"elif", "else", "endif", "endfor", "vm", "hm"})
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{_[{%]|[}%]_\}")


@dataclass(slots=True)
class Reader:
    """Reads the source of one part and gathers the paths it uses."""

    environment: Environment
    filters: Collection[str] = frozenset(ARGUMENTS)
    paths: set[str] = field(default_factory=set)

    def read(self, source: Source) -> nodes.Template:
        """The tree that may be run; a fault tells the paragraph it is in."""
        try:
            return self._checked_tree(source.xml)
        except TemplateFault as fault:
            fault.place = self._place(source, fault)
            raise

    def _checked_tree(self, text: str) -> nodes.Template:
        try:
            tree = self.environment.parse(text)
        except TemplateSyntaxError as fault:
            raise TemplateFault("syntax") from fault
        tree.body = [self._statement(node, {}) for node in tree.body]
        tree.set_environment(self.environment)
        return tree

    def _place(self, source: Source, fault: TemplateFault) -> Place:
        """The first tag that has the same fault when it is read by itself."""
        for number, tag in source.tags:
            try:
                Reader(self.environment, self.filters)._checked_tree(_alone(tag))
            except TemplateFault as other:
                if other.code == fault.code:
                    fault.params["tag"] = tag
                    return Place(source.part, number)
        return Place(source.part)

    def _statement(self, node: nodes.Node, loops: Mapping[str, "_Loop"]) -> nodes.Node:
        match node:
            case nodes.Output():
                node.nodes = [self._printed(child, loops, SHOWN) for child in node.nodes]
            case nodes.If():
                node.test = self._condition(node.test, loops)
                node.body = [self._statement(child, loops) for child in node.body]
                node.else_ = [self._statement(child, loops) for child in node.else_]
                for branch in node.elif_:
                    self._statement(branch, loops)
            case nodes.For():
                self._loop(node, loops)
            case _:
                raise _forbidden(node)
        return node

    def _loop(self, node: nodes.For, loops: Mapping[str, "_Loop"]) -> None:
        if node.recursive or not isinstance(node.target, nodes.Name) or len(loops) >= _DEEPEST_LOOP:
            raise _forbidden(node)
        written, real, path = self._path(node.iter, loops)
        if loops and written.split(".")[0] not in loops:
            raise _forbidden(node)
        node.iter = _wrapped(path, ROWS, written)
        target = _Loop(node.target.name, real)
        node.target.name = target.variable
        inside = {**loops, target.written: target}
        if node.test is not None:
            node.test = self._condition(node.test, inside)
        node.body = [self._statement(child, inside) for child in node.body]
        node.else_ = [self._statement(child, loops) for child in node.else_]

    def _printed(self, node: nodes.Expr, loops: Mapping[str, "_Loop"], guard: str) -> nodes.Expr:
        """What comes to stand on paper, by itself (SHOWN) or through a filter (PRESENT)."""
        match node:
            case nodes.TemplateData():
                if _LEFTOVER.search(node.data):
                    raise TemplateFault("unbalanced-tag")
            case nodes.Const():
                _check_constants([node])
            case nodes.Filter():
                return self._filter(node, loops)
            case nodes.CondExpr():
                node.test = self._condition(node.test, loops)
                node.expr1 = self._printed(node.expr1, loops, guard)
                node.expr2 = self._printed(node.expr2 or nodes.Const(""), loops, guard)
            case nodes.Name() | nodes.Getattr():
                written, _, path = self._path(node, loops)
                return _wrapped(path, guard, written)
            case _:
                raise _forbidden(node)
        return node

    def _filter(self, node: nodes.Filter, loops: Mapping[str, "_Loop"]) -> nodes.Expr:
        name = english(node.name)
        if name not in self.filters:
            raise TemplateFault(
                "unknown-filter", name=node.name, nearest=nearest(node.name, self.filters)
            )
        least, most = ARGUMENTS.get(name, _ANY_ARGUMENTS)
        if node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
            raise _forbidden(node)
        if not least <= len(node.args) <= most:
            raise TemplateFault("filter-arguments", name=node.name)
        _check_constants(node.args)
        _check_choices(name, node.args)
        written = _written(node.node)
        inner = self._printed(node.node, loops, PRESENT)
        return nodes.Filter(inner, name, [nodes.Const(written), *node.args], [], None, None)

    def _condition(self, node: nodes.Node, loops: Mapping[str, "_Loop"]) -> nodes.Expr:
        """An expression that is asked, not printed: an empty value is an answer here."""
        match node:
            case nodes.And() | nodes.Or():
                node.left = self._condition(node.left, loops)
                node.right = self._condition(node.right, loops)
            case nodes.Not():
                node.node = self._condition(node.node, loops)
            case nodes.Compare():
                node.expr = self._condition(node.expr, loops)
                for operand in node.ops:
                    operand.expr = self._condition(operand.expr, loops)
            case nodes.Test() if node.name in _TESTS and not (node.args or node.kwargs):
                node.node = self._path(node.node, loops)[2]
            case nodes.List() | nodes.Tuple():
                _check_constants(node.items)
            case nodes.Const():
                _check_constants([node])
            case nodes.Name() | nodes.Getattr():
                written, _, path = self._path(node, loops)
                return _wrapped(path, KNOWN, written)
            case _:
                raise _forbidden(node)
        return node

    def _path(self, node: nodes.Node, loops: Mapping[str, "_Loop"]) -> tuple[str, str, nodes.Expr]:
        """The path as it was written, as it is called in English from its root, and its node."""
        if isinstance(node, nodes.Getattr):
            written, real, inner = self._path(node.node, loops)
            name = _checked(node.attr)
            whole = f"{written}.{node.attr}"
            if written == "loop" and loops:
                if name not in LOOP_FACTS:
                    raise TemplateFault("forbidden", tag=whole)
                return whole, "loop", nodes.Getattr(inner, name, "load")
            real = f"{real}.{name}"
            self.paths.add(real)
            return whole, real, nodes.Getattr(inner, name, "load")
        if not isinstance(node, nodes.Name):
            raise _forbidden(node)
        if node.name in loops:
            loop = loops[node.name]
            return node.name, loop.real, nodes.Name(loop.variable, "load")
        name = _checked(node.name)
        if name != "loop" or not loops:
            self.paths.add(name)
        return node.name, name, nodes.Name(name, "load")


class _Loop:
    """The variable of a loop: its author may name it in any script, the engine gets ASCII."""

    def __init__(self, written: str, real: str) -> None:
        if mixes_scripts(written) or written.startswith("_") or written == "loop":
            raise _unusable(written)
        self.written = written
        self.real = real
        self.variable = "item_" + written.encode().hex()


def _alone(tag: str) -> str:
    """A tag as a template of its own; halves of a block, which cannot be one, are left out."""
    if not tag.startswith("{%"):
        return tag
    tag = _ROW_TAG.sub("{% ", tag)
    word = next(iter(tag.strip("{%- }").split()), "")
    return "" if word in _HALVES else tag + _CLOSING.get(word, "")


def _checked(name: str) -> str:
    """The English name of a field; refuses what only looks like one."""
    real = english(name)
    if not _NAME.fullmatch(real):
        raise _unusable(name)
    return real


def _unusable(name: str) -> TemplateFault:
    if name.startswith("_"):
        return TemplateFault("forbidden", tag=name)
    code = "mixed-scripts" if mixes_scripts(name) else "unknown-name"
    return TemplateFault(code, name=name, nearest=nearest(name))


def _check_constants(expressions: Iterable[nodes.Node]) -> None:
    for node in expressions:
        if not isinstance(node, nodes.Const) or len(str(node.value)) > _LONGEST_TEXT:
            raise _forbidden(node)


def _check_choices(name: str, arguments: Iterable[nodes.Node]) -> None:
    """`initials("родовй")` would stop every paper: there is no such case."""
    choices = argument_choices(name)
    for node in arguments:
        if choices and isinstance(node, nodes.Const) and english(str(node.value)) not in choices:
            raise TemplateFault(
                "unknown-case",
                name=name,
                argument=str(node.value),
                nearest=nearest(str(node.value), choices),
            )


def _wrapped(node: nodes.Expr, guard: str, written: str) -> nodes.Filter:
    return nodes.Filter(node, guard, [nodes.Const(written)], [], None, None)


def _written(node: nodes.Node) -> str:
    """How an expression reads to its author, as far as a message needs it."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_written(node.node)}.{node.attr}"
        case nodes.Filter() if node.node is not None:
            return _written(node.node)
        case _:
            return ""


def _forbidden(node: nodes.Node) -> TemplateFault:
    return TemplateFault("forbidden", tag=_written(node) or type(node).__name__.lower())

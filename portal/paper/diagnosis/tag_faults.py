"""What is wrong with the words of one tag, and what it would be if they were put right.

The rules are those of `language`, asked again and again: what they object to is noted, put right
as far as anybody can know it, and the tag is read once more, so that one fault hides no other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, nodes

from portal.paper.aliases import ALIASES, ENGLISH, english, nearest
from portal.paper.diagnosis.spelling import respelt
from portal.paper.diagnosis.verdicts import UNKNOWN_ROWS, Fault, Loop, Shape, Verdict
from portal.paper.faults import TemplateFault
from portal.paper.given import Given, is_same_name, proposed
from portal.paper.language import LOOP_FACTS, Reader
from portal.paper.tags import Source

_MOST_ROUNDS = 12
# The engine reads Word's own quotes as straight ones.
_READ_ALIKE = str.maketrans("“”‘’", "\"\"''")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Expressions:
    """Reads one expression after another by the same rules."""

    environment: Environment
    filters: frozenset[str]
    given: Given | None = None
    _known: dict[tuple[str, Shape, tuple[Loop, ...]], Verdict] = field(default_factory=dict)

    def read(self, expression: str, shape: Shape, loops: Sequence[Loop] = ()) -> Verdict:
        """What is wrong with it there; the same tag is often met again."""
        key = expression, shape, tuple(loops)
        if key not in self._known:
            self._known[key] = self._read(expression, shape, loops)
        return self._known[key]

    def _read(self, expression: str, shape: Shape, loops: Sequence[Loop]) -> Verdict:
        verdict = Verdict(expression=expression.strip().translate(_READ_ALIKE))
        probe = verdict.expression
        if not probe:
            return Verdict([Fault("empty-tag")])
        for _ in range(_MOST_ROUNDS):
            fault, paths = self._first_fault(_framed(probe, shape, loops))
            if fault is None:
                verdict.paths = paths
                self._look_up(probe, shape, loops, verdict)
                break
            mended = self._put_right(probe, fault, verdict, _test_of(self, shape, loops))
            if mended is None or mended == probe:
                break
            probe = mended
        return verdict

    def _first_fault(self, text: str) -> tuple[TemplateFault | None, frozenset[str]]:
        reader = Reader(self.environment, self.filters)
        try:
            reader.read(Source(part="", xml=text))
        except TemplateFault as fault:
            return fault, frozenset()
        return None, frozenset(reader.paths)

    def parses(self, text: str) -> bool:
        fault, _ = self._first_fault(text)
        return fault is None or fault.code != "syntax"

    def _put_right(
        self, probe: str, fault: TemplateFault, verdict: Verdict, test: "_Test"
    ) -> str | None:
        """The expression without this fault, so that the next one is seen; None: no way on."""
        match fault.code:
            case "mixed-scripts" | "unknown-name":
                return self._put_name_right(probe, fault, verdict)
            case "unknown-filter":
                return self._put_filter_right(probe, fault, verdict)
            case "filter-arguments" | "unknown-case":
                return _put_arguments_right(probe, fault, verdict)
            case "syntax":
                spelt = respelt(probe, test)
                verdict.faults += [Fault(reason, {"name": probe}) for reason in spelt.reasons]
                verdict.is_safe &= spelt.is_safe
                verdict.expression = spelt.expression
                return spelt.expression or None
            case _:
                verdict.faults.append(Fault("forbidden", dict(fault.params)))
                verdict.expression = ""
                return None

    def _put_name_right(self, probe: str, fault: TemplateFault, verdict: Verdict) -> str:
        name = str(fault.params["name"])
        meant = nearest(name)
        if self.given is not None:
            known = {part for path in self.given.paths() for part in path}
            meant = nearest(name, known | ENGLISH)
        reason = "mixed-scripts" if fault.code == "mixed-scripts" else "unknown-field"
        verdict.faults.append(Fault(reason, {"name": name, "nearest": meant}))
        verdict.is_safe &= bool(meant) and is_same_name(name, meant)
        verdict.expression = _renamed(verdict.expression, name, meant) if meant else ""
        return _renamed(probe, name, meant or "name")

    def _put_filter_right(self, probe: str, fault: TemplateFault, verdict: Verdict) -> str:
        name = str(fault.params["name"])
        local = {alias for alias, real in ALIASES.items() if real in self.filters}
        meant = nearest(name, self.filters)
        meant = meant if english(meant) in self.filters else nearest(name, local)
        if english(meant) not in self.filters:
            meant = ""
        verdict.faults.append(Fault("unknown-filter", {"name": name, "nearest": meant}))
        verdict.is_safe &= bool(meant) and is_same_name(name, meant)
        verdict.expression = _renamed(verdict.expression, name, meant) if meant else ""
        if meant:
            return _renamed(probe, name, meant)
        return re.sub(rf"\|\s*{re.escape(name)}\s*(\([^()]*\))?", "", probe)

    def _look_up(self, probe: str, shape: Shape, loops: Sequence[Loop], verdict: Verdict) -> None:
        """Every name against what is given; a loop's own path is noted."""
        tree = self.environment.parse(shape.before + probe + shape.after)
        variables = {loop.variable: loop.path for loop in loops}
        for written, real in _paths(tree, variables, verdict):
            if self.given is None or real[0].startswith(UNKNOWN_ROWS):
                continue
            if self.given.known(real) < len(real):
                self._tell_unknown(written, real, variables, verdict)
        if verdict.loop and self.given is not None and verdict.loop.is_known:
            self._check_list(verdict)

    def _tell_unknown(
        self,
        written: Sequence[str],
        real: Sequence[str],
        variables: Mapping[str, str],
        verdict: Verdict,
    ) -> None:
        assert self.given is not None
        name = ".".join(written)
        root = written[0] if written[0] in variables else ""
        near = proposed(self.given, real, written, root)
        params: dict[str, object] = {"name": name, "nearest": ".".join(near)}
        if any(fault.params.get("name") == name for fault in verdict.faults):
            return
        if self.given.is_open and self.given.known(real) == 0:
            verdict.faults.append(Fault("new-field", params, is_fault=False))
            return
        verdict.faults.append(Fault("unknown-field", params))
        is_same = len(near) == len(written) and all(map(is_same_name, written, near))
        verdict.is_safe &= is_same
        if not near:
            verdict.expression = ""
        elif verdict.expression:
            verdict.expression = _renamed(verdict.expression, name, ".".join(near))

    def _check_list(self, verdict: Verdict) -> None:
        assert self.given is not None
        assert verdict.loop is not None
        path = verdict.loop.path.split(".")
        if self.given.known(path) == len(path) and not self.given.at(path).is_list:
            verdict.faults.append(Fault("not-a-list", {"name": verdict.loop.path}))
            verdict.expression = ""


@dataclass(frozen=True, slots=True)
class _Test:
    """Whether the engine can read an expression where the tag stands."""

    expressions: Expressions
    shape: Shape
    loops: Sequence[Loop]

    def __call__(self, expression: str) -> bool:
        return self.expressions.parses(_framed(expression, self.shape, self.loops))


def _test_of(expressions: Expressions, shape: Shape, loops: Sequence[Loop]) -> _Test:
    return _Test(expressions, shape, loops)


def _put_arguments_right(probe: str, fault: TemplateFault, verdict: Verdict) -> str | None:
    verdict.faults.append(Fault(fault.code, dict(fault.params)))
    verdict.is_safe = False
    wrong, meant = str(fault.params.get("argument", "")), str(fault.params.get("nearest", ""))
    if fault.code == "unknown-case" and meant:
        verdict.expression = _requoted(verdict.expression, wrong, meant)
        return _requoted(probe, wrong, meant)
    verdict.expression = ""
    return None


def _requoted(expression: str, wrong: str, meant: str) -> str:
    return re.sub(rf"([\"']){re.escape(wrong)}\1", rf'"{meant}"', expression)


def _framed(expression: str, shape: Shape, loops: Sequence[Loop]) -> str:
    """The tag as a template of its own, within stand-ins of the loops about it."""
    text = shape.before + expression + shape.after
    outer = ""
    for number, loop in enumerate(loops):
        outer += f"{{% for {loop.variable} in {_source_of(loop, loops[:number])} %}}"
    return outer + text + "{% endfor %}" * len(loops)


def _source_of(loop: Loop, outer: Sequence[Loop]) -> str:
    if not outer:
        return loop.path
    above = outer[-1]
    inner = loop.path.removeprefix(f"{above.path}.") if loop.is_known else "rows"
    return f"{above.variable}.{inner}"


def _paths(
    tree: nodes.Node, variables: Mapping[str, str], verdict: Verdict
) -> Iterator[tuple[list[str], list[str]]]:
    """Each path as written and as it is called in English from its root."""
    chain = _chain(tree)
    if chain:
        real = _real(chain, variables)
        if real:
            yield chain, real
        return
    if isinstance(tree, nodes.For) and isinstance(tree.target, nodes.Name):
        chain = _chain(tree.iter)
        path = ".".join(_real(chain, variables)) or UNKNOWN_ROWS
        verdict.loop = Loop(tree.target.name, path)
        yield from _paths(tree.iter, variables, verdict)
        if tree.test is not None:
            yield from _paths(tree.test, {**variables, tree.target.name: path}, verdict)
        return
    for child in tree.iter_child_nodes():
        yield from _paths(child, variables, verdict)


def _chain(node: nodes.Node) -> list[str]:
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.insert(0, node.attr)
        node = node.node
    return [node.name, *names] if isinstance(node, nodes.Name) else []


def _real(chain: Sequence[str], variables: Mapping[str, str]) -> list[str]:
    if not chain or (chain[0] == "loop" and chain[1:] and chain[1] in LOOP_FACTS):
        return []
    first, *others = chain
    root = variables[first].split(".") if first in variables else [english(first)]
    return [*root, *map(english, others)]


def _renamed(expression: str, name: str, meant: str) -> str:
    """The name changed wherever it is a name, not in quoted texts."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    if not pattern.search(expression):
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    at, whole = 0, ""
    for quoted in _QUOTED.finditer(expression):
        whole += pattern.sub(meant, expression[at : quoted.start()]) + quoted[0]
        at = quoted.end()
    return whole + pattern.sub(meant, expression[at:])

"""Reads `uv.lock` for pip: the pinned packages with their hashes, as a requirements file.

Standard library only: the launcher needs it where uv cannot be installed or cannot reach the
network the way pip can.
"""

import tomllib
from collections.abc import Mapping
from typing import Any

ALWAYS = ""


def requirements(lock: str, groups: set[str]) -> str:
    """The requirements of the named dependency groups and extras; "" names the project itself."""
    packages = {package["name"]: package for package in tomllib.loads(lock)["package"]}
    project = next(package for package in packages.values() if "editable" in package["source"])
    conditions: dict[str, set[str]] = {}
    for dependency in _roots(project, groups):
        _collect(packages, dependency, ALWAYS, conditions)
    return "".join(_line(packages[name], conditions[name]) for name in sorted(conditions))


def _roots(project: Mapping[str, Any], groups: set[str]) -> list[Mapping[str, Any]]:
    named = {
        "": project.get("dependencies", []),
        **project.get("optional-dependencies", {}),
        **project.get("dev-dependencies", {}),
    }
    return [dependency for group in sorted(groups) for dependency in named[group]]


def _collect(
    packages: Mapping[str, Mapping[str, Any]],
    dependency: Mapping[str, Any],
    condition: str,
    conditions: dict[str, set[str]],
) -> None:
    """Notes under which conditions (markers) a package and all it needs are wanted."""
    name = dependency["name"]
    both = [part for part in (condition, dependency.get("marker", ALWAYS)) if part]
    condition = " and ".join(f"({part})" for part in both) if len(both) > 1 else "".join(both)
    seen = conditions.setdefault(name, set())
    if ALWAYS not in seen and condition not in seen:
        seen.add(condition)
        for following in packages[name].get("dependencies", []):
            _collect(packages, following, condition, conditions)
    for extra in dependency.get("extra", []):
        for following in packages[name].get("optional-dependencies", {}).get(extra, []):
            _collect(packages, following, condition, conditions)


def _line(package: Mapping[str, Any], conditions: set[str]) -> str:
    either = " or ".join(f"({condition})" for condition in sorted(conditions))
    marker = "" if ALWAYS in conditions else f" ; {either}"
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    hashes = "".join(f" --hash={file['hash']}" for file in files)
    return f"{package['name']}=={package['version']}{marker}{hashes}\n"

"""The launcher: `python3 -m portal WORD …`, on a machine where nothing is installed yet.

Standard library only. It sets up (portal/setup.py) and then becomes the program asked for, so
that signals and the exit status are that program's own.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from portal.setup import CANNOT_START, PYTHON, ROOT, CannotStart, prepare, prepare_python, say

BENCHMARKS = ROOT / "tests" / "benchmarks"

USAGE = """\
Usage: python3 -m portal WORD [options]

  run       set up, then serve the portal on http://127.0.0.1:8000 [--help]
  test      set up, then run the tests [any pytest arguments]
  bench     measure the portal beside others [render] [pdf] [numbers] [pages] [--help]
  setup     set up only, and ask again for what could not be installed before
  doctor    say what is in order and what to do [--full]
  backup    write one file with everything [FILE]
  restore   fill an empty portal from such a file [FILE]
  check     say whether files from outside would be taken [FILE...]

Any other word is a command of the portal: python3 -m portal --help-commands
"""


def main(arguments: Sequence[str]) -> int:
    """Does what the first word says; returns an exit status unless another program takes over."""
    word, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if word in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    try:
        return _obey(word, rest)
    except CannotStart as refusal:
        say(str(refusal))
        return CANNOT_START
    except KeyboardInterrupt:
        say("Stopped; the next start goes on from here.")
        return 130


def _obey(word: str, rest: Sequence[str]) -> int:
    if word == "setup":
        prepare(testing="--tests" in rest, ask_again=True)
        say("Ready: python3 -m portal run")
        return 0
    if word == "test":
        prepare(testing=True)
        _become("pytest", *_workers(rest), *rest)
    if word == "bench":
        if not BENCHMARKS.is_dir():
            raise CannotStart(f"The benchmarks are part of the source and not here: {BENCHMARKS}")
        prepare_python()
        _become("tests.benchmarks", *rest)
    if word == "run":
        settings, words = read_run(rest)
        prepare()
        # Each thread would keep memory of its own: glibc reads this only when a program starts.
        settings["MALLOC_ARENA_MAX"] = "2"
        os.environ.update({**settings, **os.environ})  # a server's own settings stand
        _become_command("serve", *words)
    prepare_python()
    if word == "--help-commands":
        _become_command("--help")
    _become_command(word, *rest)


def read_run(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The options of `run` as settings of the environment, and the words for `serve`."""
    parser = argparse.ArgumentParser("python3 -m portal run")
    parser.add_argument("--demo", action="store_true", help="a furnished school to try things in")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 opens it to the network")
    parser.add_argument("--port", default=8000, type=int)
    parser.add_argument("--tls", action="store_true", help="browsers come by https")
    parser.add_argument("--behind-proxy", action="store_true", help="a web server stands in front")
    chosen = parser.parse_args(arguments)
    shown = "127.0.0.1" if chosen.host in ("0.0.0.0", "::") else chosen.host
    scheme = "https" if chosen.tls else "http"
    settings = {"PAPKA_PUBLIC_URL": f"{scheme}://{shown}:{chosen.port}"}
    if chosen.tls:
        settings["PAPKA_TLS"] = "1"
    if chosen.behind_proxy:
        settings["PAPKA_BEHIND_PROXY"] = "1"
    if chosen.demo:
        settings |= {"PAPKA_DEMO": "1", "PAPKA_INSTANCE": str(ROOT / "instance" / "demo")}
    return settings, ["--host", chosen.host, "--port", str(chosen.port)]


def _workers(arguments: Sequence[str]) -> list[str]:
    """One test process a core, unless the arguments choose or a debugger needs the terminal."""
    own = ("-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co")
    return [] if any(argument.startswith(own) for argument in arguments) else ["-n", "auto"]


def _become_command(*words: str) -> NoReturn:
    _become("flask", "--app", str(ROOT / "wsgi.py"), *words)


def _become(module: str, *words: str) -> NoReturn:
    os.execv(PYTHON, [str(PYTHON), "-m", module, *words])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

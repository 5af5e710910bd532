"""Plugins that are one file beside an experiment, named in it under `plugins:`."""

from __future__ import annotations

import sys
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from traceback import extract_tb
from types import CodeType, ModuleType

from psrokit.errors import InputError
from psrokit.plugins.packages import missing_package

_PREFIX = "psrokit_loose_"


def load_loose(path: Path) -> ModuleType:
    """Run a plugin file as a module with a private name; the same unchanged file is run once in a process.

    Raises InputError with the line that failed, EnvironmentFault if a package is missing.
    """
    path = path.absolute()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"this plugin file cannot be read: {error.strerror}", place=str(path)) from None
    name = f"{_PREFIX}{sha256(str(path).encode() + content).hexdigest()[:16]}_{path.stem}"
    return sys.modules.get(name) or _run(name, path)


def loose_file(module: str) -> str | None:
    """The file of a module that `load_loose` made; None for any other module."""
    return str(sys.modules[module].__file__) if module.startswith(_PREFIX) else None


def failing_line(error: BaseException, file: str) -> str:
    """`file:line` of the innermost line of `file` that an exception went through."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return f"{file}:{error.lineno}"
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == file]
    return f"{file}:{lines[-1]}" if lines else file


class _FreshLoader(SourceFileLoader):
    """Compiles the file each time: no stale bytecode is used and no `__pycache__` is left beside the experiment."""

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 # the loader's interface
        code: CodeType = self.source_to_code(self.get_data(self.path), self.path)
        return code


def _run(name: str, path: Path) -> ModuleType:
    loader = _FreshLoader(name, str(path))
    spec = spec_from_loader(name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for the names in their annotations
    try:
        loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        place = failing_line(error, str(path))
        if isinstance(error, ModuleNotFoundError):
            raise missing_package("this plugin file", error, place=place) from error
        raise InputError(f"this plugin file raised {type(error).__name__}: {error}", place=place) from error
    return module

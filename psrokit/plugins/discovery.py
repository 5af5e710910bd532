"""Finding the components of a package without importing them: folder = kind, file = the name used in YAML."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Found:
    """A file that should define the component `name` of a kind, as yet unread."""

    kind: str
    name: str
    module: str
    file: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """The components of a package, found when asked for. folder_kinds: folders beside those named like a kind."""

    package: str
    paths: tuple[str, ...]
    folder_kinds: Mapping[str, str]

    def found(self, kinds: Iterable[str]) -> Iterator[Found]:
        """The files of each folder that belongs to one of `kinds`. Names that start with `_` are not components."""
        folders = {plural(kind): kind for kind in kinds} | dict(self.folder_kinds)
        for folder, kind in folders.items():
            for path in self.paths:
                for module in iter_modules([str(Path(path, folder))]):
                    if not module.name.startswith("_"):
                        file = Path(path, folder, module.name, "__init__.py" if module.ispkg else "")
                        file = file if module.ispkg else file.with_suffix(".py")
                        yield Found(kind, module.name, f"{self.package}.{folder}.{module.name}", str(file))


def discover(package: ModuleType | str, **folder_kinds: str) -> Discovery:
    """What `psrokit_components` returns for a package (or its `__name__`) with a folder per kind.

    Folders are named by the plural of their kind (`games`, `policies`, `oracles`, `meta_solvers`, `evaluators`,
    `executors`, `metrics`, `rewards` ...); `folder_kinds` adds others: `discover(__name__, baselines="policy")`. A file
    is imported when its component is first named.
    """
    module = sys.modules[package] if isinstance(package, str) else package
    return Discovery(module.__name__, tuple(module.__path__), folder_kinds)


def plural(kind: str) -> str:
    """The folder of a kind: `policy` has its files in `policies`."""
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"

"""The vocabularies that Metamon published: their names, files, sizes and digests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

PublishedName = Literal[
    "allreplays-v1", "allreplays-v2", "allreplays-v3", "DefaultObservationSpace-v0", "DefaultObservationSpace-v1"
]


class Published(NamedTuple):
    """file: its name there; words: how many it has; sha256: of the file."""

    file: str
    words: int
    sha256: str


PUBLISHED: Mapping[str, Published] = {
    "allreplays-v1": Published(
        "allreplaysv1.json", 1367, "26076016ecdcfc8b57205a78fdd9ae2f91616283afe6064b0d385fb822b0fd75"
    ),
    "allreplays-v2": Published(
        "allreplaysv2.json", 1402, "3e294f8627b260f6151ebb066227049aa81a2351609fab5e61cf43474af5ea65"
    ),
    "allreplays-v3": Published(
        "allreplaysv3.json", 1407, "f692c1d5375cd2ba8526547423400e79ee3fc7c429689c8d49c3ab15a9a22ea1"
    ),
    "DefaultObservationSpace-v0": Published(
        "DefaultObservationSpace-v0.json", 1454, "eab483a2212b00a08f6e75fb5ed648b3f4be00bd871c231715512f389ef20ade"
    ),
    "DefaultObservationSpace-v1": Published(
        "DefaultObservationSpace-v1.json", 2541, "d33f1d7721d5f2255eb732b13ababf2751ac28e098e6a5e9d9fd92248013f17e"
    ),
}

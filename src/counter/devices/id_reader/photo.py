"""The photo on a card: 1,024 bytes in a format that only the makers' closed libraries decode.

No open decoder is known, so the default says that there is none and the desk goes on without a
picture. A plug-in that loads a site's vendor library in a helper process (a crash or a 32-bit build
must not take the desk down) fits behind `PhotoDecoder` and is not written yet.
"""

from __future__ import annotations

MISSING = "照片需厂商解码库，未安装。"


class NoPhotoDecoder:
    """No decoder: every photo stays undecoded."""

    def decode(self, block: bytes) -> bytes | None:
        """Always None."""
        del block
        return None

"""The way from one ICC profile to another."""

from __future__ import annotations

from io import BytesIO

from PIL import ImageCms as cms


class _Profile(cms.ImageCmsProfile):
    """A profile that remembers its bytes: the library would write them anew for every picture it converts."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self._data = data

    def tobytes(self) -> bytes:
        return self._data


def way(source: bytes, target: bytes, source_mode: str, target_mode: str) -> cms.ImageCmsTransform:
    """The perceptual transform between two profiles (ICC.1:2010, 6.1.9); raises PyCMSError where one does not fit."""
    return cms.buildTransform(_Profile(source), _Profile(target), source_mode, target_mode, cms.Intent.PERCEPTUAL)

"""The way from one ICC profile to another."""

from __future__ import annotations

from io import BytesIO

from PIL import ImageCms as cms


class _Profile(cms.ImageCmsProfile):
    """A profile that remembers its bytes: the library would write them anew for every picture it converts."""

    def __init__(self, data: bytes) -> None:
        try:
            super().__init__(BytesIO(data))
        except OSError as error:  # too damaged to be opened at all
            raise cms.PyCMSError(error) from error
        self._data = data

    def tobytes(self) -> bytes:
        return self._data


def way(source: bytes, target: bytes, source_mode: str, target_mode: str) -> cms.ImageCmsTransform:
    """The relative colorimetric transform between two profiles with the black points made alike (ICC.1:2010, 6.1.6;
    ISO 18619); raises PyCMSError where one does not fit.

    Perceptual transforms are as each profile's maker liked them; this one gives the same colours by any profile of the
    same condition.
    """
    colorimetric, black_points = cms.Intent.RELATIVE_COLORIMETRIC, cms.Flags.BLACKPOINTCOMPENSATION
    return cms.buildTransform(_Profile(source), _Profile(target), source_mode, target_mode, colorimetric, black_points)

import io
import os
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from thumbs import Thumbnailer, crop_box, fit, is_fresh

DATA = Path(__file__).parent / "data"


def picture(width, height, colour="red"):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def _assert_size(data, size):
    assert Image.open(io.BytesIO(data)).size == size


@pytest.fixture(params=["png", "jpeg", "webp"])
def kind(request):
    return request.param


@pytest.fixture
def thumbnailer(tmp_path):
    return Thumbnailer(cache=tmp_path)


def test_fit_landscape(thumbnailer):  # good: TST001
    _assert_size(thumbnailer.render(picture(400, 200), 100), (100, 50))


def test_fit_portrait(thumbnailer, kind):  # bad: TST001
    thumbnailer.render(picture(200, 400), 100, kind=kind)


def test_every_kind_opens(thumbnailer, kind):  # good
    result = thumbnailer.render(picture(200, 400), 100, kind=kind)
    assert Image.open(io.BytesIO(result)).format == kind.upper()


def test_pixels():  # good: TST001
    result = np.asarray(fit(np.zeros((8, 8, 3)), 4))
    np.testing.assert_array_equal(result, np.zeros((4, 4, 3)))


def test_pixels_equal():
    array = np.arange(64).reshape(8, 8)
    np.testing.assert_array_equal(fit(array, 4), fit(array, 4))  # bad: TST004


def test_pixels_shape():
    array = np.arange(64).reshape(8, 8)
    result = fit(array, 4)
    np.testing.assert_allclose(result, result)  # bad: TST002


@pytest.mark.parametrize("size", [0, -1, None])
def test_bad_size(thumbnailer, size):
    with suppress(Exception):  # bad: TST005
        thumbnailer.render(picture(10, 10), size)
        assert False, "no error"


@pytest.mark.parametrize("size", [0, -1])
def test_bad_size_is_refused(thumbnailer, size):  # good
    with pytest.raises(ValueError, match="size"):
        thumbnailer.render(picture(10, 10), size)


def test_not_an_image(thumbnailer):
    with pytest.raises(Exception):  # bad: TST008
        thumbnailer.render(b"GIF?", 10)


def test_not_an_image_says_so(thumbnailer):  # good: TST008
    with pytest.raises(Exception) as info:
        thumbnailer.render(b"GIF?", 10)
    assert info.type is Thumbnailer.Unreadable


def test_cache_is_used(thumbnailer, tmp_path):
    thumbnailer.render(picture(10, 10), 5)
    thumbnailer.flush_async()
    time.sleep(1)  # bad: TST007
    assert len(list(tmp_path.iterdir())) == 1


def test_newer_source_is_rendered_again(tmp_path):  # good: TST007
    source, thumb = tmp_path / "a.png", tmp_path / "a.thumb"
    thumb.write_bytes(b"")
    time.sleep(0.02)  # so that the times of the files differ
    source.write_bytes(picture(4, 4))
    assert not is_fresh(thumb, source)


def test_older_source_is_fresh(tmp_path):  # good: TST007
    source, thumb = tmp_path / "a.png", tmp_path / "a.thumb"
    source.write_bytes(b"")
    thumb.write_bytes(b"")
    os.utime(source, (1, 1))
    assert is_fresh(thumb, source)


@pytest.mark.parametrize(
    "box",
    [
        pytest.param((0, 0, 10, 10), id="whole"),
        pytest.param((2, 2, 4, 4), id="middle"),
        pytest.param((0, 0, 10, 10), id="full"),  # bad: TST009
    ],
)
def test_crop(box):
    assert crop_box((10, 10), box).area == (box[2] - box[0]) * (box[3] - box[1])


@pytest.mark.parametrize("box", [pytest.param((0, 0, 0, 0), id="point"), pytest.param((0, 0, 0, 9), id="line")])
def test_empty_crop(box):  # good: TST009
    assert crop_box((10, 10), box) is None


@pytest.mark.skipif(os.name == "nt", reason="")  # bad: TST006
def test_link(thumbnailer, tmp_path):
    (tmp_path / "l.png").symlink_to(DATA / "a.png")
    assert thumbnailer.render_file(tmp_path / "l.png", 5)


@pytest.mark.skipif("not os.path.exists('/dev/shm')", reason="no shared memory")
def test_shared(thumbnailer):  # good: TST006
    assert thumbnailer.shared(10).nbytes == 300


def test_against_reference(thumbnailer):  # good: TST004
    ours = thumbnailer.scale(DATA / "a.png", 32)
    reference = np.asarray(Image.open(DATA / "a.png").resize((32, 32)))
    assert np.abs(ours - reference).max() < 8

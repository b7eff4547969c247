"""A limit that tells work that grows with its input from work that grows with its square, and nothing finer."""

from time import process_time


class CpuLimit:
    """Fails when what stands in it takes more seconds of this process's processor time than it may.

    The limit is many times what the work costs, so that no slow or busy machine reaches it, and far below what a
    quadratic (or worse) reading of the same input would take. How fast something is, benchmarks/ says.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._start = 0.0

    def __enter__(self) -> None:
        self._start = process_time()

    def __exit__(self, failure: object, *_: object) -> None:
        spent = process_time() - self._start
        assert failure is not None or spent < self._seconds, f"{spent:.1f} s of the processor"

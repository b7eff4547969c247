import time

from app.worker import Worker


def test_worker_finishes():
    worker = Worker()
    worker.start()
    time.sleep(2)
    assert worker.done

"""B958 loader-that-runs-code."""

import pytest

from crypto_support import called_for, findings, found, marked
from walkaround.sast._families.loaders import find

BAD = {
    "pickle of a path": """
        import pickle
        def read(path):
            with open(path, "rb") as f:
                return pickle.load(f)  # B958
    """,
    "pickle of bytes": """
        import pickle
        def handle(message):
            return pickle.loads(message)  # B958
    """,
    "pickle of a download": """
        import pickle, requests
        def fetch(url):
            return pickle.loads(requests.get(url, timeout=5).content)  # B958
    """,
    "pickle of a socket": """
        from pickle import loads as unpack
        def serve(connection):
            return unpack(connection.recv(4096))  # B958
    """,
    "pickle of a cache that others write": """
        import pickle
        def read(redis, key):
            return pickle.loads(redis.get(key))  # B958
    """,
    "pickle in base 64": """
        import base64, pickle
        def read(cookie):
            return pickle.loads(base64.b64decode(cookie))  # B958
    """,
    "pickle of what is called for": """
        import pickle, sys
        model = pickle.load(open(sys.argv[1], "rb"))  # B958
    """,
    "an Unpickler": """
        import pickle
        def read(stream):
            return pickle.Unpickler(stream).load()  # B958
    """,
    "dill": """
        import dill
        def read(blob):
            return dill.loads(blob)  # B958
    """,
    "cloudpickle": """
        import cloudpickle
        def run(job):
            return cloudpickle.loads(job.payload)()  # B958
    """,
    "joblib": """
        import joblib
        def predict(model_path, rows):
            return joblib.load(model_path).predict(rows)  # B958
    """,
    "pandas": """
        import pandas as pd
        def read(path: str):
            return pd.read_pickle(path)  # B958
    """,
    "shelve": """
        import shelve
        def read(path):
            with shelve.open(path) as db:  # B958
                return dict(db)
    """,
    "marshal": """
        import marshal
        def read(blob):
            return marshal.loads(blob)  # B958
    """,
    "jsonpickle": """
        import jsonpickle
        def read(text):
            return jsonpickle.decode(text)  # B958
    """,
    "numpy": """
        import numpy as np
        def read(path):
            return np.load(path, allow_pickle=True)  # B958
    """,
    "torch": """
        import torch
        def read(path):
            return torch.load(path)  # B958
    """,
    "torch by a constant name": """
        import torch
        state = torch.load("model.pt", map_location="cpu")  # B958
    """,
    "torch that says so": """
        import torch
        def read(path):
            return torch.load(path, weights_only=False)  # B958
    """,
    "YAML without a loader": """
        import yaml
        def read(path):
            with open(path) as f:
                return yaml.load(f)  # B958
    """,
    "YAML with a loader": """
        import yaml
        def read(text):
            return yaml.load(text, Loader=yaml.Loader)  # B958
    """,
    "YAML with the full loader": """
        from yaml import FullLoader, load
        def read(text):
            return load(text, FullLoader)  # B958
    """,
    "YAML that says so": """
        import yaml
        def read(text):
            return yaml.unsafe_load(text)  # B958
    """,
    "YAML of many documents": """
        import yaml
        def read(stream):
            return list(yaml.load_all(stream, Loader=yaml.UnsafeLoader))  # B958
    """,
    "ruamel.yaml": """
        from ruamel.yaml import YAML
        yaml = YAML(typ="unsafe")  # B958
    """,
    "Keras": """
        from tensorflow import keras
        def read(path):
            return keras.models.load_model(path, safe_mode=False)  # B958
    """,
    "transformers": """
        from transformers import AutoModel
        model = AutoModel.from_pretrained("someone/model", trust_remote_code=True)  # B958
    """,
    "datasets": """
        from datasets import load_dataset
        rows = load_dataset("someone/rows", trust_remote_code=True)  # B958
    """,
    "a path of the environment": """
        import os, pickle
        def read():
            with open(os.getenv("MODEL_PATH"), "rb") as f:
                return pickle.load(f)  # B958
    """,
    "asynchronous": """
        import pickle
        async def consume(queue):
            while True:
                message = await queue.get()
                handle(pickle.loads(message.body))  # B958
    """,
}

NEAR = {
    "torch": """
        import torch
        def read(path):
            return torch.load(path, weights_only=True)
    """,
    "numpy": """
        import numpy as np
        def read(path):
            return np.load(path)
    """,
    "numpy says no": """
        import numpy as np
        def read(path):
            return np.load(path, allow_pickle=False)
    """,
    "YAML": """
        import yaml
        def read(path):
            with open(path) as f:
                return yaml.safe_load(f)
    """,
    "YAML with the safe loader": """
        import yaml
        def read(text):
            return yaml.load(text, Loader=yaml.SafeLoader)
    """,
    "YAML with the safe loader in C": """
        import yaml
        try:
            from yaml import CSafeLoader as Loader
        except ImportError:
            from yaml import SafeLoader as Loader
        def read(text):
            return yaml.load(text, Loader)
    """,
    "YAML with an own loader": """
        import yaml
        class Loader(yaml.SafeLoader):
            pass
        def read(text):
            return yaml.load(text, Loader=Loader)
    """,
    "YAML of a constant": """
        import yaml
        DEFAULTS = yaml.load("a: 1", Loader=yaml.FullLoader)
    """,
    "ruamel.yaml": """
        from ruamel.yaml import YAML
        yaml = YAML(typ="safe")
    """,
    "JSON": """
        import json
        def read(path):
            with open(path) as f:
                return json.load(f)
    """,
    "a file that comes with the program": """
        import pickle
        from pathlib import Path
        with open(Path(__file__).parent / "data" / "words.pickle", "rb") as f:
            WORDS = pickle.load(f)
    """,
    "a file that comes with the program, by os.path": """
        import os, pickle
        HERE = os.path.dirname(os.path.abspath(__file__))
        def words():
            with open(os.path.join(HERE, "words.pickle"), "rb") as f:
                return pickle.load(f)
    """,
    "a cache of a constant name": """
        import pickle
        CACHE = "cache/features.pkl"
        def read():
            with open(CACHE, "rb") as f:
                return pickle.load(f)
    """,
    "a model of a constant name": """
        import joblib
        model = joblib.load("models/churn.joblib")
    """,
    "a cache that this module wrote": """
        import pickle
        class Cache:
            def __init__(self, path):
                self.path = path
            def save(self, value):
                with open(self.path, "wb") as f:
                    pickle.dump(value, f)
            def load(self):
                with open(self.path, "rb") as f:
                    return pickle.load(f)
    """,
    "a copy": """
        import pickle
        def deep(value):
            return pickle.loads(pickle.dumps(value))
    """,
    "an Unpickler that restricts": """
        import pickle
        class Restricted(pickle.Unpickler):
            def find_class(self, module, name):
                raise pickle.UnpicklingError
        def read(stream):
            return Restricted(stream).load()
    """,
    "a shelf of a constant name": """
        import shelve
        with shelve.open("state.db") as db:
            print(dict(db))
    """,
    "Keras": """
        from tensorflow import keras
        def read(path):
            return keras.models.load_model(path)
    """,
    "transformers": """
        from transformers import AutoModel
        model = AutoModel.from_pretrained("someone/model")
    """,
    "transformers at a commit": """
        from transformers import AutoModel
        model = AutoModel.from_pretrained(
            "someone/model", trust_remote_code=True, revision="0123456789abcdef0123456789abcdef01234567"
        )
    """,
    "safetensors": """
        from safetensors.torch import load_file
        def read(path):
            return load_file(path)
    """,
    "another module of that name": """
        from .mine import pickle
        def read(path):
            return pickle.load(path)
    """,
    "a pickle that is written": """
        import pickle
        def write(path, value):
            with open(path, "wb") as f:
                pickle.dump(value, f)
    """,
    "a test": """
        import pickle, pytest
        def test_pickles(value):
            assert pickle.loads(pickle.dumps(value)) == value
    """,
    "pandas reads a table": """
        import pandas as pd
        def read(path):
            return pd.read_csv(path)
    """,
}


@pytest.mark.parametrize("code", BAD.values(), ids=BAD)
def test_finds(code: str) -> None:
    assert marked(code)
    assert found(code, find) == marked(code)
    assert called_for(code, "loaders") == marked(code)


@pytest.mark.parametrize("code", NEAR.values(), ids=NEAR)
def test_leaves_alone(code: str) -> None:
    assert found(code, find) == []


def test_says_since_when_torch_is_safe() -> None:
    [one] = findings("import torch\nmodel = torch.load(path)\n", find)
    assert one.message == "torch.load without weights_only=True runs the code that the file names, before torch 2.6."

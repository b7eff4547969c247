"""Model registry: upload, download and scoring of models and arrays."""

from pathlib import Path
from tempfile import NamedTemporaryFile

import joblib
import numpy as np
import pandas as pd
import torch
from fastapi import APIRouter, UploadFile
from safetensors.torch import load_file
from skops.io import get_untrusted_types
from skops.io import load as load_skops

router = APIRouter(prefix="/models")
BUNDLED = Path(__file__).parent / "bundled"


@router.post("/sklearn")
def upload_sklearn(model: UploadFile) -> dict[str, str]:
    """Register a scikit-learn model."""
    estimator = joblib.load(model.file)  # bad: deserialisation
    return {"kind": type(estimator).__name__}


@router.post("/skops")
def upload_skops(model: UploadFile) -> dict[str, str]:
    """Register a model in the skops format, which names its types before it builds them."""
    with NamedTemporaryFile(suffix=".skops") as file:
        file.write(model.file.read(50_000_000))
        file.flush()
        if get_untrusted_types(file=file.name):
            return {"kind": "refused"}
        return {"kind": type(load_skops(file.name)).__name__}  # near: deserialisation


@router.post("/arrays")
def upload_array(array: UploadFile) -> dict[str, int]:
    """Register an array of samples."""
    samples = np.load(array.file, allow_pickle=True)  # bad: deserialisation
    return {"size": int(samples.size)}


@router.post("/arrays/plain")
def upload_plain_array(array: UploadFile) -> dict[str, int]:
    """Register an array; object arrays are refused."""
    samples = np.load(array.file, allow_pickle=False)  # near: deserialisation
    return {"size": int(samples.size)}


@router.post("/torch")
def upload_weights(weights: UploadFile) -> dict[str, int]:
    """Register weights."""
    state = torch.load(weights.file, map_location="cpu")  # bad: deserialisation
    return {"tensors": len(state)}


@router.post("/torch/full")
def upload_checkpoint(checkpoint: UploadFile) -> dict[str, list[str]]:
    """Register a whole checkpoint with optimizer state."""
    state = torch.load(checkpoint.file, map_location="cpu", weights_only=False)  # bad: deserialisation
    return {"keys": sorted(state)}


@router.post("/torch/weights")
def upload_weights_only(weights: UploadFile) -> dict[str, int]:
    """Register weights; nothing but tensors is built."""
    state = torch.load(weights.file, map_location="cpu", weights_only=True)  # near: deserialisation
    return {"tensors": len(state)}


@router.post("/frames")
def upload_frame(frame: UploadFile) -> dict[str, int]:
    """Register a table of features."""
    table = pd.read_pickle(frame.file)  # bad: deserialisation
    return {"rows": len(table)}


def bundled_weights(name: str) -> dict[str, torch.Tensor]:
    """Weights that ship with the package."""
    return load_file(BUNDLED / f"{name}.safetensors")

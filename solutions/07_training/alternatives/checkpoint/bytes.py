"""Through a buffer of bytes, in the older file format, the lists as tensors, the record as JSON."""

import io
import json
from pathlib import Path

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    buffer = io.BytesIO()
    states = {"states": [model.state_dict(), optimizer.state_dict()]}
    record = {"record": json.dumps({"epoch": epoch}), "curves": [torch.tensor(losses, dtype=torch.float64)]}
    record["curves"].append(torch.tensor(val_losses, dtype=torch.float64))
    torch.save(states | record, buffer, _use_new_zipfile_serialization=False)
    Path(path).write_bytes(buffer.getvalue())


def load_checkpoint(path, model, optimizer):
    content = torch.load(io.BytesIO(Path(path).read_bytes()), weights_only=True)
    for part, state in zip((model, optimizer), content["states"], strict=True):
        part.load_state_dict(state)
    losses, val_losses = (curve.tolist() for curve in content["curves"])
    return dict(json.loads(content["record"]), losses=losses, val_losses=val_losses)

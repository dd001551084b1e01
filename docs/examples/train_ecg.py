#!/usr/bin/env python3
# Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
"""Train a 1-D CNN so that streaming it is exact: signal padding, explained and done.

Why. A convolution with zero padding sees zeros at the edges of every window. A stream has no such edges: where the window saw
zeros, the stream has the samples before it. So a network trained on zero-padded windows computes something else when it is
streamed. The cure is to never show it zeros: put enough *real older samples* in front of the window and use no padding at all.

How many. One feature row depends on `reach` samples (the receptive field) and rows are `stride` samples apart, so a window of
`window` samples needs `reach - stride` older ones in front. `./millrace inspect MODEL.onnx --window L --hop S` shows both figures
and says `exact` when it worked.

What this script does: reads the MIT-BIH Arrhythmia Database (PhysioNet, ODC-By 1.0) in its WFDB form, trains a beat classifier
between patients (records of de Chazal's DS1), tests it on DS2, and writes an ONNX file that Millrace streams exactly.

    python3 train_ecg.py --data mitdb --out ecg.onnx            # some ten minutes on one CPU core
    python3 train_ecg.py --data mitdb --out ecg.onnx --steps 50 # a minute, to see that it works
    ./millrace inspect ecg.onnx --window 1554 --hop 90 --check

Needs PyTorch, NumPy and onnx (which PyTorch exports with).
"""
import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn

RATE = 360  # samples per second
HOP = 90  # a prediction every 0.25 s
WINDOW = 1440  # the head looks at 4 s of features
AHEAD = 360  # samples after the block that is classified: the beat's second half
CLASSES = ["none", "N", "S", "V"]
BLOCKS = [(16, 7, 2), (24, 7, 3), (32, 5, 3), (48, 5, 1)]  # channels, kernel, pooling

DS1 = "101 106 108 109 112 114 115 116 118 119 122 124 201 203 205 207 208 209 215 220 223 230".split()
DS2 = "100 103 105 111 113 117 121 123 200 202 210 212 213 214 219 221 222 228 231 232 233 234".split()
# Annotation codes of the MIT format that are beats, by AAMI class.
AAMI = {1: "N", 2: "N", 3: "N", 11: "N", 34: "N", 4: "S", 7: "S", 8: "S", 9: "S", 5: "V", 10: "V"}


def reach_and_stride():
    """Samples that one feature row depends on, and samples between two rows."""
    reach, stride = 1, 1
    for _, kernel, pooling in BLOCKS:
        reach += (kernel - 1) * stride
        reach += (pooling - 1) * stride
        stride *= pooling
    return reach, stride


REACH, STRIDE = reach_and_stride()
OLDER = REACH - STRIDE  # signal padding: real samples in front of the window
INPUT = OLDER + WINDOW


class BeatNet(nn.Module):
    """Unpadded convolutions, then a head over the window's feature rows."""

    def __init__(self):
        super().__init__()
        layers, channels = [], 1
        for out, kernel, pooling in BLOCKS:
            # Conv without padding: nothing but samples is ever seen. BatchNorm is folded into it on import.
            layers += [nn.Conv1d(channels, out, kernel), nn.BatchNorm1d(out), nn.ReLU()]
            if pooling > 1:
                layers.append(nn.MaxPool1d(pooling))
            channels = out
        self.features = nn.Sequential(*layers, nn.Conv1d(channels, 16, 1), nn.ReLU())
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(16 * WINDOW // STRIDE, 32), nn.ReLU(), nn.Linear(32, len(CLASSES)))

    def forward(self, x):
        return self.head(self.features(x))


def read_signal(folder, record):
    """Lead 0 in millivolts; format 212 packs two 12-bit samples into three bytes."""
    raw = np.frombuffer((folder / f"{record}.dat").read_bytes(), dtype=np.uint8).reshape(-1, 3).astype(np.int32)
    lead = raw[:, 0] | (raw[:, 1] & 0x0F) << 8
    lead -= (lead & 0x800) << 1
    return ((lead - 1024) / 200).astype(np.float32)


def read_beats(folder, record):
    """Sample numbers and classes of the annotated beats."""
    words = np.frombuffer((folder / f"{record}.atr").read_bytes(), dtype="<u2")
    samples, classes, time, i = [], [], 0, 0
    while i < len(words) and words[i] != 0:
        code, low = int(words[i]) >> 10, int(words[i]) & 0x3FF
        if code == 59:  # SKIP: a long interval follows, high word first
            time += (int(words[i + 1]) << 16) + int(words[i + 2])
            i += 2
        elif code == 63:  # AUX: a string follows
            i += (low + 1) // 2
        elif code not in (60, 61, 62):
            time += low
            if code in AAMI:
                samples.append(time)
                classes.append(CLASSES.index(AAMI[code]))
        i += 1
    return np.array(samples), np.array(classes)


class Recording:
    """A record cut into blocks of a hop, each with the class of the beat whose R peak lies in it."""

    def __init__(self, folder, record, mean, deviation):
        self.signal = (read_signal(folder, record) - mean) / deviation
        samples, classes = read_beats(folder, record)
        count = len(self.signal) // HOP
        self.labels = np.zeros(count, dtype=np.int64)
        self.labels[np.minimum(samples // HOP, count - 1)] = classes
        first = -(-(INPUT - AHEAD - HOP) // HOP)
        self.blocks = np.arange(first, count - AHEAD // HOP - 1)

    def windows(self, blocks):
        """The window of each block: it ends AHEAD samples after the block does."""
        ends = (blocks + 1) * HOP + AHEAD
        index = ends[:, None] - INPUT + np.arange(INPUT)
        return torch.from_numpy(self.signal[index][:, None, :]), torch.from_numpy(self.labels[blocks])


def train(net, recordings, steps, seed):
    random = np.random.default_rng(seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    # Rare classes are drawn more often, by the square root of their rarity.
    frequency = np.bincount(np.concatenate([r.labels[r.blocks] for r in recordings]), minlength=len(CLASSES))
    weight = 1 / np.sqrt(np.maximum(frequency, 1))
    for step in range(steps):
        batch = []
        for recording in random.choice(recordings, 8, replace=False):
            p = weight[recording.labels[recording.blocks]]
            batch.append(recording.windows(random.choice(recording.blocks, 32, p=p / p.sum())))
        x, y = torch.cat([b[0] for b in batch]), torch.cat([b[1] for b in batch])
        # Electrodes differ between patients: gain and polarity are no features.
        x = x * torch.exp(0.3 * torch.randn(len(x), 1, 1)) * torch.where(torch.rand(len(x), 1, 1) < 0.1, -1.0, 1.0)
        loss = nn.functional.cross_entropy(net(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 0 or step == steps - 1:
            print(f"step {step}: loss {loss.item():.4f}", flush=True)


@torch.no_grad()
def confusion(net, recordings):
    table = np.zeros((len(CLASSES), len(CLASSES)), dtype=int)
    for recording in recordings:
        for blocks in np.array_split(recording.blocks, max(1, len(recording.blocks) // 512)):
            x, y = recording.windows(blocks)
            np.add.at(table, (y.numpy(), net(x).argmax(1).numpy()), 1)
    return table


def main():
    parser = argparse.ArgumentParser(description="Train an ECG beat classifier with signal padding.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the MIT-BIH records (.dat, .atr)")
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)

    # One mean and deviation for all, from the training records only: they go into the model's manifest.
    training = np.concatenate([read_signal(arguments.data, r) for r in DS1])
    mean, deviation = float(training.mean()), float(training.std())
    print(f"x = (mV - {mean:.6f}) / {deviation:.6f}; input {INPUT} = {OLDER} older + {WINDOW} samples, reach {REACH}, stride {STRIDE}")
    net = BeatNet()
    train(net, [Recording(arguments.data, r, mean, deviation) for r in DS1], arguments.steps, arguments.seed)

    net.eval()
    table = confusion(net, [Recording(arguments.data, r, mean, deviation) for r in DS2])
    print("DS2, rows are true classes", CLASSES)
    print(table)
    f1 = 2 * table.diagonal() / np.maximum(table.sum(0) + table.sum(1), 1)
    print(f"accuracy {table.trace() / table.sum():.4f}, macro-F1 {f1.mean():.3f}")
    torch.onnx.export(
        net, torch.zeros(1, 1, INPUT), str(arguments.out), opset_version=17,
        input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}}, dynamo=False)
    print("wrote", arguments.out)


if __name__ == "__main__":
    main()

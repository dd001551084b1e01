#!/usr/bin/env python3
# Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
"""Take part in parameter aggregation from Python, with a stock Kafka client and fastavro.

A worker fetches the newest version of a model from the topic of models, trains on it, and sends what changed to the topic of
parameter updates. `./millrace run parameter-aggregation` merges the updates of all workers and publishes the next version.

    pip install confluent-kafka fastavro numpy        # cryptography too, where updates are signed
    python3 publish_update.py --brokers localhost:9092 --model net --worker ann --demo 3

The demo trains a least-squares fit on data of its own for so many rounds. For a PyTorch module, write

    worker = Worker(brokers, model="net", worker="ann", shapes={k: tuple(v.shape) for k, v in module.state_dict().items()})
    worker.initialise({k: v.numpy() for k, v in module.state_dict().items()})          # one worker, once
    version, tensors = worker.newest(after=-1)                                         # waits for it
    ...                                                                                # load, train
    worker.publish({k: trained[k] - tensors[k] for k in tensors}, base_version=version, examples=len(data))

Every number on the wire is little-endian. Tensors travel in chunks of 262144 values, a record holds about 1 MiB of chunks.
"""
import argparse
import hashlib
import io
import json
import struct
import time
import uuid
from pathlib import Path

import fastavro
import numpy as np
from confluent_kafka import Consumer, Producer, TopicPartition

FRAGMENT = 1 << 18
PART_BYTES = 1 << 20
FP32, FP16 = 1, 2
UPDATES = "millrace.parameter.update.v1"
MODELS = "millrace.model.reference.v1"
SCHEMAS = Path(__file__).resolve().parents[2] / "schemas/src/main"


def crc32c_table():
    table = []
    for n in range(256):
        for _ in range(8):
            n = (n >> 1) ^ (0x82F63B78 if n & 1 else 0)
        table.append(n)
    return table


_CRC = crc32c_table()


def crc32c(data):
    """CRC-32C (Castagnoli). The package crc32c does it a hundred times faster, where it is installed."""
    try:
        import crc32c as fast

        return fast.crc32c(data)
    except ImportError:
        crc = 0xFFFFFFFF
        for byte in data:
            crc = (crc >> 8) ^ _CRC[(crc ^ byte) & 0xFF]
        return crc ^ 0xFFFFFFFF


class Schema:
    """Avro's single-object encoding: C3 01, the schema's fingerprint, the record."""

    def __init__(self, path):
        raw = json.loads(Path(path).read_text())
        self.parsed = fastavro.parse_schema(raw)
        canonical = fastavro.schema.to_parsing_canonical_form(raw)
        self.header = b"\xc3\x01" + bytes.fromhex(fastavro.schema.fingerprint(canonical, "CRC-64-AVRO"))

    def encode(self, record):
        out = io.BytesIO()
        out.write(self.header)
        fastavro.schemaless_writer(out, self.parsed, record)
        return out.getvalue()

    def decode(self, message):
        return fastavro.schemaless_reader(io.BytesIO(message[len(self.header) :]), self.parsed)


def chunk(tensor, offset, values, codec):
    """One stretch of a tensor, with its checksum."""
    kind = "<f4" if codec == FP32 else "<f2"
    data = values.astype(kind).tobytes()
    head = struct.pack("<iqib", tensor, offset, len(values), codec)
    crc = struct.unpack("<i", struct.pack("<I", crc32c(head + data)))[0]
    return {"tensor": tensor, "offset": offset, "count": len(values), "codec": codec, "data": data, "crc": crc}


def signed_bytes(part):
    """What an Ed25519 signature covers: numbers as 8 bytes, texts and byte strings behind their length."""
    out = io.BytesIO()

    def number(value):
        out.write(struct.pack("<q", value))

    def text(value):
        data = value.encode() if isinstance(value, str) else value
        number(len(data))
        out.write(data)

    text("millrace-update-1")
    number(part["eventTime"])
    for name in ("model", "cohort", "worker", "updateId"):
        text(part[name])
    number(part["baseVersion"])
    number(part["round"])
    text(part["payload"])
    number(part["examples"])
    number(part["steps"])
    out.write(struct.pack("<d", part["learningRate"]))
    number(part["trainingMillis"])
    number(len(part["tensors"]))
    for tensor in part["tensors"]:
        text(tensor["name"])
        number(len(tensor["dimensions"]))
        for dimension in tensor["dimensions"]:
            number(dimension)
    number(len(part["chunks"]))
    for piece in part["chunks"]:
        for field in ("tensor", "offset", "count", "codec"):
            number(piece[field])
        text(piece["data"])
    return out.getvalue()


class Worker:
    """A worker of one model. `shapes` maps the names of all tensors to their shapes, in order."""

    def __init__(
        self,
        brokers,
        model,
        worker,
        shapes,
        cohort="",
        codec=FP32,
        key=None,
        updates=UPDATES,
        models=MODELS,
    ):
        self.model, self.cohort, self.worker, self.shapes, self.codec = model, cohort, worker, shapes, codec
        self.key = key  # cryptography's Ed25519PrivateKey, or None
        self.topic, self.models = updates, models
        self.published = model + ("+" + cohort if cohort else "")
        self.update = Schema(SCHEMAS / "avro/ParameterUpdate.avsc")
        self.reference = Schema(SCHEMAS / "avro/ModelReference.avsc")
        self.producer = Producer({"bootstrap.servers": brokers, "enable.idempotence": True, "message.max.bytes": 4 << 20})
        self.consumer = Consumer(
            {
                "bootstrap.servers": brokers,
                "group.id": "worker-" + uuid.uuid4().hex,
                "isolation.level": "read_committed",
                "enable.auto.commit": False,
            }
        )
        self.consumer.assign([TopicPartition(models, 0, 0)])
        self.known = None
        self.left = {name: np.zeros(int(np.prod(shape)), np.float32) for name, shape in shapes.items()}

    def initialise(self, tensors):
        """Sends the parameters that the model begins with: version 0. Later ones are refused."""
        self._send(tensors, "initial", "initial-" + uuid.uuid4().hex, 0, 1, 1, 1.0, 0, FP32)

    def publish(self, delta, base_version, examples, steps=1, learning_rate=1.0, millis=0, update_id=None):
        """Sends new parameters minus those of the base version. The same update_id again does not count again."""
        sent = delta
        if self.codec != FP32:
            # Error feedback: what rounding left out of one update is added to the next.
            sent = {}
            for name in self.shapes:
                wanted = np.asarray(delta[name], np.float32).ravel() + self.left[name]
                self.left[name] = wanted - wanted.astype("<f2").astype(np.float32)
                sent[name] = wanted
        identity = update_id or "v{}-{}".format(base_version, uuid.uuid4().hex[:8])
        self._send(sent, "delta", identity, base_version, examples, steps, learning_rate, millis, self.codec)

    def _send(self, tensors, payload, identity, base, examples, steps, rate, millis, codec):
        envelope = {
            "eventTime": int(time.time() * 1000),
            "model": self.model,
            "cohort": self.cohort,
            "worker": self.worker,
            "updateId": identity,
            "baseVersion": base,
            "round": -1,
            "payload": payload,
            "examples": examples,
            "steps": steps,
            "learningRate": rate,
            "trainingMillis": millis,
            "tensors": [{"name": n, "dimensions": list(s)} for n, s in self.shapes.items()],
            "signature": None,
            "metadata": {},
        }
        part, size = [], 0
        for index, (name, shape) in enumerate(self.shapes.items()):
            values = np.asarray(tensors[name], np.float32).ravel()
            if values.size != int(np.prod(shape)):
                raise ValueError("tensor '{}' has {} values, its shape is {}".format(name, values.size, shape))
            for offset in range(0, values.size, FRAGMENT):
                piece = chunk(index, offset, values[offset : offset + FRAGMENT], codec)
                if part and size + len(piece["data"]) > PART_BYTES:
                    self._part(envelope, part)
                    part, size = [], 0
                part.append(piece)
                size += len(piece["data"])
        self._part(envelope, part)
        self.producer.flush()

    def _part(self, envelope, chunks):
        record = dict(envelope, chunks=chunks)
        if self.key is not None:
            record["signature"] = self.key.sign(signed_bytes(record))
        self.producer.produce(self.topic, key=self.worker.encode(), value=self.update.encode(record))

    def newest(self, after, patience=60.0):
        """The newest version behind a number, as (version, tensors); waits for one."""
        deadline = time.time() + patience
        while self.known is None or self.known[0] <= after:
            message = self.consumer.poll(0.2)
            if message is not None and message.error() is None and message.key() == self.published.encode():
                self._announced(message.value())
            if time.time() > deadline:
                raise TimeoutError("no version of '{}' behind {} within {} s".format(self.published, after, patience))
        return self.known

    def _announced(self, message):
        if message[: len(self.reference.header)] != self.reference.header:
            return  # of an earlier or later release
        reference = self.reference.decode(message)
        if reference["values"] is not None:
            if hashlib.sha256(reference["values"]).hexdigest() != reference["sha256"]:
                raise ValueError("version {} was damaged on its way".format(reference["version"]))
            flat = np.frombuffer(reference["values"], "<f4")
            tensors, at = {}, 0
            for tensor in reference["tensors"]:
                size = int(np.prod(tensor["dimensions"]))
                tensors[tensor["name"]] = flat[at : at + size].reshape(tensor["dimensions"]).copy()
                at += size
        else:
            # Large versions lie in the store: a safetensors file, here on a file system that this machine shares.
            from safetensors.numpy import load_file

            tensors = load_file(reference["uri"].replace("file:", "", 1) + "/model.safetensors")
        self.known = (reference["number"], tensors)


def demo(worker, rounds, seed):
    """Fits y = x w + b by gradient descent on data that only this worker has."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(200, 4)).astype(np.float32)
    y = x @ np.array([1, -2, 3, 0.5], np.float32) + 0.25 + 0.01 * rng.normal(size=200).astype(np.float32)
    worker.initialise({"w": np.zeros(4), "b": np.zeros(())})
    version, tensors = worker.newest(after=-1)
    for _ in range(rounds):
        start = time.time()
        w, b = tensors["w"].copy(), tensors["b"].copy()
        for _ in range(50):
            error = x @ w + b - y
            w -= 0.1 * x.T @ error / len(x)
            b -= 0.1 * error.mean()
        millis = int(1000 * (time.time() - start))
        worker.publish({"w": w - tensors["w"], "b": b - tensors["b"]}, version, len(x), 50, 0.1, millis)
        version, tensors = worker.newest(after=version)
        loss = float(((x @ tensors["w"] + tensors["b"] - y) ** 2).mean())
        print("version {}: loss {:.6f}".format(version, loss))


def main():
    parser = argparse.ArgumentParser(description="Take part in parameter aggregation.")
    parser.add_argument("--brokers", default="localhost:9092")
    parser.add_argument("--model", default="net")
    parser.add_argument("--cohort", default="")
    parser.add_argument("--worker", default="ann")
    parser.add_argument("--codec", choices=["fp32", "fp16"], default="fp32")
    parser.add_argument("--updates", default=UPDATES, help="the topic of updates")
    parser.add_argument("--models", default=MODELS, help="the topic of models")
    parser.add_argument("--key", help="PEM file with the worker's private Ed25519 key")
    parser.add_argument("--demo", type=int, default=3, help="rounds to train")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    key = None
    if arguments.key:
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(Path(arguments.key).read_bytes(), None)
    worker = Worker(
        arguments.brokers,
        arguments.model,
        arguments.worker,
        {"w": (4,), "b": ()},
        cohort=arguments.cohort,
        codec=FP16 if arguments.codec == "fp16" else FP32,
        key=key,
        updates=arguments.updates,
        models=arguments.models,
    )
    demo(worker, arguments.demo, arguments.seed)


if __name__ == "__main__":
    main()

"""Checks the golden vectors with Python's protobuf, which shares no code with Framewire.

Usage: vectors.py PROTOCOL_FOLDER SECURITY_FOLDER. Fails at the first packet that decodes or encodes differently.
"""

import hashlib
import json
import sys

import framewire_pb2 as fw


def read(name, folder=sys.argv[1]):
    with open(f"{folder}/{name}.json", encoding="utf8") as file:
        return json.load(file)


def message(packet):
    (kind, fields), = packet.items()
    own = dict(fields)
    for field in ("data", "instance_key"):
        if field in own:
            own[field] = bytes.fromhex(own[field])
    if kind == "bye":
        own["reason"] = fw.Bye.Reason.Value(own["reason"])
    if kind == "frame":
        own["type"] = fw.Frame.Type.Value(own["type"])
    types = {"hello": fw.Hello, "frame": fw.Frame, "ack": fw.Ack, "demand": fw.Demand, "ping": fw.Ping, "pong": fw.Pong, "bye": fw.Bye}
    return fw.Packet(**{kind: types[kind](**own)})


def packets(data):
    at = 0
    while at < len(data):
        length = shift = 0
        while True:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield fw.Packet.FromString(data[at : at + length])
        at += length


def normal(packet):
    """A packet as version 1 interprets it: no unknown fields, and defaults for unknown enum values."""
    own = fw.Packet()
    own.CopyFrom(packet)
    own.DiscardUnknownFields()
    if own.WhichOneof("kind") == "bye" and own.bye.reason not in fw.Bye.Reason.values():
        own.bye.reason = fw.Bye.UNSPECIFIED
    if own.WhichOneof("kind") == "frame" and own.frame.type not in fw.Frame.Type.values():
        own.frame.type = fw.Frame.KEY
    return own


checked = 0
named = {}
for vector in read("packets")["packets"]:
    expected = message(vector["packet"])
    data = bytes.fromhex(vector["hex"])
    assert list(packets(data)) == [expected], vector["name"]
    body = expected.SerializeToString(deterministic=True)
    assert data.endswith(body) and len(data) - len(body) == (1 if len(body) < 128 else 2), vector["name"]
    named[vector["name"]] = expected
    checked += 1

streams = read("streams")
split = streams["split"]
assert list(packets(bytes.fromhex(split["hex"]))) == [named[name] for name in split["packets"]]
for vector in streams["tolerated"]:
    known = [normal(packet) for packet in packets(bytes.fromhex(vector["hex"])) if packet.WhichOneof("kind")]
    assert known == [message(packet) for packet in vector["packets"]], vector["name"]
    checked += 1
for vector in read("keys", sys.argv[2])["derived"]:
    salt, cost = b"framewire pairing key 1", dict(n=32768, r=8, p=3, maxmem=64 * 2**20)
    assert hashlib.scrypt(vector["key"].encode(), salt=salt, dklen=32, **cost).hex() == vector["secret"], vector["key"]
    checked += 1
print(checked)

"""Receives what zmq_publisher.py publishes. Arguments: host and port."""

import json
import re
import sys
import time

import zmq

STAMP = re.compile(rb"framewire-bench n=(\d{10}) t=(\d{16})")


def main():
    host, port = sys.argv[1:]
    socket = zmq.Context().socket(zmq.SUB)
    socket.setsockopt(zmq.SUBSCRIBE, b"")
    socket.connect(f"tcp://{host}:{port}")
    while True:
        socket.recv_json()
        jpeg = socket.recv()
        at = time.monotonic_ns() // 1000
        number, captured = map(int, STAMP.search(jpeg, 0, 256).groups())
        message = {"event": "frame", "at": at, "bytes": len(jpeg), "number": number, "captured": captured}
        print(json.dumps(message), flush=True)


main()

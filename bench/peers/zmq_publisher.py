"""
A peer of bench/links.ts: publishes a camera's pictures by ZeroMQ as imagezmq does in its PUB/SUB mode: each is a
message of two parts, a description as JSON and the JPEG. Usage: zmq_publisher.py CAMERA PORT
"""

import json
import sys
import urllib.request

import zmq


def pictures(url):
    """The JPEGs of an MJPEG stream whose parts say how long they are."""
    with urllib.request.urlopen(url) as stream:
        length = None
        while line := stream.readline():
            name, _, value = line.decode("latin-1").strip().partition(":")
            if name.lower() == "content-length":
                length = int(value)
            elif not name and length is not None:
                yield stream.read(length)
                length = None


def main():
    camera, port = sys.argv[1:]
    socket = zmq.Context().socket(zmq.PUB)
    socket.bind(f"tcp://*:{port}")
    print(json.dumps({"port": int(port)}), flush=True)
    for jpeg in pictures(camera):
        socket.send_json({"msg": "street"}, zmq.SNDMORE)
        socket.send(jpeg, copy=False)


main()

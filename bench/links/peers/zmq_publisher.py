"""Publishes a camera's JPEGs over ZeroMQ, as imagezmq does in PUB/SUB mode. Arguments: camera and port.

A message has two parts: a JSON description and the JPEG.
"""

import json
import sys
import urllib.request

import zmq


def jpegs(url):
    """The JPEGs of an MJPEG stream whose parts have a Content-Length."""
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
    for jpeg in jpegs(camera):
        socket.send_json({"msg": "street"}, zmq.SNDMORE)
        socket.send(jpeg, copy=False)


main()

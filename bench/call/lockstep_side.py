"""One side of a video call as tutorials write it with sockets and OpenCV: one frame each way, in lock-step.

Arguments: server or client, port, file of raw RGB frames, width, height, quality.
Prints the port, then answers each number of frames with the frames decoded and the CPU time used.
"""

import json
import socket
import struct
import sys
import time

import cv2
import numpy as np

FPS = 30

role, port, file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
width, height, quality = (int(word) for word in sys.argv[4:7])


def receive_all(sock, count):
    data = bytearray()
    while len(data) < count:
        packet = sock.recv(count - len(data))
        if not packet:
            return None
        data.extend(packet)
    return data


def send_frame(sock, frame):
    _, encoded = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])
    data = encoded.tobytes()
    sock.sendall(struct.pack(">L", len(data)) + data)


def receive_frame(sock):
    size = receive_all(sock, 4)
    if size is None:
        return None
    data = receive_all(sock, struct.unpack(">L", size)[0])
    if data is None:
        return None
    return cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)


class Camera:
    """Returns the prepared frames at 30 a second: `read` waits for the next one."""

    def __init__(self):
        frames = np.fromfile(file, dtype=np.uint8).reshape(-1, height, width, 3)
        self.frames = [np.ascontiguousarray(frame[:, :, ::-1]) for frame in frames]
        self.count = 0
        self.next_time = 0

    def read(self):
        self.next_time = max(self.next_time + 1 / FPS, time.monotonic() - 1 / FPS)
        time.sleep(max(self.next_time - time.monotonic(), 0))
        self.count += 1
        return self.frames[self.count % len(self.frames)]


def connect():
    if role == "server":
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
        server.listen(1)
        print(json.dumps({"port": server.getsockname()[1]}), flush=True)
        return server.accept()[0]
    print(json.dumps({"port": port}), flush=True)
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect(("127.0.0.1", port))
    return sock


camera = Camera()
sock = connect()
for line in sys.stdin:
    cpu, started, decoded = time.process_time(), time.monotonic(), 0
    camera.next_time = started
    for _ in range(int(line)):
        send_frame(sock, camera.read())
        if receive_frame(sock) is None:
            sys.exit("The other side closed the connection.")
        decoded += 1
    used = time.process_time() - cpu
    print(json.dumps({"decoded": decoded, "seconds": time.monotonic() - started, "cpuSeconds": used}), flush=True)

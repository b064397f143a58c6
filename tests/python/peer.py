"""A Framewire client in Python: a socket and the code that protoc generates from framewire.proto.

    protoc -I packages/protocol --python_out=OUT framewire.proto
    PYTHONPATH=OUT python3 tests/python/peer.py HOST PORT FRAMES

It sends FRAMES frames and receives at least as many, answers pings, acknowledges frames, keeps to its congestion
window, sends a bye, and prints a summary as one line of JSON. docs/protocol.md specifies each step.
"""

import json
import socket
import sys
import time

import framewire_pb2 as fw

MAX_PACKET_BYTES = 1 << 20
CONGESTION_WINDOW = 2


def now():
    """Microseconds on a monotonic clock with an arbitrary origin."""
    return time.monotonic_ns() // 1000


class Stream:
    """Packets both ways over a socket, each prefixed with its length as a varint."""

    def __init__(self, sock):
        self.sock = sock
        self.buffer = b""

    def send(self, **kind):
        body = fw.Packet(**kind).SerializeToString()
        length, prefix = len(body), b""
        while length >= 0x80:
            prefix += bytes([length & 0x7F | 0x80])
            length >>= 7
        self.sock.sendall(prefix + bytes([length]) + body)

    def bytes(self, count):
        while len(self.buffer) < count:
            chunk = self.sock.recv(65536)
            if not chunk:
                raise EOFError("the connection is lost: it closed without a bye")
            self.buffer += chunk
        head, self.buffer = self.buffer[:count], self.buffer[count:]
        return head

    def receive(self):
        length = shift = 0
        while True:
            byte = self.bytes(1)[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
            if shift > 28:
                raise ValueError("a length of over 4 GiB")
        if length > MAX_PACKET_BYTES:
            raise ValueError(f"a packet of {length} bytes exceeds our max_packet_bytes")
        return fw.Packet.FromString(self.bytes(length))


def main(host, port, count):
    sock = socket.create_connection((host, port), timeout=5)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = Stream(sock)
    stream.send(
        hello=fw.Hello(
            version=1,
            name="python",
            instance_id="python-peer-0001",
            codecs=["jpeg"],
            max_packet_bytes=MAX_PACKET_BYTES,
        )
    )
    stream.send(ping=fw.Ping(sent=now()))

    seen = {"hello": None, "frames": [], "acks": [], "pings": 0, "pongs": [], "bye": None}
    sent = acknowledged = 0
    while True:
        # Before their hello we may send nothing but our own.
        while seen["hello"] and sent < count and sent - acknowledged < CONGESTION_WINDOW:
            sent += 1
            stream.send(
                frame=fw.Frame(
                    sequence=sent,
                    timestamp=now(),
                    codec="jpeg",
                    type=fw.Frame.KEY,
                    width=64,
                    height=48,
                    ack_requested=True,
                    data=bytes([sent]) * 1000 * sent,
                )
            )
        if seen["hello"] and acknowledged == count and len(seen["frames"]) >= count and seen["pongs"]:
            stream.send(bye=fw.Bye(reason=fw.Bye.LEFT, message="Python has all frames."))
            break

        packet = stream.receive()
        kind = packet.WhichOneof("kind")
        if kind == "hello":
            seen["hello"] = {"version": packet.hello.version, "name": packet.hello.name, "codecs": list(packet.hello.codecs)}
        elif kind == "frame":
            frame = packet.frame
            seen["frames"].append(
                {"sequence": frame.sequence, "codec": frame.codec, "bytes": len(frame.data), "first": frame.data[0]}
            )
            # Each frame is consumed on arrival.
            if frame.ack_requested:
                stream.send(ack=fw.Ack(consumed=len(seen["frames"]), ack_delay=0))
        elif kind == "ack":
            acknowledged = packet.ack.consumed
            seen["acks"].append(acknowledged)
        elif kind == "ping":
            received = now()
            seen["pings"] += 1
            stream.send(ack=fw.Ack(consumed=len(seen["frames"]), ack_delay=0))
            stream.send(pong=fw.Pong(ping_sent=packet.ping.sent, received=received, sent=now()))
        elif kind == "pong":
            back = now()
            pong = packet.pong
            seen["pongs"].append(back - pong.ping_sent - (pong.sent - pong.received))
        elif kind == "bye":
            raise RuntimeError(f"refused: {packet.bye.message}")
        # Any other kind belongs to a later version.

    # After our bye we send nothing, and read until theirs.
    while seen["bye"] is None:
        packet = stream.receive()
        if packet.WhichOneof("kind") == "bye":
            seen["bye"] = fw.Bye.Reason.Name(packet.bye.reason)
    sock.close()
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

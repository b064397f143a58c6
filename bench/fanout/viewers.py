"""The viewers of `pnpm bench fanout`: many sockets in one process that uses little CPU.

It reads only the heads of packets. Frames are discarded in the kernel (`recv` with MSG_TRUNC copies nothing), so one core
serves more viewers than a server can feed. It speaks Framewire as docs/protocol.md specifies it: a hello, acks where they are
requested, pongs, and a ping every four seconds, or shortly before that together with an ack.

Both ends are on one machine, where the kernel often charges the work of one end to the other's process. For this reason:
- It sleeps for half a millisecond between two rounds. Otherwise each write of the server would wake it, and the server's
  CPU would depend on how idle the viewers are.
- It makes the kernel acknowledge at once (TCP_QUICKACK) after each write. A delayed acknowledgement costs a timer and the
  server's memory for each socket: with 256 viewers the sender uses half as much CPU again, whichever server it is.

Arguments: protocol (framewire, bare or raw), port, number of viewers, bytes of a frame, and the server's clock minus
this machine's monotonic clock in microseconds. Requests are lines of JSON: "start" begins the measurement, "stop" ends it
and is answered with what the viewers received.
"""

import json
import os
import resource
import select
import socket
import sys
import time

PING_INTERVAL = 4.0
"""Seconds between two pings of a viewer that sends nothing else."""

PIGGYBACK_INTERVAL = 3.0
"""Seconds after a ping from which the next may leave with an ack."""

MAX_HALF_OPEN = 16
"""Viewers that wait for the server's hello at the same time."""

SLEEP = 0.0005
"""Seconds between two reads of all sockets."""

HEAD = 96
"""Maximum size of a packet's head in bytes; less than that of a frame."""

ACK_REQUESTED = b"\x30\xc0\x04\x38\x01"
"""Two fields in a row, height 576 and ack_requested, which only the head of a frame that requests an ack contains."""

scratch = bytearray(1 << 20)


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def delimited(tag, body):
    packet = varint(tag << 3 | 2) + varint(len(body)) + body
    return varint(len(packet)) + packet


def read_varint(data, at):
    """Returns the number and its end. Raises IndexError when it is incomplete."""
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    value, shift = byte & 0x7F, 7
    while True:
        at += 1
        byte = data[at]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at + 1
        shift += 7


class Viewer:
    """One socket. `skip` is the number of bytes to discard; a frame is complete when they have arrived."""

    def __init__(self, sock):
        self.sock = sock
        self.skip = 0
        self.in_frame = False
        self.head_bytes = b""
        self.rest = b""
        self.frames = 0
        self.acknowledged = 0
        self.measured = 0
        self.accepted = False
        self.lost = False
        self.pinged = 0

    def readable(self, load):
        if not self.skip:
            data = self.sock.recv(HEAD)
            if not data:
                raise ConnectionError
            data = self.rest + data if self.rest else data
            at = 0
            try:
                while at < len(data) and not self.skip:
                    at = self.head(data, at, load)
                self.rest = b""
            except IndexError:
                self.rest = data[at:]
                return
            if at > len(data):
                self.skip = at - len(data)
            if not self.skip:
                return
        count = self.sock.recv_into(scratch, min(self.skip, len(scratch)), socket.MSG_TRUNC)
        if not count:
            raise ConnectionError
        self.skip -= count
        if not self.skip and self.in_frame:
            self.in_frame = False
            self.on_frame(load)

    def on_frame(self, load):
        self.frames += 1
        if load.measuring:
            self.measured += 1
            load.heads.append(self.head_bytes)
            load.received_at.append(time.monotonic_ns())

    def half_open(self):
        return not self.accepted and not self.lost

    def open(self):
        self.accepted = True

    def send(self, packet):
        self.sock.send(packet)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def ping(self, load):
        pass

    @staticmethod
    def timestamp(_head):
        """The time in a packet's head, in microseconds; None where it has none."""
        return None


class FramewireViewer(Viewer):
    def open(self):
        number = b"%016x" % self.sock.fileno()
        body = b"\x08\x01" + b"\x12\x06viewer" + b"\x1a\x10" + number + b"\x22\x04jpeg" + b"\x28" + varint(16 << 20)
        self.send(delimited(1, body))

    def head(self, data, at, load):
        """Reads the head of one packet. Returns the end of the packet, which may be beyond the data."""
        length, begin = read_varint(data, at)
        if not length:
            return begin
        end = begin + length
        tag = data[begin]
        if tag == 0x7A:
            if len(data) - at < HEAD // 2 and end > len(data):
                raise IndexError
            self.head_bytes = data[at:] if at else data
            self.in_frame = True
            return end
        if tag == 0x22:
            if end > len(data):
                raise IndexError
            self.pong(data, begin + 2, load)
        elif tag == 0x0A:
            self.accepted = True
        elif tag == 0x12:
            raise ConnectionError
        return end

    def on_frame(self, load):
        super().on_frame(load)
        if ACK_REQUESTED in self.head_bytes:
            self.acknowledge(load)

    def acknowledge(self, load):
        if self.acknowledged < self.frames:
            self.acknowledged = self.frames
            ack = delimited(3, b"\x08" + varint(self.frames) + b"\x18" + varint(load.now()))
            self.send(ack + self.piggyback_ping(load))

    @staticmethod
    def timestamp(head):
        _, at = read_varint(head, 0)
        _, at = read_varint(head, at + 1)
        while head[at] != 0x7A:
            tag, (value, at) = head[at], read_varint(head, at + 1)
            if tag == 0x10:
                return value
            if tag & 7 == 2:
                at += value
        return None

    def pong(self, data, at, load):
        self.acknowledge(load)
        sent, _ = read_varint(data, at + 1) if data[at] == 0x08 else (0, at)
        now = varint(load.now())
        self.send(delimited(5, b"\x08" + varint(sent) + b"\x10" + now + b"\x18" + now))

    def piggyback_ping(self, load):
        """A ping that leaves with an ack, as a client sends it when a ping is nearly due."""
        now = load.now()
        if now - self.pinged < PIGGYBACK_INTERVAL * 1e6:
            return b""
        self.pinged = now
        return delimited(4, b"\x08" + varint(now))

    def ping(self, load):
        now = load.now()
        if now - self.pinged >= PING_INTERVAL * 1e6:
            self.pinged = now
            self.send(delimited(4, b"\x08" + varint(now)))


class BareViewer(Viewer):
    """Four bytes of length, eight bytes of time, and the frame."""

    def head(self, data, at, _load):
        if len(data) - at < 12:
            raise IndexError
        self.head_bytes = data[at:] if at else data
        self.in_frame = True
        return at + 4 + int.from_bytes(data[at : at + 4], "little")

    @staticmethod
    def timestamp(head):
        return int.from_bytes(head[4:12], "little")


class RawViewer(Viewer):
    """Frames of one size with nothing between them."""

    size = 0

    def head(self, _data, at, _load):
        self.in_frame = True
        return at + RawViewer.size


KINDS = {"framewire": FramewireViewer, "bare": BareViewer, "raw": RawViewer}


class Load:
    def __init__(self, kind, port, count, size, offset):
        RawViewer.size = size
        self.make = KINDS[kind]
        self.offset = offset
        self.port = port
        self.poll = select.epoll()
        self.viewers = {}
        self.order = []
        self.measuring = False
        self.heads = []
        self.received_at = []
        self.pinged = 0
        self.last_ping = time.monotonic()
        for _ in range(count):
            self.connect()
            while sum(viewer.half_open() for viewer in self.order[-MAX_HALF_OPEN:]) >= MAX_HALF_OPEN:
                self.turn()
        while any(viewer.half_open() for viewer in self.order):
            self.turn()

    @staticmethod
    def now():
        """Microseconds of the viewers' clock."""
        return time.monotonic_ns() // 1000

    def connect(self):
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        viewer = self.make(sock)
        self.viewers[sock.fileno()] = viewer
        self.order.append(viewer)
        self.poll.register(sock, select.EPOLLIN)
        viewer.open()

    def turn(self):
        """Reads all sockets that are ready. Returns True when a request is ready."""
        request = False
        time.sleep(SLEEP)
        for fd, _ in self.poll.poll(0, 4096):
            viewer = self.viewers.get(fd)
            if viewer is None:
                request = True
                continue
            try:
                viewer.readable(self)
            except BlockingIOError:
                pass
            except OSError:
                self.lose(viewer)
        self.ping()
        return request

    def ping(self):
        """Pings the viewers one after the other, evenly spread over the interval."""
        now = time.monotonic()
        due = int((now - self.last_ping) / PING_INTERVAL * len(self.order))
        if not due:
            return
        self.last_ping = now
        for _ in range(min(due, len(self.order))):
            viewer = self.order[self.pinged % len(self.order)]
            self.pinged += 1
            if viewer.accepted and not viewer.lost:
                try:
                    viewer.ping(self)
                except OSError:
                    pass

    def lose(self, viewer):
        viewer.lost = True
        self.poll.unregister(viewer.sock)

    def start(self):
        self.heads = []
        self.received_at = []
        for viewer in self.order:
            viewer.measured = 0
        self.measuring = True
        self.started = time.monotonic()
        self.cpu = cpu()

    def ages(self):
        for head, received_at in zip(self.heads, self.received_at):
            timestamp = self.make.timestamp(head)
            if timestamp:
                yield received_at / 1000 + self.offset - timestamp

    def stop(self):
        self.measuring = False
        seconds = time.monotonic() - self.started
        used = cpu() - self.cpu
        fps = sorted(viewer.measured / seconds for viewer in self.order)
        ages = sorted(self.ages())
        return {
            "seconds": seconds,
            "frames": sum(viewer.measured for viewer in self.order),
            "fps": sum(fps) / max(len(fps), 1),
            "slowestFps": fps[0] if fps else 0,
            "ageP95Ms": ages[int(len(ages) * 0.95)] / 1000 if ages else None,
            "cpuMicroseconds": used * 1e6,
        }


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def answer(message):
    print(json.dumps(message), flush=True)


def main():
    port, count, size, offset = (int(word) for word in sys.argv[2:6])
    load = Load(sys.argv[1], port, count, size, offset)
    answer({"ready": len(load.order) - sum(viewer.lost for viewer in load.order)})
    load.poll.register(0, select.EPOLLIN)
    requests = b""
    while True:
        if not load.turn():
            continue
        more = os.read(0, 4096)
        if not more:
            return
        *lines, requests = (requests + more).split(b"\n")
        for line in lines:
            if json.loads(line) == "start":
                load.start()
            else:
                answer(load.stop())


main()

"""The viewers of `pnpm bench fanout`: many sockets in one process that costs next to nothing.

It reads the heads of packets only. Pictures are thrown away in the kernel (`recv` with MSG_TRUNC copies
nothing), so that one core serves more viewers than a server can feed. It speaks Framewire as docs/protocol.md
has it: a hello, receipts where they are wanted, pongs, and a ping every four seconds, or with a receipt shortly before.

Two things are as they are because both ends are on one machine here, where the work of one end's kernel is
often charged to the other's process:
- It naps for half a millisecond between two rounds. If it waited, each write of the server would have to wake
  it, and the server would be measured by how idle its viewers are.
- It has the kernel acknowledge at once (TCP_QUICKACK) after it has written something. A kernel that delays
  that keeps a timer for each socket, and the server's memory for as long: with 256 viewers that costs the
  sender half as much again, whichever server it is, and says nothing of it.

Arguments: what to speak (framewire, bare, nats or raw), port, number of viewers, bytes of a picture, and what
to add to this machine's monotonic clock for the server's, in microseconds.
Commands come line by line on the standard input, answers leave as lines of JSON:

    start                  begins to measure
    stop                   ends it, and says what came
    stall COUNT unread     the first COUNT viewers read their sockets no more
    stall COUNT untaken    the first COUNT viewers read and answer, and acknowledge no picture
"""

import json
import os
import resource
import select
import socket
import sys
import time

PING_INTERVAL = 4.0
"""Between two pings of a viewer, in seconds, where nothing else leaves."""

RIDE_INTERVAL = 3.0
"""So long after a ping the next may leave with a receipt, in seconds."""

GREET_AT_ONCE = 16
"""Viewers that may be on their way in: a server need not wait for more hellos than that."""

NAP = 0.0005
"""Between two rounds of reading, in seconds."""

HEAD = 96
"""As many bytes as a packet's head has at the most, and no more than a picture has."""

RECEIPT_WANTED = b"\x30\xc0\x04\x38\x01"
"""What stands in the head of a frame of 576 rows that wants a receipt, and in no other: the two fields in a row."""

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
    """The number and where it ends. An IndexError says that it is not there as a whole."""
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
    """One socket. `skip` bytes of what comes are of no interest; a frame is there when they have come."""

    def __init__(self, sock):
        self.sock = sock
        self.skip = 0
        self.in_frame = False
        self.head_bytes = b""
        self.rest = b""
        self.frames = 0
        self.acknowledged = 0
        self.measured = 0
        self.greeted = False
        self.lost = False
        self.takes = True
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
            self.arrived(load)

    def arrived(self, load):
        self.frames += 1
        if load.measuring:
            self.measured += 1
            load.heads.append(self.head_bytes)
            load.arrivals.append(time.monotonic_ns())

    def open(self):
        self.greeted = True

    def say(self, packet):
        self.sock.send(packet)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def ping(self, load):
        pass

    @staticmethod
    def timestamp(_head):
        """The time of a picture, from the head of its packet; None where it does not say."""
        return None


class FramewireViewer(Viewer):
    def open(self):
        number = b"%016x" % self.sock.fileno()
        body = b"\x08\x01" + b"\x12\x06viewer" + b"\x1a\x10" + number + b"\x22\x04jpeg" + b"\x28" + varint(16 << 20)
        self.say(delimited(1, body))

    def head(self, data, at, load):
        """Reads one packet as far as it is of interest; gives back where it ends, which may be beyond the data."""
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
            self.greeted = True
        elif tag == 0x12:
            raise ConnectionError
        return end

    def arrived(self, load):
        super().arrived(load)
        if RECEIPT_WANTED in self.head_bytes:
            self.acknowledge(load)

    def acknowledge(self, load):
        if self.takes and self.acknowledged < self.frames:
            self.acknowledged = self.frames
            receipt = delimited(3, b"\x08" + varint(self.frames) + b"\x18" + varint(load.now()))
            self.say(receipt + self.due_ping(load))

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
        self.say(delimited(5, b"\x08" + varint(sent) + b"\x10" + now + b"\x18" + now))

    def due_ping(self, load):
        """A ping that leaves with a receipt, as a client's does where it is nearly due."""
        now = load.now()
        if now - self.pinged < RIDE_INTERVAL * 1e6:
            return b""
        self.pinged = now
        return delimited(4, b"\x08" + varint(now))

    def ping(self, load):
        now = load.now()
        if now - self.pinged >= PING_INTERVAL * 1e6:
            self.pinged = now
            self.say(delimited(4, b"\x08" + varint(now)))


class BareViewer(Viewer):
    """Four bytes of length, eight of the time, and the picture."""

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
    """Pictures of one size with nothing between them."""

    size = 0

    def head(self, _data, at, _load):
        self.in_frame = True
        return at + RawViewer.size


class NatsViewer(Viewer):
    """A subscriber. The first eight bytes of a picture are the time."""

    def open(self):
        self.say(b'CONNECT {"verbose":false,"pedantic":false}\r\nSUB video 1\r\nPING\r\n')

    def head(self, data, at, _load):
        if data.startswith(b"INFO", at):
            line = data.find(b"\r\n", at)
            # The line is longer than a head: its end is found piece by piece.
            if line < 0:
                raise IndexError
            return line + 2
        line = data.find(b"\r\n", at)
        if line < 0:
            raise IndexError
        if data.startswith(b"MSG", at):
            if len(data) < line + 10:
                raise IndexError
            self.head_bytes = data[line + 2 : line + 10]
            self.in_frame = True
            return line + 2 + int(data[at:line].split()[-1]) + 2
        if data.startswith(b"PING", at):
            self.say(b"PONG\r\n")
        elif data.startswith(b"PONG", at):
            self.greeted = True
        return line + 2

    @staticmethod
    def timestamp(head):
        return int.from_bytes(head, "little")


KINDS = {"framewire": FramewireViewer, "bare": BareViewer, "raw": RawViewer, "nats": NatsViewer}


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
        self.arrivals = []
        self.pinged = 0
        self.last_ping = time.monotonic()
        for _ in range(count):
            self.connect()
            while sum(not viewer.greeted and not viewer.lost for viewer in self.order[-GREET_AT_ONCE:]) >= GREET_AT_ONCE:
                self.turn()
        while any(not viewer.greeted and not viewer.lost for viewer in self.order):
            self.turn()

    @staticmethod
    def now():
        """Microseconds on the viewers' own clock."""
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
        """Reads all that is ready. True when a command is."""
        command = False
        time.sleep(NAP)
        for fd, _ in self.poll.poll(0, 4096):
            viewer = self.viewers.get(fd)
            if viewer is None:
                command = True
                continue
            try:
                viewer.readable(self)
            except BlockingIOError:
                pass
            except OSError:
                self.lose(viewer)
        self.ping()
        return command

    def ping(self):
        """Each viewer in its turn, evenly spread."""
        now = time.monotonic()
        due = int((now - self.last_ping) / PING_INTERVAL * len(self.order))
        if not due:
            return
        self.last_ping = now
        for _ in range(min(due, len(self.order))):
            viewer = self.order[self.pinged % len(self.order)]
            self.pinged += 1
            if viewer.greeted and viewer.takes is not None and not viewer.lost:
                try:
                    viewer.ping(self)
                except OSError:
                    pass

    def lose(self, viewer):
        viewer.lost = True
        self.poll.unregister(viewer.sock)

    def stall(self, count, how):
        for viewer in self.order[:count]:
            if not viewer.takes:
                continue
            viewer.takes = False if how == "untaken" else None
            if how == "unread" and not viewer.lost:
                self.poll.unregister(viewer.sock)

    def start(self):
        self.heads = []
        self.arrivals = []
        for viewer in self.order:
            viewer.measured = 0
        self.measuring = True
        self.started = time.monotonic()
        self.cpu = cpu()

    def ages(self):
        for head, arrival in zip(self.heads, self.arrivals):
            timestamp = self.make.timestamp(head)
            if timestamp:
                yield arrival / 1000 + self.offset - timestamp

    def stop(self):
        self.measuring = False
        seconds = time.monotonic() - self.started
        used = cpu() - self.cpu
        taking = [viewer for viewer in self.order if viewer.takes]
        fps = sorted(viewer.measured / seconds for viewer in taking)
        ages = sorted(self.ages())
        return {
            "seconds": seconds,
            "frames": sum(viewer.measured for viewer in self.order),
            "fps": sum(fps) / max(len(fps), 1),
            "slowestFps": fps[0] if fps else 0,
            "ageP95Ms": ages[int(len(ages) * 0.95)] / 1000 if ages else None,
            "lost": sum(viewer.lost for viewer in taking),
            "cpuMicroseconds": used * 1e6,
        }


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def say(message):
    print(json.dumps(message), flush=True)


def main():
    port, count, size, offset = (int(word) for word in sys.argv[2:6])
    load = Load(sys.argv[1], port, count, size, offset)
    say({"ready": len(load.order) - sum(viewer.lost for viewer in load.order)})
    load.poll.register(0, select.EPOLLIN)
    commands = b""
    while True:
        if not load.turn():
            continue
        more = os.read(0, 4096)
        if not more:
            return
        *lines, commands = (commands + more).split(b"\n")
        for line in lines:
            words = line.decode().split()
            if words[0] == "start":
                load.start()
            elif words[0] == "stop":
                say(load.stop())
            elif words[0] == "stall":
                load.stall(int(words[1]), words[2])


main()

"""
A link between two network namespaces: two TUN devices, and this program between them, which gives each
direction a rate, a one-way delay, losses from a seeded generator and a queue of so many bytes that drops
what comes when it is full. Linux has netem for that; many kernels are built without it.

Usage: link.py '{"ends": [{"device", "namespace", "address"}, …2], "congestion": name, "rate": bit/s, "delay": s, "loss": 0…1,
"queue": bytes, "seed": n}'. Standard input takes one change a line, {"rate": bit/s} or {"cut": true}; each is
answered by a line with the monotonic time at which it was in force. The end of input ends the link; its last
line says what it did.
"""

import collections
import fcntl
import gc
import json
import os
import random
import select
import signal
import struct
import subprocess
import sys
import time

NETWORK = "10.47.0.0/30"
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


def open_end(device, namespace, address, congestion):
    """A TUN device in a namespace, whose packets are read and written here."""
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
    run = lambda *arguments: subprocess.run(["ip", *arguments], check=True)
    run("link", "set", device, "netns", namespace)
    run("-n", namespace, "address", "add", f"{address}/30", "dev", device)
    # The device holds a packet only until it is read here: the queue that counts is the link's own.
    run("-n", namespace, "link", "set", device, "up", "mtu", "1500", "txqueuelen", "10000")
    # By the route: the setting of a namespace takes only what the whole machine allows everyone.
    route = ["dev", device, "scope", "link", "src", address, "congctl", congestion]
    run("-n", namespace, "route", "replace", NETWORK, "proto", "kernel", *route)
    return fd


class Direction:
    """The way from one end to the other: a queue, a transmitter, and what is in the air."""

    def __init__(self, plan, out, seed):
        self.rate, self.delay, self.loss, self.room = plan["rate"], plan["delay"], plan["loss"], plan["queue"]
        self.out, self.random, self.cut = out, random.Random(seed), False
        self.queue, self.queued = collections.deque(), 0
        self.air = collections.deque()
        self.free, self.done = 0.0, None  # The transmitter is free since; done with the first of the queue at.
        self.stats = {"packets": 0, "bytes": 0, "overflowed": 0, "lost": 0, "latestMs": 0.0, "lateMs": 0.0}

    def take(self, packet, now):
        if self.queued + len(packet) > self.room:
            self.stats["overflowed"] += 1
            return
        self.queue.append((now, packet))
        self.queued += len(packet)

    def set_rate(self, rate, now):
        if self.done is not None:
            self.done = now + max(0.0, self.done - now) * self.rate / rate
        self.rate = rate

    def advance(self, now):
        """Does what is due, and says when it wants to be called next."""
        while self.queue:
            arrived, packet = self.queue[0]
            if self.done is None:
                self.done = max(self.free, arrived) + len(packet) * 8 / self.rate
            if self.done > now:
                break
            self.queue.popleft()
            self.queued -= len(packet)
            self.free, self.done = self.done, None
            # The draw is made for every packet, so that the losses are the same whatever else happens.
            if self.random.random() < self.loss or self.cut:
                self.stats["lost"] += 1
            else:
                self.air.append((self.free + self.delay, packet))
        while self.air and self.air[0][0] <= now:
            due, packet = self.air.popleft()
            self.deliver(packet, (now - due) * 1000)
        wants = [self.air[0][0]] if self.air else []
        return min(wants + ([self.done] if self.done is not None else []), default=now + 1)

    def deliver(self, packet, late):
        try:
            os.write(self.out, packet)
        except OSError:
            return
        stats = self.stats
        stats["packets"] += 1
        stats["bytes"] += len(packet)
        stats["lateMs"] += late
        stats["latestMs"] = max(stats["latestMs"], late)


def packets(fd):
    try:
        while True:
            yield os.read(fd, 2048)
    except BlockingIOError:
        pass


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Whoever started it says when it ends.
    plan = json.loads(sys.argv[1])
    first, second = [open_end(**end, congestion=plan["congestion"]) for end in plan["ends"]]
    ways = {first: Direction(plan, second, plan["seed"]), second: Direction(plan, first, plan["seed"] + 1)}
    try:
        os.nice(-15)  # A link does not wait for the programs that use it.
    except PermissionError:
        pass
    gc.disable()
    tell = lambda line: print(json.dumps(line), flush=True)
    tell({"ready": True})
    wake = time.monotonic() + 1
    while True:
        readable, _, _ = select.select([first, second, 0], [], [], max(0.0, wake - time.monotonic()))
        now = time.monotonic()
        for fd in readable:
            if fd == 0:
                line = sys.stdin.readline()
                if not line:
                    return tell({"ends": [{**way.stats, "lateMs": way.stats["lateMs"] / max(1, way.stats["packets"])} for way in ways.values()]})
                change = json.loads(line)
                for way in ways.values():
                    if "rate" in change:
                        way.set_rate(change["rate"], now)
                    way.cut = change.get("cut", way.cut)
                tell({"at": round(now * 1e6)})
            else:
                for packet in packets(fd):
                    ways[fd].take(packet, now)
        now = time.monotonic()
        wake = min(way.advance(now) for way in ways.values())


main()

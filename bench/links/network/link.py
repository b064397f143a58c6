"""
The emulator of a link between two network namespaces: two TUN devices with this program between them. Each direction has a
rate, a one-way delay, random losses from a seed, and a queue that drops packets when it is full. Linux has netem for this,
but many kernels are built without it.

Usage: link.py '{"ends": [{"device", "namespace", "address"}, …2], "congestion": name, "rate": bit/s, "delay": s, "loss": 0…1,
"queue": bytes, "seed": n}'. Standard input takes one change a line, {"rate": bit/s} or {"cut": true}. The answer is a line
with the monotonic time of the change. The link ends with the input; its last line has the counts.
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
    """Creates a TUN device in a namespace. This program reads and writes its packets."""
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
    run = lambda *arguments: subprocess.run(["ip", *arguments], check=True)
    run("link", "set", device, "netns", namespace)
    run("-n", namespace, "address", "add", f"{address}/30", "dev", device)
    # The device queues a packet only until this program reads it: the queue of the link is in Direction.
    run("-n", namespace, "link", "set", device, "up", "mtu", "1500", "txqueuelen", "10000")
    # Per route: a namespace's own setting allows only what the machine allows to all users.
    route = ["dev", device, "scope", "link", "src", address, "congctl", congestion]
    run("-n", namespace, "route", "replace", NETWORK, "proto", "kernel", *route)
    return fd


class Direction:
    """One direction: a queue, a transmitter, and the packets in flight."""

    def __init__(self, plan, out, seed):
        self.rate, self.delay, self.loss, self.capacity = plan["rate"], plan["delay"], plan["loss"], plan["queue"]
        self.out, self.random, self.cut = out, random.Random(seed), False
        self.queue, self.queued = collections.deque(), 0
        self.in_flight = collections.deque()
        self.free, self.done = 0.0, None  # When the transmitter became free, and when the first packet will have left.
        self.stats = {"packets": 0, "bytes": 0, "overflowed": 0, "lost": 0, "maxLateMs": 0.0, "lateMs": 0.0}

    def enqueue(self, packet, now):
        if self.queued + len(packet) > self.capacity:
            self.stats["overflowed"] += 1
            return
        self.queue.append((now, packet))
        self.queued += len(packet)

    def set_rate(self, rate, now):
        if self.done is not None:
            self.done = now + max(0.0, self.done - now) * self.rate / rate
        self.rate = rate

    def advance(self, now):
        """Moves the packets whose time has come. Returns the time of the next call."""
        while self.queue:
            arrived, packet = self.queue[0]
            if self.done is None:
                self.done = max(self.free, arrived) + len(packet) * 8 / self.rate
            if self.done > now:
                break
            self.queue.popleft()
            self.queued -= len(packet)
            self.free, self.done = self.done, None
            # One draw for each packet, so that the losses are the same in each run.
            if self.random.random() < self.loss or self.cut:
                self.stats["lost"] += 1
            else:
                self.in_flight.append((self.free + self.delay, packet))
        while self.in_flight and self.in_flight[0][0] <= now:
            due, packet = self.in_flight.popleft()
            self.deliver(packet, (now - due) * 1000)
        times = [self.in_flight[0][0]] if self.in_flight else []
        return min(times + ([self.done] if self.done is not None else []), default=now + 1)

    def deliver(self, packet, late):
        try:
            os.write(self.out, packet)
        except OSError:
            return
        stats = self.stats
        stats["packets"] += 1
        stats["bytes"] += len(packet)
        stats["lateMs"] += late
        stats["maxLateMs"] = max(stats["maxLateMs"], late)


def packets(fd):
    try:
        while True:
            yield os.read(fd, 2048)
    except BlockingIOError:
        pass


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The parent ends this program.
    plan = json.loads(sys.argv[1])
    first, second = [open_end(**end, congestion=plan["congestion"]) for end in plan["ends"]]
    directions = {first: Direction(plan, second, plan["seed"]), second: Direction(plan, first, plan["seed"] + 1)}
    try:
        os.nice(-15)  # Packets must not wait for the programs that use the link.
    except PermissionError:
        pass
    gc.disable()
    answer = lambda line: print(json.dumps(line), flush=True)
    answer({"ready": True})
    wake = time.monotonic() + 1
    while True:
        readable, _, _ = select.select([first, second, 0], [], [], max(0.0, wake - time.monotonic()))
        now = time.monotonic()
        for fd in readable:
            if fd == 0:
                line = sys.stdin.readline()
                if not line:
                    return answer({"ends": [{**direction.stats, "lateMs": direction.stats["lateMs"] / max(1, direction.stats["packets"])} for direction in directions.values()]})
                change = json.loads(line)
                for direction in directions.values():
                    if "rate" in change:
                        direction.set_rate(change["rate"], now)
                    direction.cut = change.get("cut", direction.cut)
                answer({"at": round(now * 1e6)})
            else:
                for packet in packets(fd):
                    directions[fd].enqueue(packet, now)
        now = time.monotonic()
        wake = min(direction.advance(now) for direction in directions.values())


main()

#!/usr/bin/env python3
"""How long the invalidation of many keys by one tag takes, and how long another client's GETs take meanwhile.

    invalidate.py PORT redis|cachestorm KEYS [ROUNDS]

Redis has no tags: there a set holds the keys, and a script deletes them by SMEMBERS and UNLINK, so that it is one step as well.
Prints a figure a line: its name and milliseconds. "without" is the time before the invalidation, "meanwhile" half a second from its beginning,
or until the reply when that comes later.
"""
import multiprocessing
import socket
import statistics
import sys
import time

WINDOW = 0.5
SCRIPT = """local keys = redis.call('SMEMBERS', KEYS[1])
for i = 1, #keys, 5000 do redis.call('UNLINK', unpack(keys, i, math.min(i + 4999, #keys))) end
redis.call('DEL', KEYS[1])
return #keys"""


def frame(*words):
    return ("*%d\r\n" % len(words) + "".join("$%d\r\n%s\r\n" % (len(word), word) for word in words)).encode()


class Client:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = self.socket.makefile("rb")

    def reply(self):
        line = self.lines.readline()
        if line[:1] == b"-":
            raise RuntimeError(line.decode())
        if line[:1] == b"$" and line != b"$-1\r\n":
            return self.lines.read(int(line[1:]) + 2)[:-2]
        return int(line[1:]) if line[:1] == b":" else line[1:-2]

    def ask(self, *words):
        self.socket.sendall(frame(*words))
        return self.reply()

    def send(self, frames, replies):
        self.socket.sendall(b"".join(frames))
        for _ in range(replies):
            self.reply()


def fill(client, kind, count):
    for start in range(0, count, 1000):
        keys = ["key:%012d" % i for i in range(start, min(start + 1000, count))]
        if kind == "redis":
            client.send([frame("SET", key, "xxx") for key in keys] + [frame("SADD", "tag", *keys)], len(keys) + 1)
        else:
            client.send([frame("SETTAG", key, "xxx", "tag") for key in keys], len(keys))


def probe(port, stop, results):
    client = Client(port)
    get = frame("GET", "probe")
    samples = []
    while not stop.is_set():
        began = time.perf_counter()
        client.socket.sendall(get)
        client.reply()
        samples.append((began, time.perf_counter() - began))
    results.send(samples)


def invalidate(client, kind, port):
    """One invalidation under the eyes of a prober: its time, and the GETs' times without it and meanwhile."""
    stop = multiprocessing.Event()
    results, theirs = multiprocessing.Pipe(duplex=False)
    prober = multiprocessing.Process(target=probe, args=(port, stop, theirs))
    prober.start()
    time.sleep(0.3 + WINDOW)
    began = time.perf_counter()
    count = client.ask("EVAL", SCRIPT, "1", "tag") if kind == "redis" else client.ask("INVALIDATE", "tag")
    took = time.perf_counter() - began
    end = began + max(WINDOW, took)
    time.sleep(max(0, end - time.perf_counter()))
    stop.set()
    samples = results.recv()
    prober.join()
    without = [wait for at, wait in samples if began - WINDOW <= at and at + wait < began]
    meanwhile = [wait for at, wait in samples if began <= at + wait and at < end]
    return count, took, without, meanwhile


def main():
    port, kind, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    client = Client(port)
    client.ask("SET", "probe", "x" * 32)
    times, without, meanwhile = [], [], []
    for _ in range(rounds):
        fill(client, kind, count)
        found, took, before, during = invalidate(client, kind, port)
        if found != count or client.ask("DBSIZE") != 1:
            raise RuntimeError("%s of %s keys were invalidated" % (found, count))
        times.append(took)
        without += before
        meanwhile += during
    print("reply %.3f" % (statistics.median(times) * 1000))
    print("reply-longest %.3f" % (max(times) * 1000))
    for name, waits in (("without", without), ("meanwhile", meanwhile)):
        waits.sort()
        for label, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999)):
            print("%s-%s %.3f" % (name, label, waits[int(len(waits) * share)] * 1000))
        print("%s-longest %.3f" % (name, waits[-1] * 1000))


if __name__ == "__main__":
    main()

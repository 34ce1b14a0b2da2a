#!/usr/bin/env python3
"""Transactions of five SETs, as redis-benchmark can't send them.

    transactions.py PORT COUNT PIPELINE [CLIENTS] [KEYS]

Each client has PIPELINE transactions under way at a time, each MULTI, five SETs of random keys and EXEC. Prints transactions a second, and the
99th percentile of the time from sending such a batch to the last byte of its replies, in milliseconds.
"""
import random
import selectors
import socket
import sys
import time

SETS = 5
VALUE = b"x" * 32
REPLY = len(b"+OK\r\n" + b"+QUEUED\r\n" * SETS + b"*%d\r\n" % SETS + b"+OK\r\n" * SETS)
BATCHES = 64


def frame(*words):
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


def transaction(keys):
    sets = (frame(b"SET", b"key:%012d" % random.randrange(keys), VALUE) for _ in range(SETS))
    return frame(b"MULTI") + b"".join(sets) + frame(b"EXEC")


class Client:
    """A connection with one batch under way."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.missing = 0
        self.began = 0.0

    def send(self, batch, replies):
        self.began = time.perf_counter()
        self.missing = replies
        self.socket.sendall(batch)

    def receive(self):
        data = self.socket.recv(65536)
        if not data or b"-" in data:
            raise RuntimeError(data.decode() or "the server closed the connection")
        self.missing -= len(data)
        return self.missing == 0


def main():
    port, count, pipeline = (int(word) for word in sys.argv[1:4])
    clients = int(sys.argv[4]) if len(sys.argv) > 4 else 50
    keys = int(sys.argv[5]) if len(sys.argv) > 5 else 100000
    batches = [b"".join(transaction(keys) for _ in range(pipeline)) for _ in range(BATCHES)]
    left = max(1, count // pipeline)
    rounds = left
    times = []
    selector = selectors.DefaultSelector()
    began = time.perf_counter()
    for _ in range(min(clients, left)):
        client = Client(port)
        selector.register(client.socket, selectors.EVENT_READ, client)
        client.send(batches[left % BATCHES], REPLY * pipeline)
        left -= 1
    while len(times) < rounds:
        for ready, _ in selector.select():
            client = ready.data
            if not client.receive():
                continue
            times.append(time.perf_counter() - client.began)
            if left > 0:
                client.send(batches[left % BATCHES], REPLY * pipeline)
                left -= 1
    took = time.perf_counter() - began
    times.sort()
    print("%.2f %.3f" % (rounds * pipeline / took, times[int(len(times) * 0.99)] * 1000))


if __name__ == "__main__":
    main()

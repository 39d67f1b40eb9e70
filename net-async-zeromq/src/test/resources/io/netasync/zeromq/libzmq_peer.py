"""A peer that is libzmq: does one thing with one socket, as its arguments say.

Arguments are name=value:

type      the socket type, such as PULL
bind      the address to bind, or
connect   the address to connect to
do        send, receive (and pass over probes), echo (send back what comes, frame by frame) or
          request (send, and expect the same back)
count     how many messages
window    request: how many are under way at a time
delimiter true: an empty frame before each message, as a REQ has by itself
topic     the topic, a frame before each message
subscribe the topic to subscribe to; with XSUB by a message
wait      true: send nothing but probes until a line comes in
exit      true: closes the socket when all is done, instead of waiting to be killed
identity, heartbeat (ms), server, users (name:password), username, password,
public, secret, serverkey, clients (keys): options of the socket

Prints "ready" and the address once it listens or connects, and a line of JSON at the
end: how many messages it has done, and what was wrong.
"""

import json
import os
import signal
import sys
import threading

import zmq
from zmq.utils import z85

SECONDS_10 = 10_000


def message(number):
    if number % 3 == 0:
        return [b"%d" % number]
    return [b"%d" % number, b"", b"x" * (number % 5)]


def main(options):
    kind = options["type"]
    context = zmq.Context()
    socket = context.socket(getattr(zmq, kind))
    socket.rcvtimeo = socket.sndtimeo = int(options.get("deadline", SECONDS_10))
    socket.linger = SECONDS_10
    if kind in ("PUB", "XPUB"):
        socket.sndhwm = 0
    configure(context, socket, options)
    if "bind" in options:
        socket.bind(options["bind"])
        address = socket.last_endpoint.decode().rstrip("\0")
    else:
        address = options["connect"]
        socket.connect(address)
    if kind == "SUB":
        socket.subscribe(options.get("subscribe", ""))
    if kind == "XSUB":
        socket.send(b"\1" + options.get("subscribe", "").encode())
    print("ready", address, flush=True)
    result = {"done": 0}
    try:
        ACTIONS[options["do"]](socket, int(options.get("count", 1 << 60)), options, result)
    except Exception as error:
        result["error"] = f"{type(error).__name__}: {error}"
    print(json.dumps(result), flush=True)
    if "error" in result:
        os._exit(1)
    if options.get("exit"):
        context.destroy()
    else:
        signal.pause()


def configure(context, socket, options):
    if "identity" in options:
        socket.identity = options["identity"].encode()
    if "heartbeat" in options:
        socket.heartbeat_ivl = int(options["heartbeat"])
    if "users" in options or "clients" in options:
        threading.Thread(target=admit, args=(zap(context), options), daemon=True).start()
        socket.zap_domain = b"test"
    if options.get("server") == "plain":
        socket.plain_server = True
    if "username" in options:
        socket.plain_username = options["username"].encode()
        socket.plain_password = options["password"].encode()
    if options.get("server") == "curve":
        socket.curve_server = True
    if "secret" in options:
        socket.curve_publickey = options["public"].encode()
        socket.curve_secretkey = options["secret"].encode()
    if "serverkey" in options:
        socket.curve_serverkey = options["serverkey"].encode()


def zap(context):
    handler = context.socket(zmq.REP)
    handler.bind("inproc://zeromq.zap.01")
    return handler


def admit(handler, options):
    while True:
        version, request, _, _, _, mechanism, *credentials = handler.recv_multipart()
        if mechanism == b"PLAIN":
            known = b":".join(credentials).decode() in options.get("users", "").split(",")
        else:
            known = z85.encode(credentials[0]).decode() in options.get("clients", "").split(",")
        status = [b"200", b"OK"] if known else [b"400", b"No access"]
        handler.send_multipart([version, request, *status, b"", b""])


def before(options):
    if options.get("delimiter"):
        return [b""]
    return [options["topic"].encode()] if "topic" in options else []


def send(socket, count, options, result):
    prefix = before(options)
    if options.get("wait"):
        told = threading.Event()
        threading.Thread(target=lambda: (sys.stdin.readline(), told.set()), daemon=True).start()
        while not told.wait(0.005):
            socket.send_multipart(prefix + [b"probe"])
    for number in range(count):
        socket.send_multipart(prefix + message(number))
        result["done"] += 1


def receive(socket, count, options, result):
    prefix = before(options)
    for number in range(count):
        frames = socket.recv_multipart()
        while frames[-1] == b"probe":
            frames = socket.recv_multipart()
        if frames != prefix + message(number):
            raise ValueError(f"{frames} came, not {prefix + message(number)}")
        result["done"] += 1


def echo(socket, count, options, result):
    for _ in range(count):
        socket.send_multipart(socket.recv_multipart())
        result["done"] += 1


def request(socket, count, options, result):
    prefix = before(options)
    expected = {}
    for number in range(count + int(options.get("window", 1))):
        if number < count:
            expected[b"%d" % number] = prefix + message(number)
            socket.send_multipart(prefix + message(number))
        if number >= count or len(expected) >= int(options.get("window", 1)):
            if not expected:
                return
            reply = socket.recv_multipart()
            if expected.pop(reply[len(prefix)], None) != reply:
                raise ValueError(f"{reply} came")
            result["done"] += 1


ACTIONS = {"send": send, "receive": receive, "echo": echo, "request": request}

if __name__ == "__main__":
    main(dict(argument.split("=", 1) for argument in sys.argv[1:]))

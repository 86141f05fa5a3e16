"""Datagrams: bound, connected, with addresses by every call that has one, and without."""
import errno, socket, struct, sys

host = sys.argv[1]
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((host, 0))
server.settimeout(10)
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(10)

for size in (0, 1, 1400, 9000):
    assert client.sendto(b"d" * size, server.getsockname()) == size
    octets, source = server.recvfrom(65536)
    assert octets == b"d" * size and source[1] == client.getsockname()[1], (len(octets), source)
    server.sendto(b"answer", source)
    assert client.recvfrom(100) == (b"answer", server.getsockname())

# By message, cut, and peeked at.
client.sendmsg([b"one ", b"two"], [], 0, server.getsockname())
octets, control, flags, source = server.recvmsg(4)
assert (octets, control, flags & socket.MSG_TRUNC) == (b"one ", [], socket.MSG_TRUNC), (octets, flags)
client.sendto(b"peeked", server.getsockname())
assert server.recvfrom(100, socket.MSG_PEEK)[0] == server.recvfrom(100)[0] == b"peeked"

# Connected: native sends and receives, and from the peer only.
client.connect(server.getsockname())
assert client.getpeername() == server.getsockname()
client.send(b"connected")
octets, source = server.recvfrom(100)
assert octets == b"connected" and source == client.getsockname(), source
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.sendto(b"intruder", client.getsockname())
server.sendto(b"from the peer", client.getsockname())
assert client.recv(100) == b"from the peer"

# Nothing there: at once, or when the time is up.
client.setblocking(False)
try:
    client.recvfrom(1)
    raise AssertionError("received nothing")
except BlockingIOError:
    pass
server.settimeout(None)
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 200_000))
try:
    server.recvfrom(1)
    raise AssertionError("received nothing")
except BlockingIOError:
    pass
try:
    other.sendto(b"x" * 70000, server.getsockname())
    raise AssertionError("too long")
except OSError as problem:
    assert problem.errno == errno.EMSGSIZE, problem
print("ok")

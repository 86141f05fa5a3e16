"""Streams: names, options, half-close, resets, time-outs, peeking."""
import errno, socket, struct, sys, threading

host = sys.argv[1]


def pair():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, 0))
    listener.listen(5)
    assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
    client = socket.create_connection(listener.getsockname())
    server, peer = listener.accept()
    assert peer == client.getsockname(), (peer, client.getsockname())
    assert client.getpeername() == server.getsockname() == listener.getsockname()
    client.settimeout(10)
    server.settimeout(10)
    listener.close()
    return client, server


def read_all(sock):
    parts = []
    while part := sock.recv(65536):
        parts.append(part)
    return b"".join(parts)


# Half-close: everything arrives, then the end, and the other way still works.
client, server = pair()
payload = bytes(range(256)) * 8000
sender = threading.Thread(target=lambda: (client.sendall(payload), client.shutdown(socket.SHUT_WR)))
sender.start()
assert read_all(server) == payload
server.sendall(b"still here")
server.close()
assert read_all(client) == b"still here"
sender.join()
client.close()

# Options.
client, server = pair()
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
assert client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
assert client.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
assert client.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM
assert client.getsockopt(socket.SOL_SOCKET, 38) == socket.IPPROTO_TCP
assert client.getsockopt(socket.SOL_SOCKET, 39) == socket.AF_INET
assert client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
information = client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
state, wscale = information[0], information[6]
rto, send_mss = struct.unpack_from("I", information, 8)[0], struct.unpack_from("I", information, 16)[0]
cwnd, segments_out = struct.unpack_from("I", information, 80)[0], struct.unpack_from("I", information, 136)[0]
assert len(information) == 240 and state == 1 and wscale & 15 > 0, information
assert 100_000 < rto < 5_000_000 and send_mss > 500 and 2 <= cwnd < 10_000 and segments_out > 0, (rto, send_mss, cwnd, segments_out)
try:
    client.getsockopt(socket.SOL_SOCKET, 9999)
    raise AssertionError("an unknown option")
except OSError as problem:
    assert problem.errno == errno.ENOPROTOOPT, problem

# Peek, and a receive that times out.
server.sendall(b"abc")
assert client.recv(2, socket.MSG_PEEK) == b"ab"
assert client.recv(10) == b"abc"
client.settimeout(None)
client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 200_000))
try:
    client.recv(1)
    raise AssertionError("received nothing")
except BlockingIOError:
    pass

# A reset is told as one.
server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
server.close()
client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 10, 0))
try:
    assert client.recv(1) == b"", "data after a reset"
    raise AssertionError("an end instead of a reset")
except ConnectionResetError:
    pass

# Scattered and gathered.
client, server = pair()
assert client.sendmsg([b"one ", b"two"]) == 7
first, second = bytearray(4), bytearray(10)
count, _, _, _ = server.recvmsg_into([first, second])
assert (count, bytes(first), bytes(second[:3])) == (7, b"one ", b"two")
print("ok")

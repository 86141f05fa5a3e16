"""select, poll, epoll and asyncio; connects that a program does not wait for; servers that are told of connections."""
import asyncio, errno, select, socket, sys

host = sys.argv[1]

# A connect that nobody answers is not ready; one that is answered is; one that is refused says so.
silent = socket.socket()
silent.setblocking(False)
assert silent.connect_ex(("10.9.0.77", 1)) == errno.EINPROGRESS
assert silent.connect_ex(("10.9.0.77", 1)) == errno.EALREADY
assert select.select([], [silent], [], 0.2) == ([], [], [])
silent.close()
refused = socket.socket()
refused.setblocking(False)
assert refused.connect_ex(("10.9.0.1", 1)) == errno.EINPROGRESS
poll = select.poll()
poll.register(refused, select.POLLOUT)
assert poll.poll(5000), "never told"
assert refused.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == errno.ECONNREFUSED
answered = socket.socket()
answered.setblocking(False)
assert answered.connect_ex((host, 7)) == errno.EINPROGRESS
poll = select.poll()
poll.register(answered, select.POLLOUT)
assert poll.poll(5000) == [(answered.fileno(), select.POLLOUT)]
assert answered.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
answered.setblocking(True)
answered.settimeout(10)
answered.sendall(b"e" * 300_000)
left = 300_000
while left:
    left -= len(answered.recv(65536))

# A listener is readable once for connections that wait, edge-triggered too.
listener = socket.socket()
listener.bind((host, 0))
listener.listen(16)
listener.setblocking(False)
try:
    listener.accept()
    raise AssertionError("nobody has called")
except BlockingIOError:
    pass
epoll = select.epoll()
epoll.register(listener, select.EPOLLIN | select.EPOLLET)
for _ in range(3):
    callers = [socket.create_connection(listener.getsockname()) for _ in range(4)]
    taken = 0
    while taken < 4:
        assert epoll.poll(5), f"not told after {taken}"
        while True:
            try:
                listener.accept()[0].close()
                taken += 1
            except BlockingIOError:
                break


async def exchange():
    server = await asyncio.start_server(lambda reader, writer: relay(reader, writer), host, 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"a" * 200_000)
    writer.write_eof()
    assert await reader.read(-1) == b"a" * 200_000
    writer.close()


async def relay(reader, writer):
    while octets := await reader.read(65536):
        writer.write(octets)
        await writer.drain()
    writer.close()


asyncio.run(asyncio.wait_for(exchange(), 20))
print("ok")

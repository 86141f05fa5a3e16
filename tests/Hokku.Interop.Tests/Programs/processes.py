"""Descriptors across dup, fork, exec and passing; threads; signals that interrupt a call."""
import array, os, signal, socket, subprocess, sys, threading

host = sys.argv[1]

# A child inherits the connection and speaks last.
first = socket.create_connection((host, 7), timeout=10)
if (child := os.fork()) == 0:
    first.sendall(b"child")
    os._exit(0)
os.waitpid(child, 0)
assert first.recv(10) == b"child"
second = first.dup()
first.close()
second.settimeout(10)
second.sendall(b"dup")
assert second.recv(10) == b"dup"

# An executed program has it as its standard streams.
subprocess.run(["sh", "-c", "echo executed"], stdout=second.fileno(), check=True)
assert second.recv(100) == b"executed\n"

# Passed over a Unix-domain socket.
here, there = socket.socketpair()
socket.send_fds(here, [b"."], [second.fileno()])
_, passed, _, _ = socket.recv_fds(there, 1, 1)
third = socket.socket(fileno=passed[0])
assert third.getpeername() == (host, 7)
third.settimeout(10)
third.sendall(b"passed")
assert third.recv(10) == b"passed"

# Many threads at once.
problems = []


def speak(number):
    try:
        with socket.create_connection((host, 7), timeout=20) as sock:
            sock.sendall(str(number).encode())
            assert sock.recv(100) == str(number).encode()
    except Exception as problem:
        problems.append(problem)


threads = [threading.Thread(target=speak, args=(i,)) for i in range(50)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not problems, problems

# A signal ends a call that waits, and the next call is a new one.
listener = socket.socket()
listener.bind((host, 0))
listener.listen(1)


class Alarm(Exception):
    pass


def ring(*_):
    raise Alarm


signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    listener.accept()
    raise AssertionError("nobody has called")
except Alarm:
    pass
caller = socket.create_connection(listener.getsockname())
assert listener.accept()[1] == caller.getsockname()
print("ok")

"""What programs do not get, and the interfaces that they see."""
import ctypes, errno, fcntl, socket, struct, sys

host = sys.argv[1]
for family, kind in ((socket.AF_INET6, socket.SOCK_STREAM), (socket.AF_PACKET, socket.SOCK_RAW), (socket.AF_NETLINK, socket.SOCK_RAW), (40, socket.SOCK_STREAM)):
    try:
        socket.socket(family, kind)
        raise AssertionError(f"family {family}")
    except OSError as problem:
        assert problem.errno == errno.EAFNOSUPPORT, problem

libc = ctypes.CDLL(None, use_errno=True)
assert libc.syscall(425, 1, ctypes.create_string_buffer(120)) == -1 and ctypes.get_errno() == errno.ENOSYS  # io_uring_setup
assert libc.syscall(0x40000000 + 41, 2, 1, 0) == -1 and ctypes.get_errno() == errno.ENOSYS  # x32

unix = socket.socketpair()
unix[0].send(b"local")
assert unix[1].recv(10) == b"local"
assert unix[0].getsockopt(socket.SOL_SOCKET, socket.SO_DOMAIN if hasattr(socket, "SO_DOMAIN") else 39) == socket.AF_UNIX

probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def request(number, name):
    return fcntl.ioctl(probe, number, struct.pack("16s24x", name))


assert socket.inet_ntoa(request(0x8915, b"hk0")[20:24]) == host
assert socket.inet_ntoa(request(0x891B, b"hk0")[20:24]) == "255.255.255.0"
assert struct.unpack_from("i", request(0x8921, b"hk0"), 16)[0] == 1500
assert struct.unpack_from("H", request(0x8913, b"hk0"), 16)[0] & 0x41 == 0x41  # up and running
try:
    request(0x8915, b"eth9")
    raise AssertionError("no such interface")
except OSError as problem:
    assert problem.errno == errno.ENODEV, problem

# Addresses that a program has no right to read are its error, not the supervisor's.
plain = socket.socket()
assert libc.bind(plain.fileno(), ctypes.c_void_p(8), 16) == -1 and ctypes.get_errno() == errno.EFAULT
assert libc.getsockname(plain.fileno(), ctypes.c_void_p(8), ctypes.c_void_p(8)) == -1 and ctypes.get_errno() == errno.EFAULT
print("ok")

using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <summary>A socket of the stack under test as its user has it, with the two streams it writes and reads: octet n of either has one value.</summary>
internal sealed class ScriptSocket(ScriptHost host, ISocketCalls socket)
{
    public ISocketCalls Calls => socket;

    public uint Written { get; set; } = 1;

    public uint Read { get; set; } = 1;

    /// <summary>Octets that were taken out of band and are still ahead in the stream.</summary>
    public int Missing { get; set; }

    public static SocketError Open(ScriptHost host, SocketType type, out ScriptSocket? opened)
    {
        ISocketCalls? calls = null;
        var error = host.Inside(() => host.Stack.Sockets.Open(host.Family.Family, type, 0, out calls));
        opened = calls is null ? null : new ScriptSocket(host, calls);
        return error;
    }

    public SocketError Bind(NetAddress address) => host.Inside(() => socket.Bind(address));

    public SocketError Listen(int backlog) => host.Inside(() => socket.Listen(backlog));

    public SocketError Connect(NetAddress peer) => host.Inside(() => socket.Connect(peer));

    public SocketError Accept(out ScriptSocket? accepted)
    {
        ISocketCalls? calls = null;
        var error = host.Inside(() => socket.Accept(out calls));
        accepted = calls is null ? null : new ScriptSocket(host, calls);
        return error;
    }

    /// <summary>Sends the next octets of our stream, all or none.</summary>
    public SocketError Send(int octets, MessageFlags flags, NetAddress? destination = null)
    {
        byte[] text = ScriptFlow.Text(Written, octets);
        var error = host.Inside(() =>
        {
            var buffer = host.Stack.Buffers.Create() ?? throw host.Trace.Fail("The buffer pool is used up.");
            if (destination is { } address)
                buffer.Destination = address;
            if (buffer.TryAppend(text))
                return socket.Send(buffer, flags);
            buffer.Free();
            throw host.Trace.Fail("The buffer pool is used up.");
        });
        if (error == SocketError.Success)
            Written += (uint)octets;
        return error;
    }

    /// <summary>Reads so many octets, or what there is.</summary>
    public byte[] Receive(int octets, MessageFlags flags, out SocketError error)
    {
        var text = new List<byte>();
        error = host.Inside(() =>
        {
            var last = SocketError.Success;
            NetBuffer? buffer;
            while (text.Count < octets && (last = socket.Receive(octets - text.Count, flags, out buffer)) == SocketError.Success && buffer is not null)
            {
                byte[] piece = new byte[buffer.Size];
                buffer.Read(0, piece);
                buffer.Free();
                text.AddRange(piece);
                if ((flags & MessageFlags.Peek) != 0)
                    break;
            }

            return last;
        });
        return [.. text];
    }

    public SocketError Shutdown(SocketShutdown direction) => host.Inside(() => socket.Shutdown(direction));

    public void Close() => host.Inside(() =>
    {
        socket.Close();
        return true;
    });

    /// <summary>Linger on: zero aborts.</summary>
    public void Linger(TimeSpan? time) => host.Inside(() => socket.Linger = time);

    public SocketError Set(SocketLevel level, int option, ReadOnlySpan<byte> value)
    {
        byte[] octets = value.ToArray();
        return host.Inside(() => socket.SetOption(level, option, octets));
    }

    public SocketError Set(SocketLevel level, int option, int value) => Set(level, option, BitConverter.GetBytes(value));

    public SocketError Get(SocketLevel level, int option, byte[] value, out int length)
    {
        int written = 0;
        var error = host.Inside(() => socket.GetOption(level, option, value, out written));
        length = written;
        return error;
    }

    /// <summary>TCP_INFO.</summary>
    public TcpInformation Information()
    {
        byte[] value = new byte[Marshal.SizeOf<TcpInformation>()];
        Get(SocketLevel.Tcp, (int)TcpOption.Information, value, out _);
        return MemoryMarshal.Read<TcpInformation>(value);
    }

    public SocketEvents Poll() => host.Inside(() => socket.Poll());

    public int Readable => host.Inside(() => socket.ReadAvailable);

    public string State => host.Inside(() => socket.First.State);
}

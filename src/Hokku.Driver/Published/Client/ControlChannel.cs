using System.Net.Sockets;
using System.Text;
using Hokku.Linux;

namespace Hokku.Driver.Published;

/// <summary>The connection for control calls: one request at a time, and the caller waits for its answer, which the server gives at once.</summary>
internal sealed class ControlChannel : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Descriptor _connection;
    private bool _isBroken;

    /// <exception cref="DriverException">Nobody is there, or the server speaks another version or refuses.</exception>
    public ControlChannel(string path)
    {
        try
        {
            _connection = UnixSocket.Connect(path);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            throw new DriverException($"No host can be reached at {path}: {exception.Message}", exception);
        }

        var request = new RequestHeader { Call = PublishedCall.Hello, Number = RequestHeader.Version, Capacity = 256 };
        Span<byte> name = stackalloc byte[256];
        var error = Call(ref request, default, name, out var reply, out var events);
        if (error == SocketError.Success && events is not null)
        {
            HostName = Encoding.UTF8.GetString(name[..reply.Length]);
            Events = events;
            return;
        }

        _connection.Dispose();
        throw new DriverException(error == SocketError.VersionNotSupported
            ? $"The host at {path} speaks version {reply.Number} of the driver's protocol, and this program version {RequestHeader.Version}: use programs of one release."
            : $"The host at {path} refuses: it belongs to another user, who has not shared it, or it has too many clients.");
    }

    public string HostName { get; }

    /// <summary>Where the server tells events.</summary>
    public Descriptor Events { get; }

    /// <summary>Makes a call. NetworkDown when the server is gone.</summary>
    /// <param name="request">Its lengths are set here.</param>
    /// <param name="octets">What follows the header.</param>
    /// <param name="argument">Overwritten by the answer; zeros where the answer has nothing.</param>
    /// <param name="reply">The answer's header.</param>
    /// <param name="passed">The descriptor that came with it; the caller's.</param>
    public SocketError Call(ref RequestHeader request, ReadOnlySpan<byte> octets, Span<byte> argument, out ReplyHeader reply, out Descriptor? passed)
    {
        request.Length = octets.Length;
        request.Capacity = argument.Length;
        reply = default;
        passed = null;
        lock (_lock)
        {
            if (!_isBroken && TrySend(Framing.Octets(ref request)) && TrySend(octets)
                && TryReceive(Framing.Octets(ref reply), ref passed) && reply.Length <= Math.Max(argument.Length, 0)
                && TryReceive(argument[..reply.Length], ref passed))
            {
                argument[reply.Length..].Clear();
                return reply.Error;
            }

            _isBroken = true;
            passed?.Dispose();
            passed = null;
            return SocketError.NetworkDown;
        }
    }

    public void Dispose()
    {
        // Ends a call that waits, too.
        UnixSocket.Shutdown(_connection, SocketShutdown.Both);
        lock (_lock)
        {
            _isBroken = true;
            _connection.Dispose();
        }
    }

    private bool TrySend(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int sent = (int)UnixSocket.Send(_connection, octets, default);
            if (sent == -(int)LinuxError.EINTR)
                continue;
            if (sent <= 0)
                return false;
            octets = octets[sent..];
        }

        return true;
    }

    private bool TryReceive(Span<byte> octets, ref Descriptor? passed)
    {
        Span<int> descriptors = stackalloc int[1];
        while (!octets.IsEmpty)
        {
            int received = (int)UnixSocket.Receive(_connection, octets, descriptors, out int count);
            if (count > 0)
                passed = new Descriptor(descriptors[0]);
            if (received == -(int)LinuxError.EINTR)
                continue;
            if (received <= 0)
                return false;
            octets = octets[received..];
        }

        return true;
    }
}

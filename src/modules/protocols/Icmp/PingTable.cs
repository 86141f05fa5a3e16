using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Icmp;

/// <summary>The open ping sockets by identifier, which is the port of their address.</summary>
internal sealed class PingTable(IEntropy entropy)
{
    private readonly Dictionary<ushort, PingSocket> _sockets = [];

    public int Count => _sockets.Count;

    /// <summary>Takes the identifier asked for, or a free one at random when it is 0.</summary>
    public SocketError Bind(PingSocket socket, ref Port identifier)
    {
        if (!identifier.IsAny)
            return _sockets.TryAdd(identifier, socket) ? SocketError.Success : SocketError.AddressAlreadyInUse;
        uint start = entropy.Below(ushort.MaxValue);
        for (uint i = 0; i < ushort.MaxValue; i++)
        {
            var candidate = (ushort)(1 + ((start + i) % ushort.MaxValue));
            if (!_sockets.TryAdd(candidate, socket))
                continue;
            identifier = candidate;
            return SocketError.Success;
        }

        return SocketError.AddressAlreadyInUse;
    }

    public void Unbind(Port identifier) => _sockets.Remove(identifier);

    /// <summary>Gives an echo reply to its asker; false when there is none, and the buffer stays the caller's.</summary>
    public bool Deliver(NetBuffer buffer, ushort identifier)
    {
        if (!_sockets.TryGetValue(identifier, out var socket) || !socket.Accepts(buffer.Destination, buffer.Source))
            return false;
        socket.Receive(buffer);
        return true;
    }

    /// <summary>Tells the asker of a quoted echo; false when there is none. The quote stays the caller's.</summary>
    public bool ErrorReceived(in NetworkError error, NetBuffer quoted, ushort identifier)
    {
        if (!_sockets.TryGetValue(identifier, out var socket) || !socket.Accepts(quoted.Source, quoted.Destination))
            return false;
        socket.ErrorReceived(error, quoted.Destination);
        return true;
    }
}

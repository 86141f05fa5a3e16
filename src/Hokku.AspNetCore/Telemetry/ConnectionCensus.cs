using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Hokku.Network;

namespace Hokku.AspNetCore.Telemetry;

/// <summary>The connections that this application has on a host, Kestrel's and its clients', while they live.</summary>
internal sealed class ConnectionCensus
{
    // A sample is enough: nobody looks at ten thousand round-trip times.
    private const int Limit = 1024;
    private static readonly ConditionalWeakTable<NetworkHost, ConnectionCensus> All = [];
    private readonly HashSet<HokkuSocket> _sockets = [];

    public static void Add(NetworkHost host, HokkuSocket socket)
    {
        var census = All.GetOrCreateValue(host);
        lock (census._sockets)
        {
            if (census._sockets.Count < Limit || census.Forget() > 0)
                census._sockets.Add(socket);
        }
    }

    public static void Remove(NetworkHost host, HokkuSocket socket)
    {
        if (!All.TryGetValue(host, out var census))
            return;
        lock (census._sockets)
            census._sockets.Remove(socket);
    }

    /// <summary>How each of them does.</summary>
    public static IReadOnlyList<TcpConnectionState> Of(NetworkHost host)
    {
        if (!All.TryGetValue(host, out var census))
            return [];
        HokkuSocket[] sockets;
        lock (census._sockets)
        {
            census.Forget();
            sockets = [.. census._sockets];
        }

        var states = new List<TcpConnectionState>(sockets.Length);
        foreach (var socket in sockets)
        {
            try
            {
                states.Add(socket.GetTcpState());
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                // It ended just now.
            }
        }

        return states;
    }

    private int Forget() => _sockets.RemoveWhere(static socket => socket.IsGone);
}

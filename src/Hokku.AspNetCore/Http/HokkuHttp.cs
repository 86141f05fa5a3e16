using Hokku.AspNetCore.Http;
using Hokku.Network;

namespace Hokku.AspNetCore;

/// <summary>HttpClient over a Hokku host.</summary>
public static class HokkuHttp
{
    /// <summary>A handler whose connections go out from this host, to names that its resolver knows. HttpClient, gRPC and WebSockets take it.</summary>
    public static SocketsHttpHandler CreateHttpHandler(this HokkuHost host) => CreateHttpHandler(host.Network, host.Resolver);

    /// <summary>A handler whose connections go out from a host, to names that the resolver knows.</summary>
    public static SocketsHttpHandler CreateHttpHandler(this NetworkHost host, Resolver resolver) => Connecting(new SocketsHttpHandler { UseProxy = false }, host, resolver);

    /// <summary>Lets a handler's connections go out from a host; its other settings stay.</summary>
    public static SocketsHttpHandler Connecting(SocketsHttpHandler handler, NetworkHost host, Resolver resolver)
    {
        ArgumentNullException.ThrowIfNull(handler);
        handler.ConnectCallback = new HokkuConnector(host, resolver).ConnectAsync;
        return handler;
    }
}

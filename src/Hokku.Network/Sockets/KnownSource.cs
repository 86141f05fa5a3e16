using System.Net;
using Hokku.Wire.Addresses;

namespace Hokku.Network.Sockets;

/// <summary>The last source of datagrams with its end point, so that a steady peer costs no allocation.</summary>
internal sealed record KnownSource(NetAddress Address, IPEndPoint EndPoint);

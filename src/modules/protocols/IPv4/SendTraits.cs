namespace Hokku.Protocols.IPv4;

/// <summary>How packets are sent: the IP options of one socket, or the defaults for packets without a socket.</summary>
internal sealed class SendTraits
{
    public const byte DefaultTimeToLive = 64;

    public byte TimeToLive { get; set; } = DefaultTimeToLive;

    public byte TypeOfService { get; set; }

    public MtuDiscovery Discovery { get; set; } = MtuDiscovery.Want;

    /// <summary>Options for every packet (RFC 791), padded to a multiple of four octets; at most 40.</summary>
    public byte[] Options { get; set; } = [];

    /// <summary>One hop, unless the user says more (RFC 1112, 6.1).</summary>
    public byte MulticastTimeToLive { get; set; } = 1;

    /// <summary>Which interface multicasts leave by; 0 for the route's.</summary>
    public int MulticastInterface { get; set; }

    /// <summary>Whether members on this host get our multicasts as well.</summary>
    public bool MulticastLoop { get; set; } = true;
}

/// <summary>What is done about the path MTU (IP_MTU_DISCOVER). The numbers are Linux's.</summary>
internal enum MtuDiscovery : byte
{
    /// <summary>Never DF: packets too large are fragmented here and on the way.</summary>
    Never = 0,

    /// <summary>DF on what fits the path; what does not is fragmented here.</summary>
    Want = 1,

    /// <summary>Always DF: what does not fit the path is refused.</summary>
    Always = 2,

    /// <summary>Always DF, and only the interface's MTU counts.</summary>
    Probe = 3,
}

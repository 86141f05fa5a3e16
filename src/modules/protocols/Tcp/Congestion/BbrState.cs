namespace Hokku.Protocols.Tcp;

/// <summary>What BBR is doing (draft-ietf-ccwg-bbr, 5.3).</summary>
internal enum BbrState : byte
{
    /// <summary>Doubles the rate each round trip until it is delivered no faster.</summary>
    Startup,

    /// <summary>Lets the queue run empty that startup has made.</summary>
    Drain,

    /// <summary>Leaves some room for others.</summary>
    Down,

    /// <summary>Sends as fast as it is delivered.</summary>
    Cruise,

    /// <summary>Fills the pipe before it probes for more.</summary>
    Refill,

    /// <summary>Sends faster, to see whether there is more.</summary>
    Up,

    /// <summary>Sends little, to see how short the path is.</summary>
    ProbeRoundTrip,
}

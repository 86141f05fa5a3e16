using System.Net;

namespace Hokku.AspNetCore;

/// <summary>How a forwarder serves this machine's programs.</summary>
public sealed class ForwarderOptions
{
    /// <summary>The kernel's address to listen on. Keep it on loopback: whoever reaches it reaches what the Hokku host reaches.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>0 for a free one.</summary>
    public int Port { get; set; }

    /// <summary>How many connections it carries at once.</summary>
    public int ConnectionLimit { get; set; } = 1024;

    /// <summary>How long connecting, and a SOCKS client's greeting, may take.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>SOCKS only: the name that clients must give (RFC 1929); null for everybody of this machine.</summary>
    public string? UserName { get; set; }

    /// <summary>SOCKS only.</summary>
    public string? Password { get; set; }
}

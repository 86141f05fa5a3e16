using System.Net;
using System.Net.NetworkInformation;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>One entry of ARP.</summary>
public sealed class NeighborState
{
    internal NeighborState(in ArpEntry entry)
    {
        Interface = entry.Interface.ToString();
        Address = entry.Address.ToIPAddress();
        LinkAddress = new PhysicalAddress(entry.LinkAddress.Octets.ToArray());
        IsLocal = (entry.Flags & ArpFlags.Local) != 0;
        IsRejected = (entry.Flags & ArpFlags.Reject) != 0;
        IsPermanent = (entry.Flags & ArpFlags.Permanent) != 0;
        IsPublished = (entry.Flags & ArpFlags.Publish) != 0;
        IsValid = (entry.Flags & ArpFlags.Valid) != 0;
        Age = TimeSpan.FromSeconds(entry.Age);
    }

    public string Interface { get; }

    public IPAddress Address { get; }

    public PhysicalAddress LinkAddress { get; }

    /// <summary>An address of our own.</summary>
    public bool IsLocal { get; }

    /// <summary>It did not answer.</summary>
    public bool IsRejected { get; }

    public bool IsPermanent { get; }

    /// <summary>We answer for it.</summary>
    public bool IsPublished { get; }

    public bool IsValid { get; }

    /// <summary>Since it was last confirmed.</summary>
    public TimeSpan Age { get; }
}

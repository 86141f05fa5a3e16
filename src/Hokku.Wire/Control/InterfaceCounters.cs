using System.Runtime.InteropServices;

namespace Hokku.Wire.Control;

/// <summary>The counters of one interface: the counterpart of struct ifreq_stats.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InterfaceCounters
{
    public long ReceivedPackets;
    public long ReceivedOctets;
    public long ReceivedMulticasts;
    public long ReceiveErrors;
    public long ReceiveDropped;
    public long SentPackets;
    public long SentOctets;
    public long SentMulticasts;
    public long SendErrors;
    public long SendDropped;
    public long Collisions;
}

using System.Runtime.InteropServices;

namespace Hokku.Wire.Control;

/// <summary>One counter as `netstat -s` lists it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CounterEntry
{
    /// <summary>Whose it is: a protocol ("tcp"), an interface ("/dev/net/tap/hk0") or "stack".</summary>
    public NameText Owner;

    /// <summary>What is counted: "segments received", or a drop reason.</summary>
    public NameText Name;

    /// <summary>1 when the counter counts drops.</summary>
    public int IsDrop;
    public long Value;
}

using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Control;

/// <summary>All about one interface, as GetInterfaces lists it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InterfaceEntry
{
    public NameText Name;
    public NameText Device;
    public int Index;

    /// <summary>The device's number, as captures tell it.</summary>
    public int DeviceIndex;
    public NetFamily Family;
    public DeviceType Type;
    public InterfaceFlags Flags;
    public int Mtu;
    public int DeviceMtu;
    public int Metric;
    public int Media;

    /// <summary>What the device does in hardware (DeviceOffloads).</summary>
    public int Offloads;
    public int AliasCount;

    /// <summary>The device's hardware address; unspecified when it has none.</summary>
    public NetAddress LinkAddress;

    /// <summary>The first address and what belongs to it; more by GetAlias.</summary>
    public NetAddress Address;
    public NetAddress Mask;
    public NetAddress Broadcast;
    public InterfaceCounters Counters;
}

using Hokku.Abstractions;
using Hokku.Wire.Control;

namespace Hokku.Tests.Stack.Fakes;

/// <summary>An interface without a stack: what a route needs of one.</summary>
internal sealed class PlainInterface(int index) : INetInterface
{
    public string Name { get; } = $"plain{index}";

    public int Index { get; } = index;

    public INetDomain Domain => throw new NotSupportedException();

    public NetDevice Device => throw new NotSupportedException();

    public InterfaceFlags Flags => IsUp ? InterfaceFlags.Up : InterfaceFlags.None;

    public bool IsUp { get; set; } = true;

    public int Mtu { get; set; } = 1500;

    public int Metric { get; set; }

    public IReadOnlyList<InterfaceAddress> Addresses { get; } = [];

    public DatalinkProtocol Chain => throw new NotSupportedException();

    public InterfaceStatistics Statistics { get; } = new();
}

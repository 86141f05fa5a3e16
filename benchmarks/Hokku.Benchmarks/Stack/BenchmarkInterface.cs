using Hokku.Abstractions;
using Hokku.Wire.Control;

namespace Hokku.Benchmarks.Stack;

/// <summary>An interface without a stack: what a route needs of one.</summary>
internal sealed class BenchmarkInterface : INetInterface
{
    public string Name => "benchmark";

    public int Index => 1;

    public INetDomain Domain => throw new NotSupportedException();

    public NetDevice Device => throw new NotSupportedException();

    public InterfaceFlags Flags => InterfaceFlags.Up;

    public bool IsUp => true;

    public int Mtu => 1500;

    public int Metric => 0;

    public IReadOnlyList<InterfaceAddress> Addresses => [];

    public DatalinkProtocol Chain => throw new NotSupportedException();

    public InterfaceStatistics Statistics { get; } = new();
}

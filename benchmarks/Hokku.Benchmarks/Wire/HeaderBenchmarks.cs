using BenchmarkDotNet.Attributes;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;

namespace Hokku.Benchmarks.Wire;

/// <summary>Reading and writing the two headers of every TCP packet.</summary>
[MemoryDiagnoser]
public class HeaderBenchmarks
{
    private readonly byte[] _ip = new byte[20];
    private readonly byte[] _tcp = new byte[32];
    private readonly TcpSegment _segment = new()
    {
        SourcePort = 80,
        DestinationPort = 40000,
        Flags = TcpFlags.Acknowledgment,
        Window = 500,
        Options = new() { Timestamps = new(1, 2) },
    };

    [GlobalSetup]
    public void Setup()
    {
        WriteIPv4();
        WriteTcp();
    }

    [Benchmark]
    public bool ParseIPv4() => IPv4Header.TryParse(_ip, out _) && IPv4Header.HasValidChecksum(_ip);

    [Benchmark]
    public int WriteIPv4() => new IPv4Header { TotalLength = 52, Protocol = IPProtocol.Tcp, Source = new(10, 0, 0, 1), Destination = new(10, 0, 0, 2) }.Write(_ip);

    [Benchmark]
    public int ParseTcpWithTimestamps() => TcpSegment.TryParse(_tcp, out var segment) ? segment.PayloadLength : -1;

    [Benchmark]
    public int WriteTcp() => _segment.Write(_tcp);
}

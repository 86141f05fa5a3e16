using BenchmarkDotNet.Attributes;
using Hokku.Wire;

namespace Hokku.Benchmarks.Wire;

/// <summary>The checksum beside a plain copy: at 1460 octets it is to reach 20 GB/s, which is 73 ns or less.</summary>
[MemoryDiagnoser]
public class ChecksumBenchmarks
{
    private byte[] _source = [];
    private byte[] _destination = [];

    [Params(20, 64, 1460, 65536)]
    public int Octets { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _source = new byte[Octets];
        _destination = new byte[Octets];
        new Random(1).NextBytes(_source);
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _source.AsSpan().CopyTo(_destination);

    [Benchmark]
    public uint Sum() => InternetChecksum.Sum(_source);

    [Benchmark]
    public uint CopyAndSum() => InternetChecksum.CopyAndSum(_source, _destination);
}

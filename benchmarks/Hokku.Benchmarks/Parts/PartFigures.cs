using Hokku.Benchmarks.Buffers;
using Hokku.Benchmarks.Stack;
using Hokku.Wire;

namespace Hokku.Benchmarks.Parts;

/// <summary>What the parts cost that every packet, timer and route goes through. Takes some seconds; BenchmarkDotNet measures the same with more care.</summary>
internal static class PartFigures
{
    private const int Packet = 1460;

    public static IEnumerable<Figure> Measure()
    {
        yield return Checksum();
        yield return Buffer();
        yield return Timer();
        yield return Lookup(1024, "1,024 destinations");
        yield return Lookup(65536, "65,536 random destinations");
        yield return Change();
    }

    private static Figure Checksum()
    {
        const int Times = 2000;
        var octets = new byte[Packet];
        new Random(1).NextBytes(octets);
        uint sum = 0;
        double each = Batches.Median(Times, () =>
        {
            for (int i = 0; i < Times; i++)
                sum += InternetChecksum.Sum(octets);
        });
        GC.KeepAlive(sum);
        return new("checksum of 1460 octets", Packet / each, "GB/s", 20, IsMoreBetter: true);
    }

    private static Figure Buffer()
    {
        const int Times = 5000;
        var benchmarks = new BufferBenchmarks();
        benchmarks.Setup();
        double each = Batches.Median(Times, () =>
        {
            for (int i = 0; i < Times; i++)
                benchmarks.AllocateAndFree();
        });
        benchmarks.Cleanup();
        return new("buffer alloc + free", each, "ns", 15);
    }

    private static Figure Timer()
    {
        var benchmarks = new TimerWheelBenchmarks();
        benchmarks.Arm();
        return new("timer arm + cancel, 10,000 of a million", Batches.Median(TimerWheelBenchmarks.WorkingSet, benchmarks.ArmAndCancel), "ns", 20);
    }

    private static Figure Lookup(int destinations, string what)
    {
        const int Times = 4096;
        var benchmarks = new RouteTableBenchmarks { Destinations = destinations };
        benchmarks.Fill();
        double each = Batches.Median(Times, () =>
        {
            for (int i = 0; i < Times; i++)
                benchmarks.Lookup();
        });
        return new($"route lookup at 100,000 routes, {what}", each, "ns", 100);
    }

    private static Figure Change()
    {
        var benchmarks = new RouteTableBenchmarks { Destinations = 65536 };
        benchmarks.Fill();
        return new("adding and removing a route at 100,000 RouteInfos", Batches.Median(1, benchmarks.AddAndRemove) / 1000, "µs", 1000);
    }
}

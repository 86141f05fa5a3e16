using System.Diagnostics;
using System.Globalization;
using Hokku.Testing;
using Hokku.Tests.Figures;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>Mutated frames by the million against a whole stack.</summary>
[Collection(FiguresCollection.Name)]
public sealed class MutationCampaignTests(ITestOutputHelper output)
{
    private const ulong Seed = 20_301;
    private const long Wanted = 10_000_000;
    private const long Slice = 100_000;

    // The run of every day stops here; --long goes on to the end.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    [Fact]
    public void Ten_million_mutated_frames_neither_throw_nor_leak_and_every_counter_adds_up()
    {
        bool isLong = Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1";
        using var campaign = new MutationCampaign(Seed);
        campaign.Run(Slice);
        var watch = Stopwatch.StartNew();
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        while (campaign.Frames < Wanted && (isLong || watch.Elapsed < Budget))
            campaign.Run(Slice);
        long heap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        var report = campaign.Finish(allocated);
        string figure = string.Create(
            CultureInfo.InvariantCulture,
            $"FIGURE mutated frames survived: {report.Frames} with seed {Seed} in {watch.Elapsed.TotalSeconds:F1} s ({report.Frames / watch.Elapsed.TotalSeconds / 1e6:F2} million a second), {report.Dropped} drops, {report.Answers} answers, {report.Connections} connections, {report.OctetsRead} octets read, {(double)allocated / report.Frames:F2} octets allocated a frame, heap grown by {heap}, at most {report.PeakChunks} chunks");
        Console.WriteLine(figure);
        output.WriteLine(figure);
        if (report.Frames < Wanted)
            Console.WriteLine($"LEFT TO --long: {Wanted - report.Frames} of {Wanted} mutated frames");
        Assert.Empty(report.Imbalances);
        Assert.True(report.Connections > report.Frames / 100_000, "Too few connections came to life for the campaign to mean anything.");
        Assert.InRange(heap, long.MinValue, 16 << 20);
        Assert.InRange(report.PeakChunks, 0, 24 * 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_mutated_frame_makes_anyone_use_a_buffer_after_its_end(ulong seed)
    {
        using var campaign = new MutationCampaign(seed, debug: true);
        campaign.Run(10_000);
        Assert.Empty(campaign.Finish(0).Imbalances);
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Hokku.AspNetCore.Tests.Hosting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Figures_of_a_host_have_opentelemetrys_names()
    {
        await using var hosts = new TwoHosts();
        using var metrics = hosts.Client.PublishMetrics();
        await hosts.ServeAsync(app => app.MapGet("/", () => "ok"));
        using var client = hosts.CreateClient();
        await client.GetStringAsync("/");

        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener { InstrumentPublished = static (instrument, all) => Enable(instrument, all) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(seen, instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(seen, instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.True(seen["system.network.io /dev/net/wire/lab/1 transmit"] > 100);
        Assert.True(seen["system.network.packet.count /dev/net/wire/lab/1 receive"] > 2);
        Assert.True(seen["system.network.connection.count tcp established"] >= 1);
        Assert.True(seen.ContainsKey("hokku.tcp.retransmits"));
        Assert.True(seen["hokku.tcp.cwnd median"] > 1000);
        Assert.True(seen.ContainsKey("hokku.tcp.rtt max"));
        Assert.True(seen["hokku.protocol.events tcp connections opened active"] >= 1);
    }

    [Fact]
    public async Task Connecting_is_an_activity_and_tells_its_failure()
    {
        await using var hosts = new TwoHosts();
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == HokkuTelemetry.ActivitySourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("network.peer.port") is 4711)
                {
                    lock (ended)
                        ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var client = hosts.CreateClient(4711);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/"));

        var activity = Assert.Single(ended);
        Assert.Equal("hokku connect", activity.OperationName);
        Assert.Equal("10.0.0.1", activity.GetTagItem("network.peer.address"));
        Assert.Equal("ConnectionRefused", activity.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
    }

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == HokkuTelemetry.MeterName)
            listener.EnableMeasurementEvents(instrument);
    }

    private static void Keep(Dictionary<string, double> seen, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var words = new List<string> { instrument.Name };
        bool isClients = false;
        foreach (var (key, tag) in tags)
        {
            if (key == "hokku.host")
                isClients = tag is "client";
            else
                words.Add($"{tag}");
        }

        if (isClients)
            seen[string.Join(' ', words)] = value;
    }
}

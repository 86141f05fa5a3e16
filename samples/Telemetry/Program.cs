// A service whose stack tells OpenTelemetry how it does. Metrics and traces go to OTEL_EXPORTER_OTLP_ENDPOINT; without one this program is its own collector,
// and ends when it has seen what it looks for.
using System.Text;
using Hokku.AspNetCore;
using Hokku.Devices.VirtualWire;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

string? collector = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT");
var seen = new HashSet<string>();
using var all = new CancellationTokenSource(TimeSpan.FromSeconds(20));
string[] wanted = ["system.network.io", "system.network.connection.count", "hokku.tcp.rtt", "hokku.tcp.retransmits", "hokku connect"];

// The collector, when there is no other: Kestrel on the kernel's loopback.
var slim = WebApplication.CreateSlimBuilder();
slim.Logging.ClearProviders();
await using var own = slim.Build();
own.Urls.Add("http://127.0.0.1:0");
own.MapPost("/v1/{kind}", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    string text = Encoding.Latin1.GetString(body.ToArray());
    lock (seen)
    {
        seen.UnionWith(wanted.Where(name => text.Contains(name, StringComparison.Ordinal)));
        if (seen.Count == wanted.Length)
            all.Cancel();
    }

    return Results.Bytes([], "application/x-protobuf");
});
await own.StartAsync();
collector ??= own.Urls.Single();

var wires = new WireRoom();
wires.Add(new VirtualWire("lab"));
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddHokku("edge", o => o.Interface("/dev/net/wire/lab/0", "10.0.0.1/24").Build(host => host.UseWires(wires)));
builder.Services.AddHokku("asker", o => o.Interface("/dev/net/wire/lab/1", "10.0.0.2/24").Build(host => host.UseWires(wires)));
builder.Services.AddHttpClient("edge").UseHokku("asker");
builder.WebHost.UseHokku("edge");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHokku("edge", 80));
builder.Services.AddOpenTelemetry()
    .WithMetrics(metrics => metrics.AddMeter(HokkuTelemetry.MeterName).AddOtlpExporter((exporter, reader) =>
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{collector}/v1/metrics");
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 500;
    }))
    .WithTracing(traces => traces.AddSource(HokkuTelemetry.ActivitySourceName).AddOtlpExporter(exporter =>
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{collector}/v1/traces");
        exporter.BatchExportProcessorOptions = new() { ScheduledDelayMilliseconds = 500 };
    }));
await using var app = builder.Build();
app.MapGet("/", () => "measured");
await app.StartAsync();

using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("edge");
for (int i = 0; i < 100; i++)
    await client.GetStringAsync("http://10.0.0.1/");
await Task.Delay(Timeout.Infinite, all.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
await app.StopAsync();
Console.WriteLine($"the collector has seen {string.Join(", ", wanted.Where(seen.Contains))}");
return seen.Count == wanted.Length ? 0 : 1;

// Kestrel on one host, HttpClient on another, from packages alone.
using Hokku;
using Hokku.AspNetCore;
using Hokku.Devices.VirtualWire;
using HostBuilder = Hokku.HostBuilder;

var wires = new WireRoom();
wires.Add(new VirtualWire("lab"));
using var asker = new HostBuilder("asker").UseWires(wires).Interface("/dev/net/wire/lab/1", "10.0.0.2/24").Start();

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddHokku("edge", o => o.Interface("/dev/net/wire/lab/0", "10.0.0.1/24").Build(host => host.UseWires(wires)));
builder.WebHost.UseHokku();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHokku("edge", 80));
await using var app = builder.Build();
app.MapGet("/", () => "from packages");
await app.StartAsync();

using var client = new HttpClient(asker.CreateHttpHandler());
string answer = await client.GetStringAsync("http://10.0.0.1/");
Console.WriteLine(answer);
await app.StopAsync();
return answer == "from packages" ? 0 : 1;

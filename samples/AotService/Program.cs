// Kestrel, HttpClient and the whole stack in one native program, published by Native AOT: no runtime to install, and it starts in milliseconds.
using Hokku.Devices.VirtualWire;

var wires = new WireRoom();
wires.Add(new VirtualWire("lab"));
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddHokku("edge", o => o.Interface("/dev/net/wire/lab/0", "10.0.0.1/24").Build(host => host.UseWires(wires)));
builder.Services.AddHokku("asker", o => o.Interface("/dev/net/wire/lab/1", "10.0.0.2/24").Build(host => host.UseWires(wires)));
builder.Services.AddHttpClient("edge").UseHokku("asker");
builder.Services.AddHealthChecks().AddHokku("edge");
builder.WebHost.UseHokku("edge");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHokku("edge", 80));
await using var app = builder.Build();
app.MapGet("/", () => "native");
app.MapHealthChecks("/health");
await app.StartAsync();

using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("edge");
string answer = $"{await client.GetStringAsync("http://10.0.0.1/")} and {await client.GetStringAsync("http://10.0.0.1/health")}";
Console.WriteLine(answer);
await app.StopAsync();
return answer == "native and Healthy" ? 0 : 1;

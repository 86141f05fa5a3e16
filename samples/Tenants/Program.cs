// Two tenants in one process, each with a network of its own. Both networks are 10.0.0.0/24, both services are 10.0.0.1, and neither sees the other.
using Hokku.AspNetCore;
using Hokku.Devices.VirtualWire;

string[] tenants = ["red", "blue"];
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseHokku("red");
foreach (string tenant in tenants)
{
    // A wire stands for the tenant's network; in production that is a TAP or a packet socket each.
    var wires = new WireRoom();
    wires.Add(new VirtualWire("net"));
    builder.Services.AddHokku(tenant, o => o.Interface("/dev/net/wire/net/0", "10.0.0.1/24").Build(host => host.UseWires(wires)));
    builder.Services.AddHokku($"{tenant}-customer", o => o.Interface("/dev/net/wire/net/1", "10.0.0.2/24").Build(host => host.UseWires(wires)));
    builder.Services.AddHttpClient(tenant).UseHokku($"{tenant}-customer");
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHokku(tenant, 80));
}

await using var app = builder.Build();

// Which tenant's network a request came by is a feature of its connection.
app.MapGet("/", (HttpContext context) =>
{
    var connection = context.Features.Get<IHokkuConnectionFeature>()!;
    return $"{connection.Host.Name} serves {context.Connection.RemoteIpAddress} at {context.Connection.LocalIpAddress}";
});
await app.StartAsync();

bool isRight = true;
foreach (string tenant in tenants)
{
    using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient(tenant);
    string answer = await client.GetStringAsync("http://10.0.0.1/");
    Console.WriteLine(answer);
    isRight &= answer == $"{tenant} serves 10.0.0.2 at 10.0.0.1";
}

await app.StopAsync();
return isRight ? 0 : 1;

// A service as one writes it: Kestrel with HTTP and gRPC, HttpClient's factory, a background service, and the clock from DI. In production it has an address of its own on a TAP
// (appsettings.json); the tests beside it run it unchanged in a simulated world. "--role stock" makes the other one of the two services.
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop;

var builder = WebApplication.CreateBuilder(args);
bool isStock = builder.Configuration["role"] == "stock";
builder.Services.AddHokku("shop");
builder.Services.TryAddSingleton(TimeProvider.System);
builder.WebHost.UseHokku();
builder.WebHost.ConfigureKestrel(kestrel =>
    kestrel.ListenHokku("shop", 80, listen => listen.Protocols = isStock ? HttpProtocols.Http2 : HttpProtocols.Http1));
builder.Services.AddGrpc();
builder.Services.AddSingleton<Orders>();
builder.Services.AddSingleton<Shelves>();
builder.Services.AddHostedService<Bookkeeper>();
builder.Services.AddGrpcClient<Stock.StockClient>(client => client.Address = new Uri("http://stock")).UseHokku();
builder.Logging.SetMinimumLevel(LogLevel.Warning);

var app = builder.Build();
if (isStock)
{
    app.MapGrpcService<StockService>();
}
else
{
    app.MapGet("/time", (TimeProvider time) => time.GetUtcNow().ToString("O"));
    app.MapGet("/orders/{id:int}", (int id, Orders orders) => orders.Find(id) is { } order ? Results.Ok(order) : Results.NotFound());
    app.MapPut("/orders/{id:int}", async (int id, string item, int count, Orders orders, TimeProvider time, Stock.StockClient stock) =>
    {
        if (orders.Find(id) is { } known)
            return Results.Ok(known);
        try
        {
            var reply = await stock.ReserveAsync(new ReserveRequest { Item = item, Count = count });
            var order = new Order(id, item, count, time.GetUtcNow());
            return reply.Reserved && orders.Add(order) ? Results.Created($"/orders/{id}", order) : Results.Conflict();
        }
        catch (RpcException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    });
}

app.Run();

using System.Net;
using System.Net.Http.Json;
using Shop;

namespace Hokku.Simulation.Tests;

/// <summary>The sample's two services, as they are, in a world.</summary>
public sealed class ProgramTests
{
    private static World ShopWorld(ulong seed, WorldOptions? options = null)
    {
        var world = new World(seed, options);
        world.AddHost("client");
        world.AddHost("shop", typeof(Order).Assembly);
        world.AddHost("stock", typeof(Order).Assembly, new ProgramOptions { Arguments = ["--role", "stock"] });
        return world;
    }

    private static HttpClient ClientOf(World world) => new(world.HostOf("client").Life.CreateHttpHandler()) { BaseAddress = new Uri("http://shop") };

    [Fact]
    public async Task A_real_program_serves_in_virtual_time()
    {
        await using var world = ShopWorld(1);
        await world.RunAsync(async () =>
        {
            using var client = ClientOf(world);
            await world.Delay(90.Minutes);
            Assert.StartsWith("2030-01-01T01:30:00", await client.GetStringAsync("/time"), StringComparison.Ordinal);
            using var response = await client.GetAsync("/time");
            Assert.Equal(new DateTimeOffset(2030, 1, 1, 1, 30, 0, TimeSpan.Zero), response.Headers.Date);
        });
    }

    [Fact]
    public async Task Services_call_each_other_by_grpc()
    {
        await using var world = ShopWorld(1);
        await world.RunAsync(async () =>
        {
            using var client = ClientOf(world);
            using var created = await client.PutAsync("/orders/1?item=tea&count=4", null);
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
            using var tooMany = await client.PutAsync("/orders/2?item=tea&count=7", null);
            Assert.Equal(HttpStatusCode.Conflict, tooMany.StatusCode);
            Assert.Equal("tea", (await client.GetFromJsonAsync<Order>("/orders/1"))?.Item);
        });
    }
}

using System.Net;

namespace Simulations;

/// <summary>The sample Shop, unchanged, in bad weather: what it confirms it has, and it never sells more than ten of a thing.</summary>
public sealed class ShopTests
{
    [Simulation(Seeds = 50)]
    public async Task The_shop_keeps_its_word(World world)
    {
        var program = typeof(Shop.Order).Assembly;
        var client = world.AddHost("client");
        world.AddHost("shop", program);
        world.AddHost("stock", program, new ProgramOptions { Arguments = ["--role", "stock"] });
        world.Link("client", "shop").Latency(20.Milliseconds).Loss(0.02);
        world.Link("shop", "stock").Latency(2.Milliseconds);
        world.RandomFaults(new RandomFaults { Until = 40.Seconds, Kinds = FaultKinds.Partition | FaultKinds.Slow | FaultKinds.Lossy });
        using var http = new HttpClient(client.Life.CreateHttpHandler()) { BaseAddress = new Uri("http://shop"), Timeout = 5.Seconds };
        var confirmed = new List<int>();
        for (int id = 0; id < 14; id++)
        {
            try
            {
                using var response = await http.PutAsync($"/orders/{id}?item=tea&count=1", null);
                if (response.StatusCode == HttpStatusCode.Created)
                    confirmed.Add(id);
            }
            catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
            {
                // Nobody knows.
            }

            await world.Delay(2.Seconds);
        }

        await world.Delay(60.Seconds);
        Assert.InRange(confirmed.Count, 0, 10);
        foreach (int id in confirmed)
            Assert.Contains("tea", await http.GetStringAsync($"/orders/{id}"), StringComparison.Ordinal);
    }
}

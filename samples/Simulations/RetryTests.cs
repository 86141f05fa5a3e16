namespace Simulations;

/// <summary>A client that retries: each order must be in the book once. Three tries are enough until a partition lasts longer.</summary>
public sealed class RetryTests
{
    /// <summary>Fails, and is meant to: the order is found, and the one partition that loses it.</summary>
    [Simulation(Seeds = 1000, Explicit = true)]
    public Task Three_tries_lose_an_order(World world) => EachOrderIsInTheBook(world, tries: 3);

    /// <summary>The client mended: it asks until it is answered.</summary>
    [Simulation(Seeds = 1000)]
    public Task A_client_that_does_not_give_up_loses_none(World world) => EachOrderIsInTheBook(world, tries: int.MaxValue);

    private static async Task EachOrderIsInTheBook(World world, int tries)
    {
        var client = world.AddHost("client");
        var shop = world.AddHost("shop", OrderBook.Serve);
        world.Link("client", "shop").Latency(20.Milliseconds).Jitter(5.Milliseconds).Loss(0.01);
        world.RandomFaults(new RandomFaults { Until = 60.Seconds, Kinds = FaultKinds.Partition | FaultKinds.OneWay, MeanInterval = 12.Seconds, MeanDuration = 3.Seconds });
        for (int i = 0; i < 15; i++)
        {
            string order = $"order {i}";
            await OrderClient.OrderAsync(client.Life, order, tries);
            int times = OrderBook.Of(shop).Count(each => each == order);
            Assert.True(times == 1, $"{order} is in the book {times} times");
            await world.Delay(3.Seconds);
        }
    }
}

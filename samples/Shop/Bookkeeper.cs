namespace Shop;

/// <summary>Says every minute how many orders there are.</summary>
public sealed partial class Bookkeeper(Orders orders, TimeProvider time, ILogger<Bookkeeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Say(logger, orders.Count, time.GetUtcNow());
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} orders at {Time:HH:mm}")]
    private static partial void Say(ILogger logger, int count, DateTimeOffset time);
}

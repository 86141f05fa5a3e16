using System.CommandLine;
using System.Net;
using Hokku.Network;
using IPStatus = System.Net.NetworkInformation.IPStatus;

namespace Hokku.Cli.Commands;

/// <summary>hokku ping: exits with 0 when a reply came, 1 when none did, 2 when it could not ask.</summary>
internal static class PingCommand
{
    private static readonly Argument<string> Target = new("host") { Description = "A name or an address." };
    private static readonly Option<int> Count = new("-c") { Description = "How many requests to send; for ever by default." };
    private static readonly Option<double> Interval = new("-i") { Description = "Seconds between requests.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Size = new("-s") { Description = "Octets of payload.", DefaultValueFactory = _ => 56 };
    private static readonly Option<double> Wait = new("-W") { Description = "Seconds to wait for a reply.", DefaultValueFactory = _ => 1 };
    private static readonly Option<short> Ttl = new("-m") { Description = "Time to live.", DefaultValueFactory = _ => 64 };
    private static readonly Option<bool> DontFragment = new("-D") { Description = "Set Don't Fragment." };
    private static readonly Option<string?> Source = new("-S") { Description = "The address to ask from." };
    private static readonly Option<bool> Quiet = new("-q") { Description = "Print the summary only." };

    public static Command Create()
    {
        var command = new Command("ping", "Send ICMP echo requests.") { Target, Count, Interval, Size, Wait, Ttl, DontFragment, Source, Quiet };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        int size = arguments.GetValue(Size);
        if (size is < 0 or > 65507)
            throw new UserException($"ping -s {size}: a payload has 0 to 65507 octets.", 2);
        if (arguments.GetValue(Interval) is not (>= 0 and < 86400) || arguments.GetValue(Wait) is not (> 0 and < 86400))
            throw new UserException("ping -i and -W take seconds, up to a day.", 2);
        if (arguments.GetValue(Count) < 0)
            throw new UserException($"ping -c {arguments.GetValue(Count)}: a number of requests is needed; 0 is for ever.", 2);
        if (arguments.GetValue(Ttl) is < 1 or > 255)
            throw new UserException($"ping -m {arguments.GetValue(Ttl)}: a time to live is 1 to 255.", 2);
        using var host = HostConnection.Open(arguments);
        string name = arguments.GetValue(Target)!;
        var address = await host.ResolveAsync(name, cancel);
        var source = arguments.GetValue(Source) is { } text ? AddressText.Parse(text, "ping -S") : null;
        var tally = new PingTally(name, address, size, arguments.WantsJson());
        using var ping = new Ping(host.Network, source) { Ttl = arguments.GetValue(Ttl), DontFragment = arguments.GetValue(DontFragment) };
        tally.Begin();
        try
        {
            await SendAllAsync(arguments, ping, tally, address, cancel);
        }
        catch (OperationCanceledException)
        {
            // Interrupted: the summary tells what came until then.
        }

        tally.End();
        return tally.Received > 0 ? 0 : 1;
    }

    private static async Task SendAllAsync(ParseResult arguments, Ping ping, PingTally tally, IPAddress address, CancellationToken stop)
    {
        var payload = new byte[arguments.GetValue(Size)];
        for (int i = 0; i < payload.Length; i++)
            payload[i] = (byte)i;
        var interval = TimeSpan.FromSeconds(arguments.GetValue(Interval));
        int count = arguments.GetValue(Count);
        for (int sent = 0; count == 0 || sent < count; sent++)
        {
            if (sent > 0)
                await Task.Delay(interval, stop);
            var reply = await ping.SendAsync(address, payload, TimeSpan.FromSeconds(arguments.GetValue(Wait)), stop);
            bool isIntact = reply.Status != IPStatus.Success || reply.Payload.Span.SequenceEqual(payload);
            tally.Add(reply, isIntact, arguments.GetValue(Quiet));
        }
    }
}

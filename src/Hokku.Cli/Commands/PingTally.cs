using System.Net;
using Hokku.Network;
using IPStatus = System.Net.NetworkInformation.IPStatus;

namespace Hokku.Cli.Commands;

/// <summary>What ping prints, and its statistics.</summary>
internal sealed class PingTally(string name, IPAddress address, int size, bool json)
{
    private readonly List<double> _times = [];
    private int _sent;

    public int Received => _times.Count;

    public void Begin()
    {
        if (!json)
            Console.WriteLine($"PING {name} ({address}): {size} data bytes");
    }

    public void Add(PingReply reply, bool isIntact, bool quiet)
    {
        int sequence = _sent++;
        if (reply.Status == IPStatus.Success)
            _times.Add(reply.RoundTripTime.TotalMilliseconds);
        if (quiet || json)
            return;
        Console.WriteLine(reply.Status switch
        {
            IPStatus.Success => $"{reply.Payload.Length + 8} bytes from {reply.Address}: icmp_seq={sequence} ttl={reply.TimeToLive} time={reply.RoundTripTime.TotalMilliseconds:F3} ms{(isIntact ? "" : " (payload differs!)")}",
            IPStatus.TimedOut => $"no answer yet for icmp_seq={sequence}",
            _ => $"icmp_seq={sequence} {reply.Status}",
        });
    }

    public void End()
    {
        double loss = _sent == 0 ? 0 : 100.0 * (_sent - Received) / _sent;
        double average = _times.Count == 0 ? 0 : _times.Average();
        double deviation = _times.Count == 0 ? 0 : Math.Sqrt(_times.Average(time => (time - average) * (time - average)));
        if (json)
        {
            JsonOutput.Print(new { Address = address, Transmitted = _sent, Received, LossPercent = loss, MinimumMs = _times.DefaultIfEmpty().Min(), AverageMs = average, MaximumMs = _times.DefaultIfEmpty().Max() });
            return;
        }

        Console.WriteLine($"\n--- {name} ping statistics ---");
        Console.WriteLine($"{_sent} packets transmitted, {Received} packets received, {loss:F1}% packet loss");
        if (_times.Count > 0)
            Console.WriteLine($"round-trip min/avg/max/stddev = {_times.Min():F3}/{average:F3}/{_times.Max():F3}/{deviation:F3} ms");
    }
}

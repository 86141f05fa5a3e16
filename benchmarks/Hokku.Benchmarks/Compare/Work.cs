namespace Hokku.Benchmarks.Compare;

/// <summary>Something that is measured.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Title">What it is, with the unit.</param>
/// <param name="Command">What the client is told.</param>
/// <param name="Flows">How many connections at once.</param>
/// <param name="IsMoreBetter">Whether a higher value is better.</param>
/// <param name="IsOnlyFor1500">Whether the MTU does not matter.</param>
/// <param name="IsQuick">Whether the short slice has it.</param>
internal sealed record Work(string Name, string Title, string Command, int Flows = 1, bool IsMoreBetter = true, bool IsOnlyFor1500 = false, bool IsQuick = false)
{
    public static IReadOnlyList<Work> All { get; } =
    [
        new("in", "Linux to subject, one flow, Gbit/s", "in", IsQuick: true),
        new("out", "subject to Linux, one flow, Gbit/s", "out", IsQuick: true),
        new("in4", "Linux to subject, four flows, Gbit/s", "in", Flows: 4, IsOnlyFor1500: true),
        new("out4", "subject to Linux, four flows, Gbit/s", "out", Flows: 4, IsOnlyFor1500: true),
        new("rr", "request and response of one octet, one processor, blocking sockets, µs", "rr", IsMoreBetter: false, IsOnlyFor1500: true, IsQuick: true),
        new("rr-async", "the same, asynchronous sockets, µs", "rr-async", IsMoreBetter: false, IsOnlyFor1500: true),
        new("close", "connect and close, a second", "close", IsOnlyFor1500: true, IsQuick: true),
        new("udp", "UDP echo of 64 octets, datagrams a second", "udp", IsOnlyFor1500: true, IsQuick: true),
        new("ping", "ping, mean, µs", "ping", IsMoreBetter: false, IsOnlyFor1500: true),
    ];
}

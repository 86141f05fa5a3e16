using System.Diagnostics.Metrics;
using Hokku.Network;

namespace Hokku.AspNetCore.Telemetry;

/// <summary>
/// The figures of hosts by OpenTelemetry's names for a system's network (system.network.*), and what only a stack knows (hokku.*). Read from the stack when
/// somebody collects; nothing is counted twice and nothing costs while nobody looks.
/// </summary>
internal sealed class HostMetrics : IDisposable
{
    private readonly Func<IReadOnlyCollection<HokkuHost>> _hosts;
    private readonly Meter _meter;
    private readonly bool _ownsMeter;

    public HostMetrics(Func<IReadOnlyCollection<HokkuHost>> hosts, IMeterFactory? meters)
    {
        _hosts = hosts;
        _ownsMeter = meters is null;
        _meter = meters?.Create(HokkuTelemetry.MeterName) ?? new Meter(HokkuTelemetry.MeterName);
        _meter.CreateObservableCounter("system.network.io", Octets, "By", "Octets that interfaces carried.");
        _meter.CreateObservableCounter("system.network.packet.count", Packets, "{packet}", "Packets that interfaces carried.");
        _meter.CreateObservableCounter("system.network.packet.dropped", Dropped, "{packet}", "Packets that interfaces dropped.");
        _meter.CreateObservableCounter("system.network.errors", Errors, "{error}", "Packets that interfaces found damaged or could not send.");
        _meter.CreateObservableUpDownCounter("system.network.connection.count", Connections, "{connection}", "Sockets by protocol and state.");
        _meter.CreateObservableCounter("hokku.packet.dropped", Drops, "{packet}", "Packets dropped, by reason and by who dropped them.");
        _meter.CreateObservableCounter("hokku.protocol.events", Events, "{event}", "All counters of protocols and of the stack, by their names.");
        _meter.CreateObservableCounter("hokku.tcp.retransmits", () => Count("tcp", "segments retransmitted"), "{segment}", "Segments that TCP sent again.");
        _meter.CreateObservableCounter("hokku.tcp.resets", () => Count("tcp", "resets received"), "{segment}", "Resets that TCP received.");
        _meter.CreateObservableGauge("hokku.tcp.rtt", () => Sample(static state => state.RoundTripTime.TotalSeconds), "s", "Smoothed round-trip times of this application's connections.");
        _meter.CreateObservableGauge("hokku.tcp.cwnd", () => Sample(static state => state.CongestionWindow), "By", "Congestion windows of this application's connections.");
    }

    public void Dispose()
    {
        if (_ownsMeter)
            _meter.Dispose();
    }

    private IEnumerable<Measurement<long>> Octets() => EachWay(static each => each.ReceivedOctets, static each => each.SentOctets);

    private IEnumerable<Measurement<long>> Packets() => EachWay(static each => each.ReceivedPackets, static each => each.SentPackets);

    private IEnumerable<Measurement<long>> Dropped() => EachWay(static each => each.ReceiveDropped, static each => each.SendDropped);

    private IEnumerable<Measurement<long>> Errors() => EachWay(static each => each.ReceiveErrors, static each => each.SendErrors);

    private IEnumerable<Measurement<long>> EachWay(Func<TrafficCounters, long> received, Func<TrafficCounters, long> sent) =>
        from host in _hosts()
        from each in host.Network.Roster.Interfaces()
        from way in new[] { (Name: "receive", Value: received(each.Counters)), (Name: "transmit", Value: sent(each.Counters)) }
        select new Measurement<long>(way.Value, new("hokku.host", host.Name), new("network.interface.name", each.Name), new("network.io.direction", way.Name));

    private IEnumerable<Measurement<long>> Connections() =>
        from host in _hosts()
        from socket in host.Network.Roster.Sockets()
        group socket by (host.Name, socket.Protocol, socket.State) into alike
        select new Measurement<long>(
            alike.Count(), new("hokku.host", alike.Key.Name), new("network.transport", alike.Key.Protocol), new("network.connection.state", alike.Key.State));

    private IEnumerable<Measurement<long>> Drops() =>
        from host in _hosts()
        from each in host.Network.Roster.Counters()
        where each.IsDrop
        select new Measurement<long>(each.Value, new("hokku.host", host.Name), new("hokku.owner", each.Owner), new("hokku.drop.reason", each.Name));

    private IEnumerable<Measurement<long>> Events() =>
        from host in _hosts()
        from each in host.Network.Roster.Counters()
        where !each.IsDrop
        select new Measurement<long>(each.Value, new("hokku.host", host.Name), new("hokku.owner", each.Owner), new("hokku.event", each.Name));

    private IEnumerable<Measurement<long>> Count(string owner, string name) =>
        from host in _hosts()
        from each in host.Network.Roster.Counters()
        where each.Owner == owner && each.Name == name
        select new Measurement<long>(each.Value, new KeyValuePair<string, object?>("hokku.host", host.Name));

    // Least, median and most of all live connections: three numbers a host, however many connections there are.
    private IEnumerable<Measurement<double>> Sample(Func<TcpConnectionState, double> value)
    {
        foreach (var host in _hosts())
        {
            var values = ConnectionCensus.Of(host.Network).Select(value).Order().ToArray();
            if (values.Length == 0)
                continue;
            yield return Of(values[0], host, "min");
            yield return Of(values[values.Length / 2], host, "median");
            yield return Of(values[^1], host, "max");
        }
    }

    private static Measurement<double> Of(double value, HokkuHost host, string statistic) =>
        new(value, new("hokku.host", host.Name), new("hokku.statistic", statistic));
}

using System.Reflection;
using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <summary>Figures of TCP_INFO by name: a field's own, such as "RoundTripTime", or a short one, such as "srtt".</summary>
internal static class ScriptInformation
{
    private static readonly Dictionary<string, string> Short = new()
    {
        ["cwnd"] = nameof(TcpInformation.CongestionWindow),
        ["ssthresh"] = nameof(TcpInformation.SlowStartThreshold),
        ["rto"] = nameof(TcpInformation.RetransmissionTimeout),
        ["srtt"] = nameof(TcpInformation.RoundTripTime),
        ["rttvar"] = nameof(TcpInformation.RoundTripVariance),
        ["unacked"] = nameof(TcpInformation.Unacknowledged),
        ["notsent"] = nameof(TcpInformation.NotSent),
        ["mss"] = nameof(TcpInformation.SendMaximumSegment),
        ["pmtu"] = nameof(TcpInformation.PathMtu),
        ["snd_wnd"] = nameof(TcpInformation.SendWindow),
        ["rcv_wnd"] = nameof(TcpInformation.ReceiveWindow),
        ["retrans"] = nameof(TcpInformation.TotalRetransmits),
        ["backoff"] = nameof(TcpInformation.BackOff),
        ["probes"] = nameof(TcpInformation.ProbesSent),
    };

    /// <exception cref="FormatException">There is no such figure.</exception>
    public static long Value(TcpInformation information, string name)
    {
        string full = Short.GetValueOrDefault(name, name);
        var field = typeof(TcpInformation).GetField(full, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
            ?? throw new FormatException($"there is no figure '{name}'; there are: {string.Join(", ", Short.Keys.Concat(typeof(TcpInformation).GetFields().Select(f => f.Name)))}");
        return Convert.ToInt64(field.GetValue(information));
    }
}

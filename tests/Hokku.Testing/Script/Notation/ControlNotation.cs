using Hokku.Abstractions;

namespace Hokku.Testing;

/// <summary>The words of ICMP messages for both families: <c>unreachable frag_needed mtu 1200</c>, <c>time_exceeded transit</c> …</summary>
internal static class ControlNotation
{
    private static readonly (string Words, NetworkErrorKind Kind)[] Table =
    [
        ("unreachable net", NetworkErrorKind.UnreachableNetwork),
        ("unreachable host", NetworkErrorKind.UnreachableHost),
        ("unreachable protocol", NetworkErrorKind.UnreachableProtocol),
        ("unreachable port", NetworkErrorKind.UnreachablePort),
        ("unreachable frag_needed", NetworkErrorKind.MessageSize),
        ("unreachable source_route", NetworkErrorKind.UnreachableSourceFailed),
        ("unreachable net_prohibited", NetworkErrorKind.UnreachableNetworkProhibited),
        ("unreachable host_prohibited", NetworkErrorKind.UnreachableHostProhibited),
        ("unreachable prohibited", NetworkErrorKind.UnreachableFilterProhibited),
        ("time_exceeded transit", NetworkErrorKind.TransitTimeExceeded),
        ("time_exceeded reassembly", NetworkErrorKind.ReassemblyTimeExceeded),
        ("parameter_problem", NetworkErrorKind.ParameterProblem),
        ("source_quench", NetworkErrorKind.Quench),
    ];

    /// <summary>What the words behind "icmp" say, and the number behind "mtu" or "pointer".</summary>
    /// <exception cref="FormatException">They are no message.</exception>
    public static (NetworkErrorKind Kind, uint Value) Parse(IReadOnlyList<string> words, ScriptNames names)
    {
        string text = string.Join(' ', words.Skip(1));
        foreach (var (known, kind) in Table)
        {
            if (text == known)
                return (kind, 0);
            if (text.StartsWith(known + " mtu ", StringComparison.Ordinal) || text.StartsWith(known + " pointer ", StringComparison.Ordinal))
                return (kind, ValuePattern.Number(words[^1], names));
        }

        throw new FormatException($"'icmp {text}' is no message: {string.Join(", ", Table.Select(t => t.Words))} is needed, with 'mtu N' or 'pointer N' behind it where it has one");
    }

    public static string Words(NetworkErrorKind kind) => Table.First(t => t.Kind == kind).Words;
}

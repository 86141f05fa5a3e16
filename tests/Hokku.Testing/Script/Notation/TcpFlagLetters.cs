using Hokku.Wire.Tcp;

namespace Hokku.Testing;

/// <summary>Control bits as the letters of the notation.</summary>
internal static class TcpFlagLetters
{
    private const string Letters = "SFRPUEW.";

    private static readonly TcpFlags[] Order =
    [
        TcpFlags.Syn, TcpFlags.Fin, TcpFlags.Reset, TcpFlags.Push, TcpFlags.Urgent, TcpFlags.EcnEcho, TcpFlags.CongestionWindowReduced, TcpFlags.Acknowledgment,
    ];

    public static string Format(TcpFlags flags) =>
        flags == TcpFlags.None ? "-" : string.Concat(Letters.Where((_, i) => (flags & Order[i]) != 0));

    /// <exception cref="FormatException">A sent segment has no flags to guess.</exception>
    public static TcpFlags Parse(string text) => text switch
    {
        "-" => TcpFlags.None,
        "*" => throw new FormatException("a segment that is sent by the peer needs its flags, not '*'"),
        _ => text.Aggregate(TcpFlags.None, static (flags, letter) => flags | Order[Letters.IndexOf(letter, StringComparison.Ordinal)]),
    };
}

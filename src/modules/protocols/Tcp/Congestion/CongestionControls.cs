using System.Text;

namespace Hokku.Protocols.Tcp;

/// <summary>The congestion controls by name.</summary>
internal static class CongestionControls
{
    public const string Default = "newreno";

    /// <summary>Makes one; null when there is none of that name. "reno", Linux's word, is understood.</summary>
    public static ICongestionControl? Create(string name) => name is Default or "reno" ? new NewReno() : null;

    /// <summary>As <see cref="Create(string)"/>, from an option's octets, which may end in zeros.</summary>
    public static ICongestionControl? Create(ReadOnlySpan<byte> name) => Create(Encoding.UTF8.GetString(name.TrimEnd((byte)0)));
}

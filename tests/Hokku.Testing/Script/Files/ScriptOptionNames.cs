using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <summary>Socket options by the names that programs know.</summary>
internal static class ScriptOptionNames
{
    private static readonly Dictionary<string, (SocketLevel Level, int Option)> Table = new()
    {
        ["SO_REUSEADDR"] = (SocketLevel.Socket, 2),
        ["SO_ERROR"] = (SocketLevel.Socket, 4),
        ["SO_SNDBUF"] = (SocketLevel.Socket, 7),
        ["SO_RCVBUF"] = (SocketLevel.Socket, 8),
        ["SO_KEEPALIVE"] = (SocketLevel.Socket, 9),
        ["SO_OOBINLINE"] = (SocketLevel.Socket, 10),
        ["SO_LINGER"] = (SocketLevel.Socket, 13),
        ["SO_REUSEPORT"] = (SocketLevel.Socket, 15),
        ["SO_RCVLOWAT"] = (SocketLevel.Socket, 18),
        ["SO_SNDLOWAT"] = (SocketLevel.Socket, 19),
        ["SO_MAX_PACING_RATE"] = (SocketLevel.Socket, 47),
        ["IP_TOS"] = (SocketLevel.IP, 1),
        ["IP_TTL"] = (SocketLevel.IP, 2),
        ["IP_MTU_DISCOVER"] = (SocketLevel.IP, 10),
        ["IP_MTU"] = (SocketLevel.IP, 14),
        ["TCP_NODELAY"] = (SocketLevel.Tcp, 1),
        ["TCP_MAXSEG"] = (SocketLevel.Tcp, 2),
        ["TCP_CORK"] = (SocketLevel.Tcp, 3),
        ["TCP_KEEPIDLE"] = (SocketLevel.Tcp, 4),
        ["TCP_KEEPINTVL"] = (SocketLevel.Tcp, 5),
        ["TCP_KEEPCNT"] = (SocketLevel.Tcp, 6),
        ["TCP_SYNCNT"] = (SocketLevel.Tcp, 7),
        ["TCP_LINGER2"] = (SocketLevel.Tcp, 8),
        ["TCP_DEFER_ACCEPT"] = (SocketLevel.Tcp, 9),
        ["TCP_WINDOW_CLAMP"] = (SocketLevel.Tcp, 10),
        ["TCP_QUICKACK"] = (SocketLevel.Tcp, 12),
        ["TCP_CONGESTION"] = (SocketLevel.Tcp, 13),
        ["TCP_USER_TIMEOUT"] = (SocketLevel.Tcp, 18),
        ["TCP_FASTOPEN"] = (SocketLevel.Tcp, 23),
        ["TCP_NOTSENT_LOWAT"] = (SocketLevel.Tcp, 25),
        ["TCP_FASTOPEN_CONNECT"] = (SocketLevel.Tcp, 30),
        ["TCP_FASTOPEN_KEY"] = (SocketLevel.Tcp, 33),
    };

    /// <exception cref="FormatException">There is no such option.</exception>
    public static (SocketLevel Level, int Option) Find(string name) => Table.TryGetValue(name, out var found)
        ? found
        : throw new FormatException($"there is no option '{name}'; there are: {string.Join(", ", Table.Keys)}");
}

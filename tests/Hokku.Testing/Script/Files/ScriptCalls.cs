using System.Net.Sockets;
using Hokku.Abstractions;

namespace Hokku.Testing;

/// <summary>The calls that a script can make, by name; sockets have the numbers that the script gives them.</summary>
internal sealed partial class ScriptCalls
{
    private readonly ScriptHost _host;
    private readonly ushort _serverPort;
    private readonly ushort _clientPort;
    private readonly ushort _peerPort;
    private readonly Dictionary<int, ScriptSocket> _sockets = [];
    private readonly HashSet<int> _bound = [];
    private readonly HashSet<int> _datagrams = [];
    private readonly Dictionary<string, (string Usage, Func<ScriptCallText, string> Run)> _table;

    public ScriptCalls(ScriptHost host, ushort serverPort, ushort clientPort, ushort peerPort)
    {
        _host = host;
        _serverPort = serverPort;
        _clientPort = clientPort;
        _peerPort = peerPort;
        OurPort = serverPort;
        _table = new()
        {
            ["socket"] = ("socket(stream) = N", Socket),
            ["bind"] = ("bind(N) or bind(N, PORT)", Bind),
            ["listen"] = ("listen(N, BACKLOG)", c => Done(Of(c).Listen(c.Arguments.Count > 1 ? Number(c, 1) : 16))),
            ["accept"] = ("accept(N) = M", Accept),
            ["connect"] = ("connect(N)", Connect),
            ["write"] = ("write(N, OCTETS) or write(N, OCTETS, MSG_...)", Write),
            ["read"] = ("read(N, OCTETS) or read(N, OCTETS, MSG_...)", Read),
            ["readable"] = ("readable(N)", c => $"{Of(c).Readable}"),
            ["shutdown"] = ("shutdown(N, SHUT_RD | SHUT_WR | SHUT_RDWR)", Shutdown),
            ["close"] = ("close(N)", Close),
            ["abort"] = ("abort(N)", Abort),
            ["setsockopt"] = ("setsockopt(N, OPTION, VALUE)", SetOption),
            ["getsockopt"] = ("getsockopt(N, OPTION)", GetOption),
            ["poll"] = ("poll(N) or poll(N, POLLIN|...)", Poll),
            ["state"] = ("state(N)", c => Of(c).State),
            ["info"] = ("info(N, NAME)", c => $"{ScriptInformation.Value(Of(c).Information(), Word(c, 1))}"),
            ["drops"] = ("drops(REASON)", Drops),
            ["counter"] = ("counter(WORDS)", c => $"{_host.Counter("tcp", Word(c, 0).Trim('"'))}"),
            ["sockets"] = ("sockets()", _ => $"{_host.Stack.GetUsage().Sockets}"),
        };
    }

    /// <summary>Our port of the script's connections.</summary>
    public ushort OurPort { get; private set; }

    /// <summary>Makes the call that the text describes and holds its result against the expected one.</summary>
    /// <returns>What the trace says.</returns>
    /// <exception cref="FormatException">The text is no call, or the result is another.</exception>
    public string Do(string text, ScriptNames names)
    {
        var call = ScriptCallText.Parse(text);
        if (!_table.TryGetValue(call.Name, out var entry))
            throw new FormatException($"there is no call '{call.Name}'; there are: {string.Join(", ", _table.Values.Select(v => v.Usage))}");
        string result;
        try
        {
            result = entry.Run(call);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{wrong.Message}; the call is {entry.Usage}");
        }

        if (!call.IsMet(result, names))
            throw _host.Trace.Fail($"expected: {text}\n     was: {result}");
        return $"{call.Name}({string.Join(", ", call.Arguments)}) = {result}";
    }

    /// <summary>Lets go of every socket; connections are aborted.</summary>
    public void CloseAll()
    {
        foreach (int number in _sockets.Keys.Order().Reverse().ToList())
        {
            _sockets[number].Linger(TimeSpan.Zero);
            _sockets[number].Close();
        }

        _sockets.Clear();
    }

    private static string Done(SocketError error) => error == SocketError.Success ? "0" : $"-1 {ScriptErrors.Name(error)}";

    private static string Word(ScriptCallText call, int index) =>
        index < call.Arguments.Count ? call.Arguments[index] : throw new FormatException($"'{call.Name}' needs {index + 1} arguments");

    private static int Number(ScriptCallText call, int index) => int.TryParse(Word(call, index), out int number)
        ? number
        : throw new FormatException($"'{Word(call, index)}' is no number");

    private ScriptSocket Of(ScriptCallText call)
    {
        int number = Number(call, 0);
        return _sockets.TryGetValue(number, out var socket)
            ? socket
            : throw new FormatException($"there is no socket {number}; there are: {string.Join(", ", _sockets.Keys.Order())}");
    }

    private int Wanted(ScriptCallText call)
    {
        if (!int.TryParse(call.Expected, out int number))
            throw new FormatException("the result is the number that the script gives to the socket");
        return _sockets.ContainsKey(number) ? throw new FormatException($"there is a socket {number} already") : number;
    }

    private string Socket(ScriptCallText call)
    {
        bool isDatagram = call.Arguments.Any(a => a is "dgram" or "SOCK_DGRAM");
        int number = Wanted(call);
        var error = ScriptSocket.Open(_host, isDatagram ? SocketType.Dgram : SocketType.Stream, out var socket);
        if (socket is null)
            return Done(error);
        _sockets[number] = socket;
        if (isDatagram)
            _datagrams.Add(number);
        return $"{number}";
    }

    private string Bind(ScriptCallText call)
    {
        ushort port = call.Arguments.Count > 1 ? (ushort)Number(call, 1) : _serverPort;
        _bound.Add(Number(call, 0));
        if (port != 0)
            OurPort = port;
        return Done(Of(call).Bind(_host.Family.Ours.WithPort(port)));
    }

    private string Connect(ScriptCallText call)
    {
        var socket = Of(call);
        if (_bound.Add(Number(call, 0)))
        {
            OurPort = _clientPort;
            socket.Bind(_host.Family.Ours.WithPort(_clientPort));
        }

        return Done(socket.Connect(_host.Family.Peer.WithPort(_peerPort)));
    }

    private string Accept(ScriptCallText call)
    {
        if (call.Expected is { } expected && !int.TryParse(expected, out _))
            return Done(Of(call).Accept(out _));
        int number = Wanted(call);
        var error = Of(call).Accept(out var accepted);
        if (accepted is null)
            return Done(error);
        _sockets[number] = accepted;
        return $"{number}";
    }

    private string Close(ScriptCallText call)
    {
        Of(call).Close();
        _sockets.Remove(Number(call, 0));
        _bound.Remove(Number(call, 0));
        return "0";
    }

    private string Abort(ScriptCallText call)
    {
        Of(call).Linger(TimeSpan.Zero);
        return Close(call);
    }

    private string Drops(ScriptCallText call) => Enum.TryParse<DropReason>(Word(call, 0), ignoreCase: true, out var reason)
        ? $"{_host.Drops(reason)}"
        : throw new FormatException($"'{Word(call, 0)}' is no reason: {string.Join(", ", Enum.GetNames<DropReason>())} are");
}

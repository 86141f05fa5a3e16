using System.Net.Sockets;
using System.Text;
using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <content>Calls that move octets, and options.</content>
internal sealed partial class ScriptCalls
{
    private static readonly (string Name, int Value)[] Flags =
    [
        ("MSG_OOB", 1), ("MSG_PEEK", 2), ("MSG_DONTROUTE", 4), ("MSG_DONTWAIT", 0x40), ("MSG_EOR", 0x80), ("MSG_WAITALL", 0x100), ("MSG_NOSIGNAL", 0x4000),
        ("MSG_MORE", 0x8000), ("MSG_FASTOPEN", 0x2000_0000),
    ];

    private static readonly (string Name, SocketEvents Event)[] Events =
    [
        ("POLLIN", SocketEvents.Read), ("POLLPRI", SocketEvents.Urgent), ("POLLOUT", SocketEvents.Write), ("POLLERR", SocketEvents.Error),
        ("POLLHUP", SocketEvents.HangUp), ("POLLRDHUP", SocketEvents.PeerClosed),
    ];

    private static MessageFlags MessageFlagsOf(ScriptCallText call)
    {
        var flags = MessageFlags.None;
        foreach (string word in call.Arguments.Skip(2).SelectMany(a => a.Split('|', StringSplitOptions.TrimEntries)))
        {
            var found = Array.Find(Flags, f => f.Name == word);
            flags |= found.Name is null ? throw new FormatException($"'{word}' is no flag: {string.Join(", ", Flags.Select(f => f.Name))} are") : (MessageFlags)found.Value;
        }

        return flags;
    }

    private string Write(ScriptCallText call)
    {
        var socket = Of(call);
        int octets = Number(call, 1);
        var peer = _host.Family.Peer.WithPort(_peerPort);
        bool goesToPeer = _datagrams.Contains(Number(call, 0)) || (MessageFlagsOf(call) & (MessageFlags)0x2000_0000) != 0;
        if (_datagrams.Contains(Number(call, 0)))
            socket.Written = 1;
        var error = socket.Send(octets, MessageFlagsOf(call), goesToPeer ? peer : null);
        return error == SocketError.Success ? $"{octets}" : Done(error);
    }

    private string Read(ScriptCallText call)
    {
        var socket = Of(call);
        int number = Number(call, 0);
        var flags = MessageFlagsOf(call);
        if (_datagrams.Contains(number))
            socket.Read = 1;
        byte[] text = socket.Receive(call.Arguments.Count > 1 ? Number(call, 1) : int.MaxValue, flags, out var error);
        if ((flags & MessageFlags.OutOfBand) != 0)
        {
            // The urgent octet has left the stream: whoever reads on misses it.
            socket.Missing += text.Length;
            return text.Length > 0 ? $"{text.Length}" : Done(error);
        }

        uint next = socket.Read;
        foreach (byte octet in text)
        {
            if (octet != ScriptFlow.Text(next) && socket.Missing > 0)
            {
                socket.Missing--;
                next++;
            }

            if (octet != ScriptFlow.Text(next))
                throw _host.Trace.Fail($"Octet {next} of the peer's stream was read as {octet}, not {ScriptFlow.Text(next)}.");
            next++;
        }

        if ((flags & MessageFlags.Peek) == 0)
            socket.Read = next;
        return text.Length > 0 ? $"{text.Length}" : Done(error);
    }

    private string Shutdown(ScriptCallText call) => Done(Of(call).Shutdown(Word(call, 1) switch
    {
        "SHUT_RD" => SocketShutdown.Receive,
        "SHUT_WR" => SocketShutdown.Send,
        "SHUT_RDWR" => SocketShutdown.Both,
        var other => throw new FormatException($"'{other}' is no direction"),
    }));

    private string Poll(ScriptCallText call)
    {
        var ready = Of(call).Poll();
        var asked = call.Arguments.Count < 2 ? Events.Select(e => e.Name) : Word(call, 1).Split('|', StringSplitOptions.TrimEntries);
        string text = string.Join('|', Events.Where(e => (ready & e.Event) != 0 && asked.Contains(e.Name)).Select(e => e.Name));
        return text.Length == 0 ? "0" : text;
    }

    // SOL_TCP and its kin may stand in front of the option; the option's name says it already.
    private static List<string> OptionWords(ScriptCallText call) =>
        [.. call.Arguments.Skip(1).Where(a => !a.StartsWith("SOL_", StringComparison.Ordinal) && !a.StartsWith("IPPROTO_", StringComparison.Ordinal)).Select(a => a.Trim('[', ']'))];

    private string SetOption(ScriptCallText call)
    {
        if (OptionWords(call) is not [var name, var value, ..])
            throw new FormatException("an option and its value are needed");
        var socket = Of(call);
        if (name == "SO_LINGER")
        {
            socket.Linger(value == "off" ? null : TimeSpan.FromSeconds(int.Parse(value)));
            return "0";
        }

        var (level, option) = ScriptOptionNames.Find(name);
        if (value.StartsWith('"'))
            return Done(socket.Set(level, option, Encoding.UTF8.GetBytes(value.Trim('"'))));
        return int.TryParse(value, out int number) ? Done(socket.Set(level, option, number)) : throw new FormatException($"'{value}' is no number and no \"text\"");
    }

    private string GetOption(ScriptCallText call)
    {
        if (OptionWords(call) is not [var name, ..])
            throw new FormatException("an option is needed");
        var (level, option) = ScriptOptionNames.Find(name);
        byte[] value = new byte[64];
        var error = Of(call).Get(level, option, value, out int length);
        if (error != SocketError.Success)
            return Done(error);
        if (name == "TCP_CONGESTION")
            return Encoding.UTF8.GetString(value.AsSpan(0, length)).TrimEnd('\0');
        int number = BitConverter.ToInt32(value);
        return name == "SO_ERROR" ? ScriptErrors.Name((SocketError)number) : $"{number}";
    }
}

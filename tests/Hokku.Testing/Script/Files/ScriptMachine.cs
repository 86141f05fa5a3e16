namespace Hokku.Testing;

/// <summary>Runs the events of a script file, one after the other, against a stack of its own in virtual time.</summary>
internal sealed class ScriptMachine : IDisposable
{
    private const ushort OurServerPort = 8080;
    private const ushort OurClientPort = 50123;
    private const ushort FirstPeerPort = 40000;

    // How long '*' waits.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(3);

    private readonly ScriptFile _file;
    private readonly ScriptHost _host;
    private readonly ScriptNames _names = new();
    private readonly Dictionary<int, ScriptFlow> _flows = [];
    private readonly ScriptCalls _calls;
    private readonly TimeSpan _start;
    private TimeSpan _mark;
    private int _line;

    public ScriptMachine(ScriptFile file)
    {
        _file = file;
        _host = new ScriptHost(file.Options, new ScriptFamily4());
        _host.Time.Advance(TcpScript.Origin(file.Options, file.IsActive));
        _host.Trace.Start = _mark = _start = _host.Time.Elapsed;
        _calls = new ScriptCalls(_host, OurServerPort, OurClientPort, FirstPeerPort);
    }

    public string Trace => _host.Trace.Text;

    private TimeSpan Now => _host.Time.Elapsed;

    /// <exception cref="ScriptFileException">An event was wrong or did not happen.</exception>
    public void Run()
    {
        try
        {
            foreach (var line in _file.Lines)
            {
                _line = line.Number;
                Do(line.Moment, line.Event);
            }

            End();
        }
        catch (Exception failure) when (failure is ScriptFailureException or FormatException)
        {
            throw new ScriptFileException(_file.Path, _line, failure.Message);
        }
    }

    public void Dispose() => _host.Dispose();

    private void Do(ScriptMoment moment, string what)
    {
        if (what[0] == '>')
        {
            var (flow, text) = Addressed(what[1..].Trim());
            if (text == "nothing")
                ExpectNothing(moment, flow);
            else if (text == "anything")
                IgnoreSent(moment, flow);
            else
                Expect(moment, flow, text);
            return;
        }

        GoTo(moment);
        if (what[0] == '<')
        {
            var (flow, text) = Addressed(what[1..].Trim());
            _host.Trace.Add($"{Label(flow)}< {text}");
            _host.Receive(flow.Packet(text));
        }
        else if (what != "wait")
        {
            _host.Trace.Add(_calls.Do(what, _names));
        }

        _mark = Now;
    }

    private void GoTo(ScriptMoment moment)
    {
        if (moment.IsAny || moment.Latest is not null)
            throw new FormatException("what the script does happens at one time, such as '+0.2'; '*' and '~' are for what is expected");
        var due = Due(moment, moment.Earliest);
        if (due < Now)
            throw new FormatException($"this should happen at {(due - _start).TotalSeconds:0.####} s, but it is {(Now - _start).TotalSeconds:0.####} s already");
        _host.Time.AdvanceTo(due);
    }

    private void Expect(ScriptMoment moment, ScriptFlow flow, string text)
    {
        var expected = PacketText.Parse(text);
        var slack = moment.Latest is null ? _file.Tolerance : TimeSpan.Zero;
        var earliest = moment.IsAny ? TimeSpan.Zero : Due(moment, moment.Earliest) - slack;
        var latest = moment.IsAny ? Now + Patience : Due(moment, moment.Latest ?? moment.Earliest) + slack;
        if (!flow.IsAnythingSent && latest > Now)
            _host.Time.RunUntil(() => flow.IsAnythingSent, latest - Now);
        var sent = flow.TakeNext() ?? throw _host.Trace.Fail($"expected: {text}\n    sent: nothing");
        flow.Compare(expected, sent);
        if (sent.Time < earliest || sent.Time > latest)
            throw _host.Trace.Fail($"expected: {text} from {(earliest - _mark).TotalSeconds:0.####} to {(latest - _mark).TotalSeconds:0.####} s after the last event\n    sent: {(sent.Time - _mark).TotalSeconds:0.####} s after it");
        _mark = sent.Time;
    }

    private void ExpectNothing(ScriptMoment moment, ScriptFlow flow)
    {
        GoTo(moment);
        if (flow.TakeNext() is { } sent)
            throw _host.Trace.Fail($"expected: nothing\n    sent: {sent}");
        _mark = Now;
    }

    private void IgnoreSent(ScriptMoment moment, ScriptFlow flow)
    {
        GoTo(moment);
        while (flow.TakeNext() is not null)
        {
        }

        _mark = Now;
    }

    private void End()
    {
        foreach (var flow in _flows.Values.Append(Flow(0)).Distinct())
        {
            if (flow.TakeNext() is { } sent)
                throw _host.Trace.Fail($"expected: the end of the script\n    sent: {sent}");
        }

        _calls.CloseAll();
        _host.Settle();
    }

    // '@2 S 0:0(0)' belongs to another connection of the peer.
    private (ScriptFlow Flow, string Text) Addressed(string text)
    {
        if (!text.StartsWith('@'))
            return (Flow(0), text);
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0 || !int.TryParse(text[1..blank], out int number) || number is < 0 or > 9999)
            throw new FormatException($"'{text}': behind '@' the number of the peer's connection is needed, as in '@1 S 0:0(0)'");
        return (Flow(number), text[(blank + 1)..].Trim());
    }

    private ScriptFlow Flow(int number)
    {
        if (!_flows.TryGetValue(number, out var flow))
        {
            flow = new ScriptFlow(_host, _calls.OurPort, (ushort)(FirstPeerPort + number), number == 0, () => number == 0 ? "" : $"@{number} ") { Names = _names };
            _flows[number] = flow;
        }

        return flow;
    }

    private string Label(ScriptFlow flow) => flow.PeerPort == FirstPeerPort ? "" : $"@{flow.PeerPort - FirstPeerPort} ";

    private TimeSpan Due(ScriptMoment moment, TimeSpan time) => (moment.IsRelative ? _mark : _start) + time;
}

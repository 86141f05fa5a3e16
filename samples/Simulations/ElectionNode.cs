using System.Net;
using System.Net.Sockets;
using System.Text;
using Hokku.Network;

namespace Simulations;

/// <summary>
/// One of several nodes that elect a leader, as Raft does (Ongaro and Ousterhout, 2014, section 5.2): a node that hears of no leader asks all for their votes in a new term; who
/// has the votes of more than half leads that term and says so.
/// </summary>
internal sealed class ElectionNode(HostLife life, IReadOnlyList<SimulatedHost> all, Election election, bool remembersVotes)
{
    private const int Port = 5000;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private readonly HokkuSocket _socket = life.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
    private readonly HashSet<string> _votes = [];
    private long _heard;
    private bool _leads;

    private int Term
    {
        get => (int)(life.Storage.TryGetValue("term", out object? term) ? term : 0);
        set => life.Storage["term"] = value;
    }

    /// <summary>Whom it has voted for in its term; it must be known after a crash too.</summary>
    private string VotedFor
    {
        get => (string)(life.Storage.TryGetValue("voted for", out object? name) ? name : "");
        set => life.Storage["voted for"] = value;
    }

    public async Task RunAsync()
    {
        if (!remembersVotes)
            VotedFor = "";
        _socket.Bind(new IPEndPoint(IPAddress.Any, Port));
        _heard = life.Time.GetTimestamp();
        await await Task.WhenAny(Listen(), Watch());
    }

    private async Task Watch()
    {
        while (true)
        {
            var patience = TimeSpan.FromMilliseconds(300 + life.Random.Next(300));
            await life.Delay(_leads ? Beat : patience, life.Stopping);
            if (_leads)
                await Tell($"beat {Term}");
            else if (life.Time.GetElapsedTime(_heard) > patience)
                await Stand();
        }
    }

    private async Task Stand()
    {
        Enter(Term + 1);
        VotedFor = life.Name;
        _votes.Add(life.Name);
        await Tell($"ask {Term}");
    }

    private async Task Listen()
    {
        var buffer = new byte[64];
        while (true)
        {
            var received = await _socket.ReceiveFromAsync(buffer, cancellationToken: life.Stopping);
            string[] words = Encoding.ASCII.GetString(buffer, 0, received.ReceivedBytes).Split(' ');
            await Hear(words[0], int.Parse(words[1]), words[2], received.RemoteEndPoint);
        }
    }

    private async Task Hear(string what, int term, string who, EndPoint from)
    {
        if (term > Term)
            Enter(term);
        if (term < Term)
            return;
        switch (what)
        {
            case "beat":
                _heard = life.Time.GetTimestamp();
                break;
            case "ask" when VotedFor.Length == 0 || VotedFor == who:
                VotedFor = who;
                _heard = life.Time.GetTimestamp();
                await Say($"vote {Term}", from);
                break;
            case "vote" when !_leads && VotedFor == life.Name && _votes.Add(who) && _votes.Count > all.Count / 2:
                _leads = true;
                election.Leads(term, life.Name);
                await Tell($"beat {Term}");
                break;
        }
    }

    private void Enter(int term)
    {
        Term = term;
        VotedFor = "";
        _leads = false;
        _votes.Clear();
    }

    private async Task Tell(string text)
    {
        foreach (var other in all.Where(other => other.Name != life.Name))
            await Say(text, new IPEndPoint(other.Addresses[0], Port));
    }

    private async Task Say(string text, EndPoint to)
    {
        try
        {
            await _socket.SendToAsync(Encoding.ASCII.GetBytes($"{text} {life.Name}"), to, life.Stopping);
        }
        catch (SocketException)
        {
            // It cannot be reached; it will hear the next one.
        }
    }
}

using System.Net;
using System.Reflection;
using Hokku.Devices.VirtualWire;
using Hokku.Stack;

namespace Hokku.Simulation;

/// <summary>
/// Hosts, links and faults in virtual time. Hosts have real stacks and run real programs, all on the one thread of the thread pool; time goes on when nothing
/// is left to do. The same seed gives the same run.
/// </summary>
/// <remarks>Made and described by one thread; <see cref="RunAsync(Func{Task})"/> begins it.</remarks>
public sealed partial class World : IAsyncDisposable
{
    private readonly Dictionary<string, Node> _nodes = [];
    private readonly List<SimulatedHost> _hosts = [];
    private readonly List<Link> _links = [];
    private readonly SeededEntropy _entropy;
    private readonly WireRoom _wires = new();
    private TopologyPlan? _plan;

    /// <param name="seed">Decides every random choice in the world.</param>
    /// <param name="options">How it is watched and limited.</param>
    /// <exception cref="SimulationException">The process's thread pool has more than one thread.</exception>
    public World(ulong seed, WorldOptions? options = null)
    {
        Options = options ?? new WorldOptions();
        if (!Options.AnyThreadPool)
            OnePoolThread.Require();
        Seed = seed;
        _entropy = new SeededEntropy(seed);
        Time = new VirtualTime(Options.Epoch);
        Trace = new WorldTrace(Options, Time);
        Schedule = new FaultSchedule(this, Options.OnlyFaults);
        Random = new Random((int)_entropy.NextUInt32());
        _pump = new Pump(this);
    }

    public ulong Seed { get; }

    public WorldOptions Options { get; }

    /// <summary>The world's clock, which no host's clock is.</summary>
    public VirtualTime Time { get; }

    /// <summary>How long the world has run.</summary>
    public TimeSpan Now => Time.Elapsed;

    /// <summary>For a scenario's own choices.</summary>
    public Random Random { get; }

    public IReadOnlyList<SimulatedHost> Hosts => _hosts;

    public IReadOnlyList<Link> Links => _links;

    /// <summary>The faults that happen in this run, in the order they were said.</summary>
    public IReadOnlyList<Fault> Faults => Schedule.Faults;

    /// <summary>The hash over everything that has happened: the same for every run of the seed.</summary>
    public string Hash => Trace.Hash.ToString("x16", null);

    /// <summary>How many packets were put on links.</summary>
    public long Packets => Trace.Packets;

    /// <summary>The last events, or all when <see cref="WorldOptions.KeepEvents"/> says so.</summary>
    public IReadOnlyList<WorldEvent> Events => Trace.Events;

    internal WorldTrace Trace { get; }

    internal FaultSchedule Schedule { get; }

    internal Partitions Partitions { get; } = new();

    /// <summary>Whether programs have been started.</summary>
    internal bool HasBegun => _plan is not null;

    /// <summary>Adds a host that runs nothing, or what a scenario lets it run.</summary>
    public SimulatedHost AddHost(string name) => AddHost(name, static _ => Task.CompletedTask);

    /// <summary>Adds a host and its program, which begins when the world does and anew when the host is restarted.</summary>
    /// <param name="name">By which others resolve its address.</param>
    /// <param name="program">It uses the host's network, clock and random source.</param>
    public SimulatedHost AddHost(string name, Func<HostLife, Task> program)
    {
        var host = new SimulatedHost(this, name, program, _entropy.Fork());
        AddNode(host);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Adds a host that runs a real program: its Main, with Kestrel, HttpClient and background services, on the host's network and clock.</summary>
    /// <param name="name">By which others resolve its address.</param>
    /// <param name="program">The program's assembly: <c>typeof(Program).Assembly</c>.</param>
    /// <param name="options">Its arguments, and what is exchanged among its services.</param>
    public SimulatedHost AddHost(string name, Assembly program, ProgramOptions? options = null) =>
        AddHost(name, life => ProgramStart.RunAsync(life, program, options ?? new ProgramOptions()));

    /// <summary>Adds an Ethernet switch and joins these nodes to it.</summary>
    public void AddSwitch(string name, params string[] nodes) => AddJunction(new SwitchNode(name), nodes);

    /// <summary>Adds a router and joins these nodes to it, each by a network of its own.</summary>
    public void AddRouter(string name, params string[] nodes) => AddJunction(new RouterNode(name), nodes);

    /// <summary>The link between two nodes; made when there is none.</summary>
    /// <exception cref="SimulationException">A node is not known, or it is the same one.</exception>
    public Link Link(string first, string second)
    {
        if (first == second)
            throw new SimulationException($"A link joins two nodes, and '{first}' is one.");
        var (one, other) = (NodeOf(first), NodeOf(second));
        if (_links.Find(link => link.Ends[0].Node == one && link.Ends[1].Node == other || link.Ends[0].Node == other && link.Ends[1].Node == one) is { } known)
            return known;
        RequireNotBegun($"link {first} and {second}");
        var made = new Link(this, one, other, $"{first}-{second}", _entropy.NextUInt64() >> 8) { Index = _links.Count };
        one.Ends.Add(made.Ends[0]);
        other.Ends.Add(made.Ends[1]);
        _links.Add(made);
        _wires.Add(made.Wire);
        Trace.Name(made);
        return made;
    }

    /// <summary>A time at which something is to happen, since the world began.</summary>
    /// <exception cref="SimulationException">It is negative or over.</exception>
    public Moment At(TimeSpan time)
    {
        if (time < TimeSpan.Zero)
            throw new SimulationException($"{time} is before the world began; times are since then.");
        if (time < Now)
            throw new SimulationException($"{time} is over: the world is at {Now}.");
        return new Moment(this, time);
    }

    /// <summary>Draws faults from the seed, among the hosts and links that the world has so far.</summary>
    /// <exception cref="SimulationException">The times make no sense.</exception>
    public void RandomFaults(RandomFaults faults)
    {
        if (faults.From < TimeSpan.Zero || faults.Until <= faults.From || faults.MeanInterval <= TimeSpan.Zero || faults.MeanDuration <= TimeSpan.Zero)
            throw new SimulationException($"Random faults from {faults.From} until {faults.Until}, each {faults.MeanInterval} for {faults.MeanDuration}, make no schedule: all times are positive, and Until is after From.");
        new FaultDice(this, faults, _entropy.Fork()).Throw();
    }

    /// <summary>What happens now: <c>world.Immediately.Crash("a")</c> in the middle of a scenario.</summary>
    public Moment Immediately => At(Now);

    /// <summary>The host of that name.</summary>
    /// <exception cref="SimulationException">There is none.</exception>
    public SimulatedHost HostOf(string name) => NodeOf(name) as SimulatedHost
        ?? throw new SimulationException($"'{name}' is a {NodeOf(name).Kind}, and this is for hosts: {Names(_hosts)}.");

    internal Link LinkOf(string first, string second) =>
        _links.Find(link => Array.TrueForAll(link.Ends, end => end.Node.Name == first || end.Node.Name == second))
        ?? throw new SimulationException($"There is no link between '{first}' and '{second}'; there are {(_links.Count == 0 ? "none" : string.Join(", ", _links.Select(link => link.Name)))}.");

    /// <summary>Pairs of hosts that do not hear each other.</summary>
    internal List<(SimulatedHost From, SimulatedHost To)> PairsOf(Sides sides)
    {
        var groups = sides.Groups.Select(group => group.Select(HostOf).ToList()).ToList();
        if (groups.Count < 2)
            throw new SimulationException($"A partition has two sides or more, as in \"a\" | \"b\"; this one has '{sides}'.");
        if (groups.SelectMany(group => group).GroupBy(host => host).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SimulationException($"'{twice.Key}' is on two sides of the partition {sides}.");
        var pairs = new List<(SimulatedHost, SimulatedHost)>();
        foreach (var one in groups)
        {
            foreach (var other in groups.Where(other => other != one))
                pairs.AddRange(one.SelectMany(from => other.Select(to => (from, to))));
        }

        return pairs;
    }

    internal void CutAll(IEnumerable<(SimulatedHost From, SimulatedHost To)> pairs)
    {
        foreach (var (from, to) in pairs)
            Partitions.Cut(from, to);
    }

    internal void MendAll(IEnumerable<(SimulatedHost From, SimulatedHost To)> pairs)
    {
        foreach (var (from, to) in pairs)
            Partitions.Mend(from, to);
    }

    internal IReadOnlyList<IPAddress> Resolve(SimulatedHost asking, string name) =>
        _nodes.GetValueOrDefault(name.TrimEnd('.')) is SimulatedHost host && TopologyPlan.AddressFor(asking, host) is { } address
            ? [IPAddress.Parse(address.ToString())]
            : [];

    private void AddNode(Node node)
    {
        RequireNotBegun($"add the {node.Kind} {node.Name}");
        if (node.Name.Length == 0 || node.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '.' or '_')))
            throw new SimulationException($"'{node.Name}' is no name for a {node.Kind}: letters, digits, '-', '.' and '_' make one.");
        if (!_nodes.TryAdd(node.Name, node))
            throw new SimulationException($"There is a {_nodes[node.Name].Kind} '{node.Name}' already.");
    }

    private void AddJunction(Node junction, string[] nodes)
    {
        AddNode(junction);
        foreach (string node in nodes)
            Link(node, junction.Name);
    }

    private Node NodeOf(string name) => _nodes.GetValueOrDefault(name)
        ?? throw new SimulationException($"There is no '{name}' in this world; there are {Names(_nodes.Values)}.");

    private static string Names(IEnumerable<Node> nodes) => string.Join(", ", nodes.Select(node => node.Name).Order(StringComparer.Ordinal)) is { Length: > 0 } names ? names : "none yet";

    private void RequireNotBegun(string what)
    {
        if (HasBegun)
            throw new SimulationException($"The world has begun; it is too late to {what}.");
    }
}

using Hokku.Devices.VirtualWire;

namespace Hokku.Simulation;

/// <summary>
/// A cable between two nodes of a world, and how it treats frames. May be changed at any time; what is said holds for both directions unless
/// <see cref="From"/> names one. One millisecond and no fault when nothing is said.
/// </summary>
public sealed class Link
{
    /// <summary>How links are that nothing was said about.</summary>
    public static WireSettings Usual { get; } = new() { Latency = TimeSpan.FromMilliseconds(1), Mtu = 1500 };

    private readonly World _world;
    private readonly WireSettings[] _settings = [Usual, Usual];

    internal Link(World world, Node first, Node second, string name, ulong seed)
    {
        _world = world;
        Name = name;
        Ends = [new LinkEnd(this, 0, first), new LinkEnd(this, 1, second)];
        Wire = new VirtualWire(name, world.Time, seed) { Observer = world.Trace };
        Apply(0);
        Apply(1);
    }

    /// <summary>Its name, "client-api".</summary>
    public string Name { get; }

    /// <summary>What it has done so far, by direction: from its first node, from its second.</summary>
    public (WireStatistics FromFirst, WireStatistics FromSecond) Statistics => (Wire.StatisticsFrom(0), Wire.StatisticsFrom(1));

    internal VirtualWire Wire { get; }

    internal LinkEnd[] Ends { get; }

    internal int Index { get; init; }

    /// <summary>How long a frame travels.</summary>
    public Link Latency(TimeSpan latency) => Change(settings => settings with { Latency = latency });

    /// <summary>A random extra delay below this.</summary>
    public Link Jitter(TimeSpan jitter) => Change(settings => settings with { Jitter = jitter });

    /// <summary>How likely a frame is lost, from 0 to 1.</summary>
    public Link Loss(double probability) => Change(settings => settings with { Loss = probability });

    /// <summary>Losses in bursts.</summary>
    /// <param name="enter">How likely a burst begins with a frame.</param>
    /// <param name="meanLength">Frames that one lasts in the mean.</param>
    /// <param name="loss">How likely a frame is lost during a burst.</param>
    public Link Bursts(double enter, double meanLength, double loss = 1) => Change(settings => settings with { Bursts = new LossBursts(enter, 1 / meanLength, loss) });

    /// <summary>How likely a frame is held back so that later ones overtake it.</summary>
    public Link Reordering(double probability, TimeSpan? delay = null) =>
        Change(settings => settings with { Reordering = probability, ReorderingDelay = delay ?? settings.ReorderingDelay });

    /// <summary>How likely a frame arrives twice.</summary>
    public Link Duplication(double probability) => Change(settings => settings with { Duplication = probability });

    /// <summary>How likely one bit of a frame is turned over, so that checksums must find it.</summary>
    public Link Corruption(double probability) => Change(settings => settings with { Corruption = probability });

    /// <summary>Bits a second; 0 for no limit.</summary>
    public Link Bandwidth(long bitsPerSecond) => Change(settings => settings with { Bandwidth = bitsPerSecond });

    /// <summary>Octets that may wait for their turn when the bandwidth is limited.</summary>
    public Link Queue(int octets) => Change(settings => settings with { QueueLimit = octets });

    /// <summary>The largest IP packet that passes. Before the world begins it becomes the MTU of the interfaces; later, larger packets are lost.</summary>
    public Link Mtu(int octets) => Change(settings => settings with { Mtu = octets });

    /// <summary>Everything at once.</summary>
    public Link Set(WireSettings settings) => Change(_ => settings);

    /// <summary>Changes only the direction from that node.</summary>
    /// <exception cref="SimulationException">The link does not end there.</exception>
    public Link From(string node, Action<Link> change)
    {
        var end = Array.Find(Ends, end => end.Node.Name == node)
            ?? throw new SimulationException($"The link {Name} does not end at '{node}'; it joins {Ends[0].Node} and {Ends[1].Node}.");
        var others = _settings[1 - end.Number];
        change(this);
        _settings[1 - end.Number] = others;
        Apply(1 - end.Number);
        return this;
    }

    /// <summary>How it treats frames from that end.</summary>
    internal WireSettings SettingsFrom(int end) => _settings[end];

    /// <summary>Puts both directions back to what they were.</summary>
    internal void Restore(WireSettings fromFirst, WireSettings fromSecond)
    {
        _settings[0] = fromFirst;
        _settings[1] = fromSecond;
        Apply(0);
        Apply(1);
    }

    private Link Change(Func<WireSettings, WireSettings> change)
    {
        for (int end = 0; end < 2; end++)
        {
            _settings[end] = change(_settings[end]);
            Apply(end);
        }

        return this;
    }

    // What partitions cut is lost where it would reach its host, whatever way it came.
    private void Apply(int fromEnd)
    {
        var own = _settings[fromEnd];
        var host = Ends[1 - fromEnd].Node as SimulatedHost;
        try
        {
            Wire.Configure(fromEnd, own with
            {
                Lose = (number, frame) => (own.Lose?.Invoke(number, frame) ?? false) | (host is not null && _world.Partitions.Cuts(frame, host)),
            });
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new SimulationException($"The link {Name} cannot be so: {problem.Message}", problem);
        }
    }
}

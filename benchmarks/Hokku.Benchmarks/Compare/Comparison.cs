namespace Hokku.Benchmarks.Compare;

/// <summary>All works over all paths, in turn (A B A B), round by round, so that what disturbs the machine disturbs all alike.</summary>
internal sealed class Comparison : IDisposable
{
    private const int HeldConnections = 1000;
    private readonly List<ComparedPath> _paths = [];
    private readonly bool _isQuick;
    private readonly TextWriter _log;

    public Comparison(bool isQuick, TextWriter log)
    {
        _isQuick = isQuick;
        _log = log;
        int[] sizes = isQuick ? [1500] : [1500, 9000, 65520];
        foreach (int mtu in sizes)
            AddPaths(mtu);
    }

    /// <summary>What was measured: by MTU, work and path.</summary>
    public Dictionary<(int Mtu, string Work, string Path), Measured> Results { get; } = [];

    /// <summary>Runs so many rounds, each work for so long.</summary>
    public void Run(int rounds, double seconds)
    {
        foreach (var path in _paths)
            Try(path, "in", () => path.Run("in", 0.5, 1)); // warm-up
        using var memory = _isQuick ? null : new MemoryPair();
        for (int round = 0; round < rounds; round++)
        {
            _log.WriteLine($"round {round + 1} of {rounds}");
            foreach (var work in Work.All.Where(each => !_isQuick || each.IsQuick))
                Round(work, seconds);
            if (memory is not null)
                Add(65536, "in", "two Hokku hosts in memory").Values.Add(memory.Run(seconds));
        }

        if (!_isQuick)
            Memory();
    }

    public void Dispose()
    {
        foreach (var path in _paths)
            path.Dispose();
    }

    private void AddPaths(int mtu)
    {
        Add(() => new VethPath(offloads: true, mtu));
        Add(() => new TapPath(offloads: true, mtu));
        Add(() => new PacketPath(mtu));
        if (mtu < 65520)
        {
            Add(() => new TapPath(offloads: true, mtu, isCeiling: true)); // its super-packets are shorter than larger segments
            Add(() => new VethPath(offloads: false, mtu));
            Add(() => new TapPath(offloads: false, mtu));
            Add(() => new TapPath(offloads: false, mtu, isCeiling: true));
        }

        if (_isQuick)
            return;
        if (mtu == 65520)
            Add(() => new LoopbackPath());
        foreach (string peer in (string[])["slirp4netns", "pasta"])
        {
            if (mtu != 9000 && Programs.Has(peer))
                Add(() => new RelayPath(peer, mtu));
        }
    }

    private void Add(Func<ComparedPath> make)
    {
        try
        {
            _paths.Add(make());
        }
        catch (Exception problem) when (problem is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            _log.WriteLine($"left out: {problem.Message.Trim()}");
        }
    }

    private void Round(Work work, double seconds)
    {
        foreach (var path in _paths)
        {
            if (path.Cannot.Contains(work.Name) || (work.IsOnlyFor1500 && path.Mtu != 1500))
                continue;
            Try(path, work.Name, () => One(work, path, seconds));
        }
    }

    private void One(Work work, ComparedPath path, double seconds)
    {
        var measured = Add(path.Mtu, work.Name, path.Name);
        if (work.Name == "ping")
        {
            measured.Values.Add(path.Ping());
            return;
        }

        bool counts = path.Name.StartsWith("Hokku", StringComparison.Ordinal) && work.Name is "in" or "out";
        long allocated = counts ? path.Allocated() : 0;
        var (value, second, octets, client, subject) = path.Run(work.Command, seconds, work.Flows);
        measured.Values.Add(value);
        if (second > 0)
            measured.Seconds.Add(second);
        if (octets > 0 && work.Name != "udp")
        {
            measured.ClientCost.Add(client / (octets / (1 << 30)));
            measured.SubjectCost.Add(subject / (octets / (1 << 30)));
        }

        if (counts)
            measured.Garbage.Add((path.Allocated() - allocated) / (octets / 1448));
    }

    private void Memory()
    {
        foreach (var path in _paths.Where(each => each.Mtu == 1500 && each.Name.StartsWith("Hokku", StringComparison.Ordinal)))
            Try(path, "memory", () => Add(1500, "memory", path.Name).Values.Add(path.MemoryOfConnection(HeldConnections) / 1024));
    }

    private void Try(ComparedPath path, string work, Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is InvalidOperationException or FormatException or ArgumentException)
        {
            _log.WriteLine($"{path.Name} at {work}, MTU {path.Mtu}: {problem.Message.Trim()}");
        }
    }

    private Measured Add(int mtu, string work, string path)
    {
        if (!Results.TryGetValue((mtu, work, path), out var measured))
            Results.Add((mtu, work, path), measured = new Measured());
        return measured;
    }
}

using System.Diagnostics;
using System.Globalization;
using Hokku.Benchmarks.Tap;

namespace Hokku.Benchmarks.Compare;

/// <summary>One way between the kernel that measures and a subject: namespaces, a link, and the subject's process.</summary>
internal abstract class ComparedPath : IDisposable
{
    /// <summary>A peer that stalls must not stall the run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Process? _subject;

    protected ComparedPath(string name, int mtu) => (Name, Mtu) = (name, mtu);

    public string Name { get; }

    public int Mtu { get; }

    /// <summary>Where the client connects to.</summary>
    public virtual string Address => "10.8.0.2";

    /// <summary>Works that it cannot do, because the subject is no whole host.</summary>
    public virtual IReadOnlyCollection<string> Cannot => [];

    protected NetworkNamespace Linux { get; } = new();

    /// <summary>The program that both ends are processes of.</summary>
    private static string Program => Environment.ProcessPath!;

    /// <summary>Runs the client; the value, the second value, the octets, and the seconds of processor time of the client and of the subject.</summary>
    public (double Value, double Second, double Octets, double ClientTime, double SubjectTime) Run(string work, double seconds, int flows)
    {
        bool oneProcessor = work.StartsWith("rr", StringComparison.Ordinal);
        if (oneProcessor)
            Pin("0");
        double before = SubjectTime();
        string[] command = [Program, "client", work, Address, seconds.ToString(CultureInfo.InvariantCulture), flows.ToString(CultureInfo.InvariantCulture)];
        using var client = oneProcessor ? Linux.Start("taskset", ["-c", "0", .. command]) : Linux.Start(command[0], command[1..]);
        using var limit = new Timer(running => ((Process)running!).Kill(), client, TimeSpan.FromSeconds(seconds) + Patience, Timeout.InfiniteTimeSpan);
        string line = client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        double after = SubjectTime();
        if (oneProcessor)
            Pin($"0-{Environment.ProcessorCount - 1}");
        var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (client.ExitCode != 0 || numbers.Length != 4)
            throw new InvalidOperationException($"The client of {Name} failed at {work}: {line}");
        double Number(int index) => double.Parse(numbers[index], CultureInfo.InvariantCulture);
        return (Number(0), Number(1), Number(2), Number(3), after - before);
    }

    /// <summary>The mean of some pings. Microseconds.</summary>
    public double Ping()
    {
        string output = Linux.Run("ping", "-n", "-q", "-c", "200", "-i", "0.002", "-W", "1", Address);
        string times = output[(output.IndexOf("mdev = ", StringComparison.Ordinal) + 7)..];
        return double.Parse(times.Split('/')[1], CultureInfo.InvariantCulture) * 1000;
    }

    /// <summary>What the subject's process has allocated in all, with a GC. Octets.</summary>
    public long Allocated()
    {
        _subject!.StandardInput.WriteLine("allocated");
        return long.Parse(_subject.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    /// <summary>What the subject's process grows by for each of so many connections. Octets.</summary>
    public double MemoryOfConnection(int count)
    {
        long before = Resident();
        using var client = Linux.Start(Program, "client", "hold", Address, "0", count.ToString(CultureInfo.InvariantCulture));
        client.StandardOutput.ReadLine();
        long after = Resident();
        client.StandardInput.WriteLine();
        client.WaitForExit();
        return (double)(after - before) / count;
    }

    public virtual void Dispose()
    {
        if (_subject is not null)
        {
            _subject.StandardInput.Close();
            if (!_subject.WaitForExit(3000))
                _subject.Kill();
            _subject.Dispose();
        }

        Linux.Dispose();
    }

    /// <summary>Starts the subject and waits until it serves.</summary>
    protected void StartSubject(NetworkNamespace place, params string[] arguments)
    {
        _subject = place.Start(Program, ["subject", .. arguments]);
        if (_subject.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException($"The subject of {Name} has not become ready.");
    }

    private double SubjectTime()
    {
        if (_subject is null)
            return 0;
        _subject.Refresh();
        return _subject.TotalProcessorTime.TotalSeconds;
    }

    private long Resident()
    {
        _subject!.Refresh();
        return _subject.WorkingSet64;
    }

    private void Pin(string processors)
    {
        if (_subject is not null)
            Linux.Run("taskset", "-apc", processors, _subject.Id.ToString(CultureInfo.InvariantCulture));
    }
}

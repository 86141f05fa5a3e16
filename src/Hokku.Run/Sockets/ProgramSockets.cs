using Hokku.Driver;
using Hokku.Driver.Published;
using Hokku.Linux;
using Hokku.Linux.Programs;
using Hokku.Run.Calls;

namespace Hokku.Run.Sockets;

/// <summary>The sockets that programs hold, by the number that the kernel gave them: right across dup, fork, exec and passing of descriptors.</summary>
internal sealed class ProgramSockets(IStackDriver driver, ServingPlace place, string folder) : IDisposable
{
    /// <summary>Connections that are over are remembered for a while: programs ask for their names and errors.</summary>
    private const int Remembered = 1024;
    private const int SweepInterval = 1000;

    private readonly Dictionary<ulong, ProgramSocket> _sockets = [];
    private readonly Dictionary<ulong, (int Thread, int Number)> _ends = [];
    private readonly Queue<ProgramSocket> _finished = new();
    private readonly List<Timer> _timers = [];
    private Timer? _sweep;
    private int _lastName;

    public IStackDriver Driver { get; } = driver;

    public ServingPlace Place { get; } = place;

    public int Count => _sockets.Count;

    /// <summary>A path for a socket of ours, where nobody else may go.</summary>
    public string NextPath() => Path.Combine(folder, (++_lastName).ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Add(ProgramSocket socket)
    {
        _sockets[socket.Cookie] = socket;
        if (!socket.IsStream)
            _sweep ??= new Timer(_ => Place.Loop.Post(Sweep), null, SweepInterval, SweepInterval);
    }

    public void Finished(ProgramSocket socket)
    {
        _finished.Enqueue(socket);
        if (_finished.Count > Remembered)
            Forget(_finished.Dequeue());
    }

    public void Forget(ProgramSocket socket)
    {
        _sockets.Remove(socket.Cookie);
        _ends.Remove(socket.Cookie);
    }

    /// <summary>The socket that a call is about and a copy of the program's descriptor, which is the caller's; false for all that is not ours.</summary>
    public bool TryFind(ProgramCall call, out ProgramSocket socket, out Descriptor app)
    {
        socket = null!;
        app = ForeignProcess.TryTake(call.Thread, call.Descriptor)!;
        if (app is null)
            return false;
        if (_sockets.TryGetValue(UnixSocket.CookieOf(app), out socket!))
        {
            _ends[socket.Cookie] = (call.Thread, call.Descriptor);
            return true;
        }

        app.Dispose();
        return false;
    }

    /// <summary>A copy of a program's end, from where it was seen last; null when it is not there any more.</summary>
    public Descriptor? TryFindEnd(ProgramSocket socket)
    {
        if (!_ends.TryGetValue(socket.Cookie, out var end) || ForeignProcess.TryTake(end.Thread, end.Number) is not { } app)
            return null;
        if (UnixSocket.CookieOf(app) == socket.Cookie)
            return app;
        app.Dispose();
        return null;
    }

    /// <summary>Where a program got its end.</summary>
    public void Given(ProgramSocket socket, int thread, int number) => _ends[socket.Cookie] = (thread, number);

    /// <summary>Does something on the loop's thread, later.</summary>
    public void After(TimeSpan delay, Action what)
    {
        Timer? timer = null;
        timer = new Timer(_ => Place.Loop.Post(() =>
        {
            _timers.Remove(timer!);
            timer!.Dispose();
            what();
        }));
        _timers.Add(timer);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _sweep?.Dispose();
        foreach (var timer in _timers)
            timer.Dispose();
        foreach (var socket in _sockets.Values.ToArray())
            socket.Close();
    }

    // A datagram socket's end is told by nobody.
    private void Sweep()
    {
        foreach (var socket in _sockets.Values.OfType<ProgramDatagrams>().Where(static socket => socket.IsAbandoned).ToArray())
            socket.Close();
    }
}

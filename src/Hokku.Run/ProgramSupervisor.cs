using Hokku.Driver;
using Hokku.Driver.Published;
using Hokku.Linux;
using Hokku.Linux.Programs;
using Hokku.Network;
using Hokku.Run.Calls;
using Hokku.Run.Sockets;

namespace Hokku.Run;

/// <summary>
/// Answers the socket calls of a program and of all that it starts, by a host's driver. One thread; a call that has to wait is answered later. It ends when the
/// last of the programs has.
/// </summary>
public sealed class ProgramSupervisor : ILoopTarget, IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(60);
    private readonly ServingPlace _place;
    private readonly CallListener _listener;
    private readonly ProgramSockets _sockets;
    private readonly SocketCalls _calls;
    private readonly string _folder;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ProgramSupervisor(IStackDriver driver, CallListener listener, Action<Exception> failed)
    {
        _listener = listener;
        _listener.PreferSameProcessor();
        // Datagrams go over sockets with paths: where only this user may go.
        _folder = Directory.CreateTempSubdirectory("hokku-run-").FullName;
        _place = new ServingPlace("hokku run", CloseTimeout, failed);
        _sockets = new ProgramSockets(driver, _place, _folder);
        _calls = new SocketCalls(_sockets, new InterfaceCalls(new NetworkHost(driver).Roster));
        _place.Loop.Add(listener.Descriptor, this);
        _place.Loop.Start();
    }

    /// <summary>Done when the last program has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many sockets programs hold, those that are over but remembered included.</summary>
    public int SocketCount => _sockets.Count;

    void ILoopTarget.Ready(Readiness ready)
    {
        Span<PollDescriptor> listener = [new PollDescriptor(_listener.Descriptor.Number, PollEvents.Read)];
        while (Descriptor.Poll(listener, TimeSpan.Zero) > 0 && (listener[0].Happened & PollEvents.Read) != 0)
        {
            if (_listener.TryReceive(out var call))
                _calls.Execute(new ProgramCall(_listener, call));
        }

        if ((ready & Readiness.HangUp) != 0)
            _ended.TrySetResult();
    }

    public void Dispose()
    {
        _place.Loop.Dispose();
        _sockets.Dispose();
        _place.Dispose();
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
        _ended.TrySetResult();
    }
}

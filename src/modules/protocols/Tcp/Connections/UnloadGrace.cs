using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>Keeps the module for some seconds after a connection: whoever connects once connects again, and loading costs more than a connection.</summary>
internal sealed class UnloadGrace : ITimerOwner
{
    private readonly TcpProtocol _tcp;
    private readonly NetTimer _timer;

    public UnloadGrace(TcpProtocol tcp)
    {
        _tcp = tcp;
        _timer = new NetTimer(this);
    }

    public INetModule? Module => _tcp.Module;

    /// <summary>A connection has ended.</summary>
    public void Extend()
    {
        if (_tcp.Settings.UnloadGrace <= TimeSpan.Zero)
            return;
        if (!_timer.IsArmed)
            _tcp.Stack.Retain(_tcp.Module);
        _tcp.Stack.Arm(_timer, _tcp.Settings.UnloadGrace);
    }

    /// <summary>The stack ends.</summary>
    public void End()
    {
        if (!_timer.IsArmed)
            return;
        _tcp.Stack.Cancel(_timer);
        _tcp.Stack.Release(_tcp.Module);
    }

    public void TimerExpired(NetTimer timer) => _tcp.Stack.Release(_tcp.Module);
}

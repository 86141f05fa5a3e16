using System.Net.Sockets;
using Hokku.Abstractions;

namespace Hokku.Stack;

/// <content>Loaded and unloaded.</content>
public sealed partial class NetStack
{
    /// <summary>The first command or socket loads the stack. False when the handle was disposed.</summary>
    internal bool Load()
    {
        if (IsLoaded)
            return true;
        if (_isDisposed)
            return false;
        IsLoaded = true;
        _hadInterface = false;
        NotificationQueue.Publish(new StackNotification(StackEvent.StackLoaded));
        return true;
    }

    /// <summary>Called when an interface was added.</summary>
    internal void InterfaceAdded() => _hadInterface = true;

    /// <summary>Called when an interface was removed altogether; with the last one the stack unloads.</summary>
    internal void InterfaceRemoved()
    {
        if (InterfaceTable.Interfaces.Count == 0)
            Unload();
    }

    /// <summary>Called when a socket has gone; with the last one a stack that never had an interface unloads, when the batch ends.</summary>
    internal void SocketRemoved()
    {
        if (SocketTable.Count == 0 && !_hadInterface)
            Lock.Unsettled = true;
    }

    /// <summary>Cancels the timers and forgets the work of a module that is unloaded.</summary>
    internal void ForgetWorkOf(INetModule module)
    {
        Wheel.CancelAllOf(module);
        Batch.ForgetAllOf(module);
    }

    private void UnloadUnused()
    {
        ModuleTable.UnloadUnused();
        if (IsLoaded && !_hadInterface && SocketTable.Count == 0)
            Unload();
    }

    private void Unload()
    {
        if (!IsLoaded)
            return;
        SocketTable.EndAll(SocketError.NetworkDown);
        DeviceTable.Clear();
        ModuleTable.UnloadAll();
        Wheel.Clear();
        Batch.Clear();
        IsLoaded = false;
        NotificationQueue.Publish(new StackNotification(StackEvent.StackUnloaded));
    }

    private sealed class DisposeOperation(NetStack stack) : StackOperation
    {
        protected internal override void Run()
        {
            stack.InterfaceTable.Clear();
            stack.Unload();
            stack._isDisposed = true;
        }
    }

    private sealed class UsageOperation(NetStack stack) : StackOperation
    {
        public StackUsage Usage { get; private set; }

        protected internal override void Run() => Usage = new StackUsage(
            stack.IsLoaded,
            stack.Interfaces.Count,
            stack.Devices.Count,
            stack.SocketTable.Count,
            stack.Domains.Count,
            stack.ModuleTable.LoadedCount,
            stack.Wheel.Count,
            stack.Buffers.Statistics.BuffersInUse);
    }
}

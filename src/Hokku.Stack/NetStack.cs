using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Stack;

/// <summary>
/// The networking stack: one instance is one host. It is a handle; being loaded is a state: the first socket or command loads it, and it unloads
/// with its last interface, or with its last socket when it never had one.
/// </summary>
public sealed partial class NetStack : INetStack, ICombinedPlace, IDisposable
{
    private readonly NetStackOptions _options;
    private readonly long _started;
    private readonly Dictionary<string, UInt128> _secrets = [];
    private bool _hadInterface;
    private bool _isDisposed;

    public NetStack(NetStackOptions? options = null)
    {
        _options = options ?? new NetStackOptions();
        Time = _options.Time;
        _started = Time.GetTimestamp();
        Entropy = _options.Entropy ?? new CryptographicEntropy();
        Buffers = _options.SharedBuffers ?? new BufferPool(_options.Buffers);
        Lock = new CombiningLock(this);
        Alarm = new WheelAlarm(this);
        NotificationQueue = new NotificationQueue(Lock);
        ModuleTable = new ModuleTable(_options.Modules, this);
        CongestionTable = new CongestionTable(ModuleTable);
        Domains = new DomainTable(ModuleTable);
        SocketTable = new SocketTable(this);
        DeviceTable = new DeviceTable(this, ModuleTable) { OwnPlace = _options.Place };
        DeviceTable.Looped.Filled = () => Lock.Unsettled = true;
        InterfaceTable = new InterfaceTable(this, ModuleTable, DeviceTable) { Added = InterfaceAdded, Removed = InterfaceRemoved };
        DatalinkModule = new DatalinkModule(this, InterfaceTable, DeviceTable.Looped);
        Commands = new ControlCommands(this, InterfaceTable);
        SocketModule = new SocketModule(this);
    }

    public string Name => _options.Name;

    public TimeProvider Time { get; }

    public IEntropy Entropy { get; }

    public BufferPool Buffers { get; }

    public IDatalink Datalink => DatalinkModule;

    public ISocketModule Sockets => SocketModule;

    public INotifications Notifications => NotificationQueue;

    public IReadOnlyList<INetInterface> Interfaces => InterfaceTable.Interfaces;

    public IReadOnlyList<NetDevice> Devices => DeviceTable.Devices;

    public DropCounters Drops { get; } = new();

    public IFlowRule? Flows => _options.Place?.Host.Rule;

    public int Place => _options.Place?.Number ?? 0;

    /// <summary>Whether the stack is loaded. Readable from anywhere.</summary>
    public bool IsLoaded { get; private set; }

    internal NetStackOptions Options => _options;

    internal CombiningLock Lock { get; }

    internal TimerWheel Wheel { get; } = new();

    internal WheelAlarm Alarm { get; }

    internal FlushList Flushes { get; } = new();

    internal NotifyList Notified { get; } = new();

    internal NotificationQueue NotificationQueue { get; }

    internal ModuleTable ModuleTable { get; }

    internal CongestionTable CongestionTable { get; }

    internal DomainTable Domains { get; }

    internal SocketTable SocketTable { get; }

    internal DeviceTable DeviceTable { get; }

    internal InterfaceTable InterfaceTable { get; }

    internal DatalinkModule DatalinkModule { get; }

    internal ControlCommands Commands { get; }

    internal SocketModule SocketModule { get; }

    internal StatisticsTable StatisticsTable { get; } = new();

    public UInt128 SecretOf(string purpose)
    {
        if (!_secrets.TryGetValue(purpose, out var secret))
            _secrets.Add(purpose, secret = new UInt128(Entropy.NextUInt64(), Entropy.NextUInt64()));
        return secret;
    }

    public void Execute(StackOperation operation) => Lock.Execute(operation);

    public void Post(StackOperation operation) => Lock.Post(operation);

    public bool HandOver(NetBuffer packet, int place)
    {
        if (_options.Place?.Host is not { } host || DeviceTable.Get(packet.DeviceIndex) is not { } port || host.PortOf(place, port.Device.Name) is not { } there)
            return false;
        host.CountHandedOver(Place);
        there.TakeOver(packet);
        return true;
    }

    /// <summary>A posted operation is not to be run any more. From any thread. False when it was not queued, or is running already.</summary>
    public static bool Withdraw(StackOperation operation) => CombiningLock.Withdraw(operation);

    /// <summary>Figures about what is in use now. Enters the stack.</summary>
    public StackUsage GetUsage()
    {
        var operation = new UsageOperation(this);
        Execute(operation);
        return operation.Usage;
    }

    public override string ToString() => Name;

    /// <summary>Ends every socket, removes every interface, and gives back the memory. The handle must not be used any more.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        Execute(new DisposeOperation(this));
        DeviceTable.Join();
        Alarm.Dispose();
        if (_options.SharedBuffers is null)
            Buffers.Dispose();
    }
}

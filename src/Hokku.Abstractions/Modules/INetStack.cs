using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>
/// The stack as modules see it: Haiku's net_stack_module_info. Everything here is called inside the stack, by one thread at a time,
/// except <see cref="Execute"/> and <see cref="Post"/>, which are the way in.
/// </summary>
public interface INetStack
{
    /// <summary>The host's name.</summary>
    string Name { get; }

    /// <summary>Time since the stack was made; monotonic, read once a batch.</summary>
    TimeSpan Now { get; }

    /// <summary>The stack's clock; for wall time and for devices that keep time of their own.</summary>
    TimeProvider Time { get; }

    IEntropy Entropy { get; }

    /// <summary>A random number that stays the same as long as the stack's object lives, however often its modules are unloaded meanwhile; one for each purpose.</summary>
    UInt128 SecretOf(string purpose);

    BufferPool Buffers { get; }

    IDatalink Datalink { get; }

    ISocketModule Sockets { get; }

    INotifications Notifications { get; }

    IReadOnlyList<INetInterface> Interfaces { get; }

    IReadOnlyList<NetDevice> Devices { get; }

    /// <summary>What no protocol and no interface can be blamed for.</summary>
    DropCounters Drops { get; }

    /// <summary>Which of the host's stacks connections belong to; null for a host of one stack.</summary>
    IFlowRule? Flows => null;

    /// <summary>Which of the host's stacks this is, from 0 on.</summary>
    int Place => 0;

    /// <summary>Hands a packet, its network header on, its FrameType set, to another stack of the host, as if that had received it. False, and the packet stays the caller's, when there is none.</summary>
    bool HandOver(NetBuffer packet, int place) => false;

    // ---- the way in; from any thread

    /// <summary>Runs the operation inside the stack and returns when it has run: at once when the stack is free.</summary>
    void Execute(StackOperation operation);

    /// <summary>Runs the operation inside the stack soon, perhaps at once; does not wait for it.</summary>
    void Post(StackOperation operation);

    // ---- domains and protocols

    /// <summary>The domain of a family, or null when no module has registered it. Does not load.</summary>
    INetDomain? GetDomain(NetFamily family);

    /// <summary>Who receives a transport protocol of a family; loads its module at first use. Null when nobody does.</summary>
    IReceivingProtocol? GetReceivingProtocol(NetFamily family, int number);

    /// <summary>Registers a domain.</summary>
    /// <exception cref="InvalidOperationException">The family has one already.</exception>
    INetDomain RegisterDomain(NetFamily family, string name, IDomainProtocol protocol, IAddressRules rules);

    /// <summary>Registers a chain beyond those of the manifest. The first registration wins.</summary>
    void RegisterDomainProtocols(ProtocolChain chain);

    /// <summary>Registers a chain beyond those of the manifest. The first registration wins.</summary>
    void RegisterDatalinkProtocols(DatalinkChain chain);

    void RegisterReceivingProtocol(NetFamily family, int number, IReceivingProtocol receiver);

    /// <summary>Registers who segments, coalesces and fills checksums for a transport protocol (number) or for the domain protocol itself (-1).</summary>
    void RegisterOffload(NetFamily family, int number, IOffload offload);

    IOffload? GetOffload(NetFamily family, int number);

    // ---- congestion controls

    /// <summary>The names of all congestion controls, of modules that are not loaded yet too.</summary>
    IReadOnlyList<string> CongestionControls { get; }

    /// <summary>Registers a congestion control by the name that TCP_CONGESTION takes. The first registration wins.</summary>
    /// <param name="name">What the manifest calls it.</param>
    /// <param name="create">Makes one for one connection.</param>
    void RegisterCongestionControl(string name, Func<ICongestionControl> create);

    /// <summary>Makes a congestion control for one connection; loads its module at first use. Null when there is none of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="owner">Whose code it is: the connection keeps it loaded with <see cref="Retain"/> as long as it uses the object.</param>
    ICongestionControl? CreateCongestionControl(string name, out INetModule? owner);

    // ---- devices

    /// <summary>One deframer a device, counted: the same one may be registered by each interface.</summary>
    /// <exception cref="InvalidOperationException">The device has another one.</exception>
    void RegisterDeframer(NetDevice device, IDeframer deframer);

    void UnregisterDeframer(NetDevice device);

    /// <summary>One handler a frame type of a device, counted as deframers are.</summary>
    void RegisterHandler(NetDevice device, ushort frameType, IFrameHandler handler);

    /// <summary>Hands frames of the type to the domain, after the interface was chosen (Haiku's register_domain_device_handler).</summary>
    void RegisterDomainHandler(NetDevice device, ushort frameType, NetFamily family);

    void UnregisterHandler(NetDevice device, ushort frameType);

    /// <summary>A monitor sees every packet of the device, both ways, and every drop. Null sees all devices and the packets without one.</summary>
    void RegisterMonitor(NetDevice? device, IDeviceMonitor monitor);

    void UnregisterMonitor(NetDevice? device, IDeviceMonitor monitor);

    /// <summary>Queues a packet as if the device had received it; delivered before the stack is left (loopback, self-delivery).</summary>
    void Loop(NetDevice device, NetBuffer buffer);

    /// <summary>The device has something in its transmit queue: flush it when the stack has been left.</summary>
    void FlushLater(NetDevice device);

    // ---- modules

    /// <summary>Keeps the module loaded although no socket or interface uses it (connections that live on after close). Counted.</summary>
    void Retain(INetModule module);

    void Release(INetModule module);

    // ---- timers and work

    /// <summary>Arms the timer, or moves it when it is armed. Never early; at most one tick (1 ms) late.</summary>
    void Arm(NetTimer timer, TimeSpan delay);

    void Cancel(NetTimer timer);

    /// <summary>Runs the work at the end of the batch.</summary>
    void Schedule(BatchWork work);

    // ---- statistics

    /// <summary>The counters of that short name, made at first use and kept over unloading.</summary>
    ProtocolStatistics Statistics(string shortName);

    /// <summary>Discards a packet: counts it by reason at its interface and at <paramref name="by"/>, shows it to monitors, frees it.</summary>
    void Drop(NetBuffer buffer, DropReason reason, ProtocolStatistics? by = null);
}

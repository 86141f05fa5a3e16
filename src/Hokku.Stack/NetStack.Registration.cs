using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <content>Haiku's verbs: who does them.</content>
public sealed partial class NetStack
{
    public INetDomain? GetDomain(NetFamily family) => Domains.Find(family);

    public IReceivingProtocol? GetReceivingProtocol(NetFamily family, int number) => Domains.FindReceiver(family, number);

    public INetDomain RegisterDomain(NetFamily family, string name, IDomainProtocol protocol, IAddressRules rules) =>
        Domains.Register(family, name, protocol, rules);

    public void RegisterDomainProtocols(ProtocolChain chain) => ModuleTable.RegisterDomainProtocols(chain);

    public void RegisterDatalinkProtocols(DatalinkChain chain) => ModuleTable.RegisterDatalinkProtocols(chain);

    public void RegisterReceivingProtocol(NetFamily family, int number, IReceivingProtocol receiver) => Domains.RegisterReceiver(family, number, receiver);

    public void RegisterOffload(NetFamily family, int number, IOffload offload) => Domains.RegisterOffload(family, number, offload);

    public IOffload? GetOffload(NetFamily family, int number) => Domains.FindOffload(family, number);

    public IReadOnlyList<string> CongestionControls => CongestionTable.Names;

    public void RegisterCongestionControl(string name, Func<ICongestionControl> create) => CongestionTable.Register(name, create);

    public ICongestionControl? CreateCongestionControl(string name, out INetModule? owner) => CongestionTable.Create(name, out owner);

    public void RegisterDeframer(NetDevice device, IDeframer deframer) => DeviceTable.RegisterDeframer(device, deframer);

    public void UnregisterDeframer(NetDevice device) => DeviceTable.UnregisterDeframer(device);

    public void RegisterHandler(NetDevice device, ushort frameType, IFrameHandler handler) => DeviceTable.RegisterHandler(device, frameType, handler);

    public void RegisterDomainHandler(NetDevice device, ushort frameType, NetFamily family) => DeviceTable.RegisterDomainHandler(device, frameType, family);

    public void UnregisterHandler(NetDevice device, ushort frameType) => DeviceTable.UnregisterHandler(device, frameType);

    public void RegisterMonitor(NetDevice? device, IDeviceMonitor monitor) => DeviceTable.RegisterMonitor(device, monitor);

    public void UnregisterMonitor(NetDevice? device, IDeviceMonitor monitor) => DeviceTable.UnregisterMonitor(device, monitor);

    public void Loop(NetDevice device, NetBuffer buffer) => DeviceTable.Loop(device, buffer);

    public void Retain(INetModule module) => ModuleTable.Retain(module);

    public void Release(INetModule module) => ModuleTable.Release(module);

    public ProtocolStatistics Statistics(string shortName) => StatisticsTable[shortName];

    public void Drop(NetBuffer buffer, DropReason reason, ProtocolStatistics? by = null) => DeviceTable.Drop(buffer, reason, by);
}

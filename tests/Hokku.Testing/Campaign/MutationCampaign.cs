using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Buffers;
using Hokku.Datalink.Arp;
using Hokku.Datalink.EthernetFrame;
using Hokku.Protocols.Icmp;
using Hokku.Protocols.IPv4;
using Hokku.Protocols.Tcp;
using Hokku.Protocols.Udp;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using static Hokku.Testing.CampaignAddresses;

namespace Hokku.Testing;

/// <summary>
/// Mutated frames, and mutated segments of live connections, against a whole stack in virtual time. From one seed; no exception may come out of it,
/// nothing may leak, and every sum of its counters must be right.
/// </summary>
public sealed class MutationCampaign : IDisposable
{
    private const int BatchSize = 64;
    private const int Peers = 32;
    private const ushort FirstPeerPort = 1025;

    private readonly CampaignModule _devices = new();
    private readonly CampaignMonitor _monitor = new();
    private readonly CampaignRandom _random;
    private readonly FrameMutator _mutator;
    private readonly LivePeer[] _peers = new LivePeer[Peers];
    private readonly CampaignUsers _users;
    private readonly NetStack _stack;
    private readonly VirtualTime _time = new();
    private readonly byte[] _frame = new byte[FrameMutator.MostLength];
    private readonly ulong _seed;
    private long _frames;

    /// <param name="seed">What everything random comes from.</param>
    /// <param name="debug">Buffers are watched for use after free, at a price.</param>
    public MutationCampaign(ulong seed, bool debug = false)
    {
        _seed = seed;
        _random = new CampaignRandom(seed);
        _mutator = new FrameMutator(_random);
        for (int i = 0; i < Peers; i++)
            _peers[i] = new LivePeer(_random, (ushort)(FirstPeerPort + i));
        var modules = new ModuleRegistry()
            .Add(CampaignModule.Description, () => _devices)
            .Add(EthernetFrameModule.Description, () => new EthernetFrameModule())
            .Add(ArpModule.Description, () => new ArpModule())
            .Add(IPv4Module.Description, () => new IPv4Module())
            .Add(IcmpModule.Description, () => new IcmpModule())
            .Add(UdpModule.Description, () => new UdpModule())
            .Add(TcpModule.Description, () => new TcpModule());
        _stack = new NetStack(new NetStackOptions { Time = _time, Entropy = new SeededEntropy(seed), Modules = modules, Buffers = new() { Debug = debug } });
        _users = new CampaignUsers(_stack, _random);
        Inside(SetUp);
        _devices.Device!.Watcher = Watch;
    }

    public long Frames => _frames;

    /// <summary>Sends frames; may be called again and again.</summary>
    /// <exception cref="InvalidOperationException">Something came out of the stack that must not; the seed and the frame's number are told.</exception>
    public void Run(long frames)
    {
        for (long end = _frames + frames; _frames < end;)
        {
            try
            {
                SendBatch();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {_seed}, in the {BatchSize} frames before frame {_frames}", exception);
            }
        }
    }

    /// <summary>Closes everything, lets everything age, and adds up.</summary>
    public CampaignReport Finish(long allocated)
    {
        _users.End();
        _stack.Execute(_users);
        for (int i = 0; i < 30; i++)
            _time.Advance(TimeSpan.FromMinutes(1));
        long connections = 0;
        foreach (var peer in _peers)
            connections += peer.Connections;
        var books = new CampaignBooks(_stack, _devices.Device!, _monitor, _frames);
        return new CampaignReport(
            _frames, _monitor.Dropped, _devices.Device!.SentFrames, connections, _users.OctetsRead, allocated, _stack.Buffers.Statistics.PeakChunks, books.Check());
    }

    public void Dispose() => _stack.Dispose();

    private void SendBatch()
    {
        var batch = default(BufferList);
        for (int i = 0; i < BatchSize; i++)
        {
            int length = Make();
            var buffer = _stack.Buffers.Create();
            if (buffer is null || !buffer.TryAppend(_frame.AsSpan(0, length)))
                throw new InvalidOperationException("The buffer pool is used up.");
            batch.Enqueue(buffer);
            _frames++;
        }

        _devices.Device!.Sink.Receive(ref batch);
        _stack.Execute(_users);
        long number = _frames / BatchSize;
        if (number % 8 == 0)
            _time.Advance(TimeSpan.FromMilliseconds(_random.Below(50)));
        if (number % 4096 == 0)
            _time.Advance(TimeSpan.FromSeconds(_random.Below(100)));
    }

    private int Make()
    {
        if (_random.OneIn(2))
        {
            int length = _peers[_random.Below(Peers)].Write(_frame);
            return _random.OneIn(2) ? length : _mutator.Mutate(_frame, length);
        }

        byte[] template = CampaignTemplates.All[_random.Below(CampaignTemplates.All.Length)];
        template.CopyTo(_frame, 0);
        return _mutator.Mutate(_frame, template.Length);
    }

    private void Watch(ReadOnlySpan<byte> frame)
    {
        if (LivePeer.IsOurs(frame, out int port) && port - FirstPeerPort is >= 0 and < Peers && LivePeer.TryRead(frame, out var segment))
            _peers[port - FirstPeerPort].Hear(segment);
    }

    private void SetUp()
    {
        var address = new InterfaceAliasRequest { Name = CampaignModule.DeviceName, Index = -1, Family = NetFamily.Internet, Address = new(Ours), Mask = new(IPv4Address.Mask(24)) };
        Control(DriverCommand.AddInterfaceAddress, ref address);
        var up = new InterfaceRequest { Name = CampaignModule.DeviceName, Value = (int)InterfaceFlags.Up };
        Control(DriverCommand.SetInterfaceFlags, ref up);
        var peer = new ArpEntry { Interface = CampaignModule.DeviceName, Address = new(Peer), LinkAddress = new LinkAddress(PeerHardware), Flags = ArpFlags.Permanent };
        Control(DriverCommand.SetArpEntry, ref peer);
        _stack.RegisterMonitor(null, _monitor);
        _users.Open();
    }

    private void Control<T>(DriverCommand command, ref T argument)
        where T : unmanaged
    {
        var error = _stack.Sockets.Control(command, MemoryMarshal.AsBytes(new Span<T>(ref argument)), out _);
        if (error != SocketError.Success)
            throw new InvalidOperationException($"{command}: {error}");
    }

    private void Inside(Action action)
    {
        var call = new ScriptCall<bool>(() =>
        {
            action();
            return true;
        });
        _stack.Execute(call);
    }
}

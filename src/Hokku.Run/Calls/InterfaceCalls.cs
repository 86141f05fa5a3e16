using System.Buffers.Binary;
using System.Net;
using System.Text;
using Hokku.Network;
using Hokku.Wire.Addresses;

namespace Hokku.Run.Calls;

/// <summary>The requests by which programs ask for interfaces (netdevice(7)): they see the host's, whatever socket they ask by.</summary>
internal sealed class InterfaceCalls(NetworkRoster roster)
{
    private const int GetName = 0x8910;
    private const int GetConfiguration = 0x8912;
    private const int GetFlags = 0x8913;
    private const int GetAddress = 0x8915;
    private const int GetDestination = 0x8917;
    private const int GetBroadcast = 0x8919;
    private const int GetMask = 0x891B;
    private const int GetMetric = 0x891D;
    private const int GetMtu = 0x8921;
    private const int GetLinkAddress = 0x8927;
    private const int GetIndex = 0x8933;
    private const int GetQueueLength = 0x8942;
    private const int FirstRequest = 0x8910;
    private const int EndOfRequests = 0x8950;

    private const int RequestSize = 40;
    private const int NameSize = 16;
    private const int NotPermitted = 1;

    /// <summary>False for a request that is not about interfaces.</summary>
    public bool TryAnswer(ProgramCall call)
    {
        int request = call.Int(1);
        if (request is < FirstRequest or >= EndOfRequests)
            return false;
        int error = request == GetConfiguration ? List(call) : Answer(call, request);
        if (error != 0)
            call.Fail(error);
        else
            call.Succeed();
        return true;
    }

    /// <summary>What programs call an interface: the last part of its name, as short as Linux has it.</summary>
    private static string NameOf(InterfaceState state)
    {
        string name = state.Name[(state.Name.LastIndexOf('/') + 1)..];
        return name.Length < NameSize ? name : name[..(NameSize - 1)];
    }

    private int Answer(ProgramCall call, int request)
    {
        Span<byte> octets = stackalloc byte[RequestSize];
        if (!call.TryRead(call[2], octets))
            return ErrorNumbers.BadAddress;
        string name = Encoding.UTF8.GetString(octets[..NameSize]).Split('\0')[0];
        int index = BinaryPrimitives.ReadInt32LittleEndian(octets[NameSize..]);
        var state = roster.Interfaces().FirstOrDefault(state => request == GetName ? state.Index == index : NameOf(state) == name);
        if (state is null)
            return ErrorNumbers.NoDevice;
        int error = Write(state, request, octets);
        return error != 0 ? error : call.TryWrite(call[2], octets) ? 0 : ErrorNumbers.BadAddress;
    }

    private static int Write(InterfaceState state, int request, Span<byte> octets)
    {
        var value = octets[NameSize..];
        if (request is GetAddress or GetDestination or GetBroadcast or GetMask)
            return WriteAddress(state, request, value);
        value.Clear();
        switch (request)
        {
            case GetName:
                octets[..NameSize].Clear();
                Encoding.UTF8.GetBytes(NameOf(state), octets);
                BinaryPrimitives.WriteInt32LittleEndian(value, state.Index);
                return 0;
            case GetFlags:
                BinaryPrimitives.WriteInt16LittleEndian(value, Flags(state));
                return 0;
            case GetLinkAddress:
                BinaryPrimitives.WriteUInt16LittleEndian(value, state.LinkAddress.GetAddressBytes().Length == 0 ? (ushort)772 : (ushort)1);
                state.LinkAddress.GetAddressBytes().AsSpan().CopyTo(value[2..]);
                return 0;
            case GetMtu or GetIndex or GetMetric or GetQueueLength:
                BinaryPrimitives.WriteInt32LittleEndian(value, request switch { GetMtu => state.Mtu, GetIndex => state.Index, GetMetric => state.Metric, _ => 1000 });
                return 0;
            default:
                return NotPermitted; // a program does not change the host's interfaces
        }
    }

    private static int WriteAddress(InterfaceState state, int request, Span<byte> value)
    {
        if (state.Addresses.Count == 0)
            return ErrorNumbers.AddressNotAvailable;
        var first = state.Addresses[0];
        var address = request switch
        {
            GetMask => first.Mask,
            GetBroadcast => first.Broadcast ?? IPAddress.Any,
            GetDestination => first.Broadcast ?? first.Address,
            _ => first.Address,
        };
        ProgramCall.Encode(new NetAddress(IPv4Address.Read(address.GetAddressBytes())), value);
        return 0;
    }

    // struct ifconf: a length, and where the entries go.
    private int List(ProgramCall call)
    {
        Span<byte> list = stackalloc byte[16];
        if (!call.TryRead(call[2], list))
            return ErrorNumbers.BadAddress;
        var states = roster.Interfaces().Where(static state => state.Addresses.Count > 0).ToList();
        ulong room = BinaryPrimitives.ReadUInt64LittleEndian(list[8..]);
        int count = room == 0 ? states.Count : Math.Min(states.Count, BinaryPrimitives.ReadInt32LittleEndian(list) / RequestSize);
        Span<byte> entry = stackalloc byte[RequestSize];
        for (int i = 0; i < count && room != 0; i++)
        {
            entry.Clear();
            Encoding.UTF8.GetBytes(NameOf(states[i]), entry);
            WriteAddress(states[i], GetAddress, entry[NameSize..]);
            if (!call.TryWrite(room + (ulong)(i * RequestSize), entry))
                return ErrorNumbers.BadAddress;
        }

        BinaryPrimitives.WriteInt32LittleEndian(list, count * RequestSize);
        return call.TryWrite(call[2], list) ? 0 : ErrorNumbers.BadAddress;
    }

    private static short Flags(InterfaceState state)
    {
        int flags = 0;
        foreach (var (ours, theirs) in (ReadOnlySpan<(InterfaceState.Flag, int)>)
            [
                (InterfaceState.Flag.Up, 0x1 | 0x40), (InterfaceState.Flag.Broadcast, 0x2), (InterfaceState.Flag.Loopback, 0x8),
                (InterfaceState.Flag.PointToPoint, 0x10), (InterfaceState.Flag.NoArp, 0x80), (InterfaceState.Flag.Multicast, 0x1000),
            ])
        {
            if ((state.Flags & ours) != 0)
                flags |= theirs;
        }

        return (short)flags;
    }
}

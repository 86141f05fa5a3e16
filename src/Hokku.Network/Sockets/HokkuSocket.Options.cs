using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Hokku.Network.Sockets;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <content>Options, by System.Net.Sockets' names or by level and number.</content>
public sealed partial class HokkuSocket
{
    private LingerOption? _linger;

    /// <summary>How long synchronous receives and accepts wait. Milliseconds; 0 for ever.</summary>
    public int ReceiveTimeout { get; set; }

    /// <summary>How long synchronous sends and connects wait. Milliseconds; 0 for ever.</summary>
    public int SendTimeout { get; set; }

    /// <summary>Whether small segments are sent at once (TCP_NODELAY).</summary>
    public bool NoDelay
    {
        get => Get(SocketLevel.Tcp, (int)TcpOption.NoDelay) != 0;
        set => Set(SocketLevel.Tcp, (int)TcpOption.NoDelay, value ? 1 : 0);
    }

    /// <summary>The congestion control's name (TCP_CONGESTION); it may be changed on a running connection, too.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message says which there are.</exception>
    public string CongestionControl
    {
        get => GetText(TcpOption.Congestion);
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            ThrowIfDisposed();
            var error = Driver.SetOption(SocketLevel.Tcp, (int)TcpOption.Congestion, Encoding.UTF8.GetBytes(value));
            if (error == SocketError.InvalidArgument)
                throw new ArgumentException($"There is no congestion control '{value}'; there are: {GetText(TcpOption.CongestionControls)}.", nameof(value));
            Check(error);
        }
    }

    /// <summary>Octets that may wait to be sent or acknowledged.</summary>
    public int SendBufferSize
    {
        get => Get(SocketLevel.Socket, (int)SocketOption.SendBuffer);
        set => Set(SocketLevel.Socket, (int)SocketOption.SendBuffer, value);
    }

    /// <summary>Octets that may wait to be received.</summary>
    public int ReceiveBufferSize
    {
        get => Get(SocketLevel.Socket, (int)SocketOption.ReceiveBuffer);
        set => Set(SocketLevel.Socket, (int)SocketOption.ReceiveBuffer, value);
    }

    /// <summary>The time to live of what is sent.</summary>
    public short Ttl
    {
        get => (short)Get(SocketLevel.IP, (int)IPOption.TimeToLive);
        set => Set(SocketLevel.IP, (int)IPOption.TimeToLive, value);
    }

    public bool DontFragment
    {
        get => Get(SocketLevel.IP, (int)IPOption.DontFragment) != 0;
        set => Set(SocketLevel.IP, (int)IPOption.DontFragment, value ? 1 : 0);
    }

    public bool EnableBroadcast
    {
        get => Get(SocketLevel.Socket, (int)SocketOption.Broadcast) != 0;
        set => Set(SocketLevel.Socket, (int)SocketOption.Broadcast, value ? 1 : 0);
    }

    public bool MulticastLoopback
    {
        get => Get(SocketLevel.IP, (int)IPOption.MulticastLoop) != 0;
        set => Set(SocketLevel.IP, (int)IPOption.MulticastLoop, value ? 1 : 0);
    }

    /// <summary>Whether the address may not be shared: the contrary of option ReuseAddress.</summary>
    public bool ExclusiveAddressUse
    {
        get => Get(SocketLevel.Socket, (int)SocketOption.ReuseAddress) == 0;
        set => Set(SocketLevel.Socket, (int)SocketOption.ReuseAddress, value ? 0 : 1);
    }

    /// <summary>What <see cref="Close()"/> does with what was not sent yet; 0 seconds reset the connection.</summary>
    public LingerOption? LingerState
    {
        get => _linger ?? new LingerOption(false, 0);
        set
        {
            ThrowIfDisposed();
            ArgumentNullException.ThrowIfNull(value);
            ReadOnlySpan<int> linger = [value.Enabled ? 1 : 0, value.LingerTime];
            Check(Driver.SetOption(SocketLevel.Socket, (int)SocketOption.Linger, MemoryMarshal.AsBytes(linger)));
            _linger = value;
        }
    }

    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue) =>
        SetSocketOption(optionLevel, optionName, optionValue ? 1 : 0);

    /// <exception cref="SocketException">ProtocolOption: there is no such option for this socket.</exception>
    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, int optionValue)
    {
        switch (optionLevel, optionName)
        {
            case (SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout):
                ReceiveTimeout = optionValue;
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.SendTimeout):
                SendTimeout = optionValue;
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse):
                ExclusiveAddressUse = optionValue != 0;
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.DontLinger):
                LingerState = new LingerOption(optionValue == 0, 0);
                break;
            case (SocketOptionLevel.IP, SocketOptionName.MulticastInterface):
                SetMulticastInterface(optionValue);
                break;
            default:
                if (!OptionNames.TryGet(optionLevel, optionName, out var level, out int option))
                    throw new SocketException((int)SocketError.ProtocolOption);
                Set(level, option, optionValue);
                if (optionName == SocketOptionName.PacketInformation)
                    WantsAncillary |= optionValue != 0;
                break;
        }
    }

    /// <summary>Options with a structure: <see cref="LingerOption"/>, <see cref="MulticastOption"/>.</summary>
    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, object optionValue)
    {
        if (optionValue is LingerOption linger && optionName == SocketOptionName.Linger)
            LingerState = linger;
        else if (optionValue is MulticastOption membership && OptionNames.TryGetMembership(optionLevel, optionName, out var option))
            SetMembership(option, membership.Group, null, membership.LocalAddress, membership.InterfaceIndex);
        else
            throw new SocketException((int)SocketError.ProtocolOption);
    }

    /// <summary>Joins a group (IP_ADD_MEMBERSHIP), or with a source its channel (IP_ADD_SOURCE_MEMBERSHIP).</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="source">Whose datagrams are wanted; null for everybody's.</param>
    /// <param name="local">An address of the interface; null for the one that the route to the group takes.</param>
    public void JoinMulticastGroup(IPAddress group, IPAddress? source = null, IPAddress? local = null) =>
        SetMembership(source is null ? IPOption.AddMembership : IPOption.AddSourceMembership, group, source, local, 0);

    /// <summary>Leaves a group or a channel.</summary>
    public void DropMulticastGroup(IPAddress group, IPAddress? source = null, IPAddress? local = null) =>
        SetMembership(source is null ? IPOption.DropMembership : IPOption.DropSourceMembership, group, source, local, 0);

    /// <summary>The value of an option: a number, or a <see cref="LingerOption"/>.</summary>
    public object GetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName) => (optionLevel, optionName) switch
    {
        (SocketOptionLevel.Socket, SocketOptionName.Linger) => LingerState!,
        (SocketOptionLevel.Socket, SocketOptionName.DontLinger) => LingerState!.Enabled ? 0 : 1,
        (SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout) => ReceiveTimeout,
        (SocketOptionLevel.Socket, SocketOptionName.SendTimeout) => SendTimeout,
        (SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse) => ExclusiveAddressUse ? 1 : 0,
        _ when OptionNames.TryGet(optionLevel, optionName, out var level, out int option) => Get(level, option),
        _ => throw new SocketException((int)SocketError.ProtocolOption),
    };

    /// <summary>Sets any option by the driver's level and number (those of Linux), as octets.</summary>
    public void SetRawSocketOption(int optionLevel, int optionName, ReadOnlySpan<byte> optionValue)
    {
        ThrowIfDisposed();
        Check(Driver.SetOption((SocketLevel)optionLevel, optionName, optionValue));
        if (optionLevel == (int)SocketLevel.IP && optionName is (int)IPOption.PacketInformation or (int)IPOption.ReceiveTimeToLive)
            WantsAncillary |= optionValue.IndexOfAnyExcept((byte)0) >= 0;
        if (optionLevel == (int)SocketLevel.Udp && optionName == (int)UdpOption.Coalesce)
            WantsAncillary |= optionValue.IndexOfAnyExcept((byte)0) >= 0;
    }

    /// <summary>Reads any option by the driver's level and number.</summary>
    /// <returns>How many octets were written.</returns>
    public int GetRawSocketOption(int optionLevel, int optionName, Span<byte> optionValue)
    {
        ThrowIfDisposed();
        Check(Driver.GetOption((SocketLevel)optionLevel, optionName, optionValue, out int length));
        return length;
    }

    private void SetMembership(IPOption option, IPAddress group, IPAddress? source, IPAddress? local, int interfaceIndex)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(group);
        var request = new MulticastRequest
        {
            Group = group.ToNetAddress(),
            Source = source?.ToNetAddress() ?? default,
            Interface = local is null || local.Equals(IPAddress.Any) ? default : local.ToNetAddress(),
            InterfaceIndex = interfaceIndex,
        };
        Check(Driver.SetOption(SocketLevel.IP, (int)option, MemoryMarshal.AsBytes(new ReadOnlySpan<MulticastRequest>(in request))));
    }

    // System.Net's number is an address in network order, or an index below 2^24 in network order.
    private void SetMulticastInterface(int value)
    {
        uint number = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((uint)value);
        var request = new MulticastRequest { InterfaceIndex = number < 1 << 24 ? (int)number : 0 };
        if (number >= 1 << 24)
            request.Interface = new IPAddress(value & 0xFFFFFFFFL).ToNetAddress();
        ThrowIfDisposed();
        Check(Driver.SetOption(SocketLevel.IP, (int)IPOption.MulticastInterface, MemoryMarshal.AsBytes(new ReadOnlySpan<MulticastRequest>(in request))));
    }

    private string GetText(TcpOption option)
    {
        ThrowIfDisposed();
        Span<byte> octets = stackalloc byte[1024];
        Check(Driver.GetOption(SocketLevel.Tcp, (int)option, octets, out int length));
        return Encoding.UTF8.GetString(octets[..length]).TrimEnd('\0');
    }

    private int Get(SocketLevel level, int option)
    {
        ThrowIfDisposed();
        int value = 0;
        Check(Driver.GetOption(level, option, MemoryMarshal.AsBytes(new Span<int>(ref value)), out _));
        return value;
    }

    private void Set(SocketLevel level, int option, int value)
    {
        ThrowIfDisposed();
        Check(Driver.SetOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value))));
    }
}

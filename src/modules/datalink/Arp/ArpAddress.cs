using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;

namespace Hokku.Datalink.Arp;

/// <summary>One of our addresses on one link: probed, announced and defended (RFC 5227).</summary>
internal sealed class ArpAddress : ITimerOwner
{
    // RFC 5227, 1.1, in its own names.
    private const int ProbeNumber = 3;
    private const int AnnounceNumber = 2;
    private static readonly TimeSpan ProbeWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeMinimum = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeSpread = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnnounceWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DefendInterval = TimeSpan.FromSeconds(10);

    private readonly ArpProtocol _protocol;
    private readonly InterfaceAddress _address;
    private readonly NetTimer _timer;
    private int _probes;
    private int _announcements;
    private bool _probing;
    private TimeSpan? _lastDefence;

    public ArpAddress(ArpProtocol protocol, InterfaceAddress address)
    {
        _protocol = protocol;
        _address = address;
        _timer = new NetTimer(this);
    }

    INetModule? ITimerOwner.Module => _protocol.Module;

    private IPv4Address Address => _address.Local.IPv4;

    /// <summary>Probes the address first, or announces it at once.</summary>
    public void Start(bool probe)
    {
        _probing = probe;
        _address.IsConflicted = probe;
        if (probe)
            _protocol.Stack.Arm(_timer, Random(ProbeWait));
        else
            Announce();
    }

    public void Stop() => _protocol.Stack.Cancel(_timer);

    public void TimerExpired(NetTimer timer)
    {
        if (!_probing)
        {
            Announce();
            return;
        }

        if (_probes == ProbeNumber)
        {
            // Nobody has objected: it is ours.
            _probing = _address.IsConflicted = false;
            Announce();
            return;
        }

        _probes++;
        _protocol.Link.SendProbe(_protocol, Address);
        _protocol.Stack.Arm(_timer, _probes == ProbeNumber ? AnnounceWait : ProbeMinimum + Random(ProbeSpread));
    }

    /// <summary>Sees whether the packet, which is not from our device, contradicts this address.</summary>
    public bool NoticeConflict(in ArpPacket packet)
    {
        var isClaim = packet.SenderProtocol == Address;
        var isRival = _probing && packet.IsProbe && packet.TargetProtocol == Address;
        if (!isClaim && !isRival)
            return false;
        if (_probing)
        {
            // RFC 5227, 2.1.1: the other one was here first; the address stays unused until the user decides.
            _probing = false;
            Stop();
            Publish();
        }
        else if (!_address.IsConflicted)
        {
            Defend();
        }

        return true;
    }

    /// <summary>RFC 5227, 2.4 (c): an address that was given to us by the user is kept, but defended no more often than every ten seconds.</summary>
    private void Defend()
    {
        var now = _protocol.Stack.Now;
        if (_lastDefence is { } last && now - last < DefendInterval)
            return;
        _lastDefence = now;
        Publish();
        _protocol.Link.SendAnnouncement(_protocol, Address);
    }

    private void Announce()
    {
        _announcements++;
        _protocol.Link.SendAnnouncement(_protocol, Address);
        if (_announcements < AnnounceNumber)
            _protocol.Stack.Arm(_timer, AnnounceInterval);
    }

    private void Publish() => _protocol.Stack.Notifications.Publish(
        new StackNotification(StackEvent.AddressConflict, _address.Interface.Name, _address.Local, _address.PrefixLength));

    private TimeSpan Random(TimeSpan below) => TimeSpan.FromTicks(_protocol.Stack.Entropy.Below((uint)below.Ticks));
}

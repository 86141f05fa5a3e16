using System.Diagnostics;
using System.Globalization;
using Hokku.Benchmarks.Tap;

namespace Hokku.Benchmarks.Compare;

/// <summary>Two kernels over a veth pair.</summary>
internal sealed class VethPath : ComparedPath
{
    private readonly NetworkNamespace _other = new();

    public VethPath(bool offloads, int mtu)
        : base(offloads ? "kernel, veth" : "kernel, veth, offloads off", mtu)
    {
        Linux.Run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", _other.Path);
        SetUp(Linux, "v0", "10.8.0.1/24", offloads);
        SetUp(_other, "v1", "10.8.0.2/24", offloads);
        StartSubject(_other, "linux");
    }

    public override void Dispose()
    {
        base.Dispose();
        _other.Dispose();
    }

    private void SetUp(NetworkNamespace place, string name, string address, bool offloads)
    {
        place.Run("ip", "address", "add", address, "dev", name);
        if (!offloads)
            place.Run("ethtool", "-K", name, "tx", "off", "rx", "off", "sg", "off", "tso", "off", "gso", "off", "gro", "off");
        place.Run("ip", "link", "set", name, "mtu", Mtu.ToString(CultureInfo.InvariantCulture), "up");
    }
}

/// <summary>One kernel with itself, over loopback.</summary>
internal sealed class LoopbackPath : ComparedPath
{
    public LoopbackPath()
        : base("kernel, loopback", 65536) => StartSubject(Linux, "linux");

    public override string Address => "127.0.0.1";
}

/// <summary>Hokku over a TAP, or the ceiling of it.</summary>
internal sealed class TapPath : ComparedPath
{
    private readonly bool _isCeiling;

    public TapPath(bool offloads, int mtu, bool isCeiling = false)
        : base($"{(isCeiling ? "ceiling" : "Hokku")}, TAP{(offloads ? "" : ", offloads off")}", mtu)
    {
        _isCeiling = isCeiling;
        StartSubject(Linux, isCeiling ? "ceiling" : "hokku", "/dev/net/tap/hk0", offloads ? "on" : "off", mtu.ToString(CultureInfo.InvariantCulture));
        Linux.Run("ip", "address", "add", "10.8.0.1/24", "dev", "hk0");
        Linux.Run("ip", "link", "set", "hk0", "mtu", mtu.ToString(CultureInfo.InvariantCulture), "up");
        Thread.Sleep(300); // the address is announced
    }

    public override IReadOnlyCollection<string> Cannot => _isCeiling ? ["in4", "out4", "rr-async", "close", "udp", "ping", "memory"] : [];
}

/// <summary>Hokku on one end of a veth pair by a packet socket.</summary>
internal sealed class PacketPath : ComparedPath
{
    private readonly NetworkNamespace _other = new();

    public PacketPath(int mtu)
        : base("Hokku, AF_PACKET", mtu)
    {
        string size = mtu.ToString(CultureInfo.InvariantCulture);
        Linux.Run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", _other.Path);
        Linux.Run("ip", "address", "add", "10.8.0.1/24", "dev", "v0");
        Linux.Run("ip", "link", "set", "v0", "mtu", size, "up");
        _other.Run("ip", "link", "set", "v1", "mtu", size, "up");
        StartSubject(_other, "hokku", "/dev/net/packet/v1", "on", size);
    }

    public override void Dispose()
    {
        base.Dispose();
        _other.Dispose();
    }
}

/// <summary>A peer that carries a namespace's connections to the sockets of another: the client is inside, the subject is the kernel outside.</summary>
internal sealed class RelayPath : ComparedPath
{
    private readonly NetworkNamespace _outside = new();
    private readonly Process _relay;
    private readonly string _address;

    public RelayPath(string program, int mtu)
        : base(program, mtu)
    {
        string size = mtu.ToString(CultureInfo.InvariantCulture);
        // Something outside must look like a network for the relay to copy its addresses from.
        _outside.Run("ip", "link", "add", "d0", "type", "veth", "peer", "name", "d1");
        _outside.Run("ip", "address", "add", "10.7.0.2/24", "dev", "d0");
        _outside.Run("ip", "link", "set", "d0", "up");
        _outside.Run("ip", "link", "set", "d1", "up");
        _outside.Run("ip", "route", "add", "default", "via", "10.7.0.1");
        StartSubject(_outside, "linux");
        _address = program == "slirp4netns" ? "10.0.2.2" : "10.7.0.1";
        _relay = program == "slirp4netns"
            ? _outside.Start(program, "--netns-type=path", "-c", "-m", size, Linux.Path, "tap0")
            : _outside.Start(program, "-f", "--runas", "0:0", "--netns-only", "--config-net", "-m", size, "-t", "none", "-u", "none", "--netns", Linux.Path);
        for (int i = 0; i < 50 && !Linux.Run("ip", "-4", "address").Contains("10.", StringComparison.Ordinal); i++)
            Thread.Sleep(100);
    }

    public override string Address => _address;

    public override IReadOnlyCollection<string> Cannot => ["rr-async", "ping", "memory"];

    public override void Dispose()
    {
        base.Dispose();
        if (!_relay.HasExited)
            _relay.Kill();
        _relay.Dispose();
        _outside.Dispose();
    }
}

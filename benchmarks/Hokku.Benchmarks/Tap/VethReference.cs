using System.Globalization;
using System.Text.Json;

namespace Hokku.Benchmarks.Tap;

/// <summary>What Hokku is compared with: iperf3 between two kernels over a veth pair, MTU 1500, without offloads.</summary>
internal sealed class VethReference : IDisposable
{
    private const string Address = "10.8.1.2";
    private readonly NetworkNamespace _client = new();
    private readonly NetworkNamespace _server = new();

    public VethReference()
    {
        _client.Run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", _server.Path);
        SetUp(_client, "v0", "10.8.1.1/24");
        SetUp(_server, "v1", $"{Address}/24");
    }

    /// <summary>One flow for so long. Gbit/s as received.</summary>
    public double Run(double seconds)
    {
        using var server = _server.Start("iperf3", "-s", "-1", "--forceflush");
        while (server.StandardOutput.ReadLine() is { } line && !line.Contains("listening", StringComparison.Ordinal))
        {
        }

        int whole = Math.Max(1, (int)Math.Round(seconds));
        string json = _client.Run("iperf3", "-c", Address, "-J", "-C", "cubic", "-t", whole.ToString(CultureInfo.InvariantCulture));
        server.StandardOutput.ReadToEnd();
        server.WaitForExit();
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("end").GetProperty("sum_received").GetProperty("bits_per_second").GetDouble() / 1e9;
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private static void SetUp(NetworkNamespace place, string name, string address)
    {
        place.Run("ip", "address", "add", address, "dev", name);
        place.Run("ethtool", "-K", name, "tx", "off", "rx", "off", "sg", "off", "tso", "off", "gso", "off", "gro", "off");
        place.Run("ip", "link", "set", name, "mtu", "1500", "up");
    }
}

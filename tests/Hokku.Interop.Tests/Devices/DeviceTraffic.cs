using System.Security.Cryptography;
using Hokku.Services.Http;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>What every device must carry: pings, and a file each way by curl.</summary>
internal static class DeviceTraffic
{
    private const int Octets = 4 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Pings, downloads and uploads, and fails the test when an octet is another one.</summary>
    public static void Pass(LinuxNamespace home, DeviceHost host)
    {
        var ping = home.Run("ping", "-n", "-c", "5", "-i", "0.05", "-W", "2", "-s", "1400", DeviceHost.OurAddress).Succeeded();
        Assert.Contains(" 0% packet loss", ping.Output, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("hokku");
        try
        {
            var there = folder.CreateSubdirectory("there").FullName;
            var octets = new byte[Octets];
            new Random(5).NextBytes(octets);
            File.WriteAllBytes(Path.Combine(there, "down"), octets);
            host.Serve(HttpFileServer.Start(host.Network, there, allowsUploads: true));
            string down = Path.Combine(folder.FullName, "down"), up = Path.Combine(there, "up");
            Curl(home, "-o", down, $"http://{DeviceHost.OurAddress}/down");
            Curl(home, "-T", Path.Combine(there, "down"), $"http://{DeviceHost.OurAddress}/up");
            var digest = SHA256.HashData(octets);
            Assert.Equal(digest, SHA256.HashData(File.ReadAllBytes(down)));
            Assert.Equal(digest, SHA256.HashData(File.ReadAllBytes(up)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Curl(LinuxNamespace home, params string[] arguments)
    {
        using var curl = home.Start("curl", ["-sS", "-f", .. arguments]);
        curl.WaitForExit(Patience).Succeeded();
    }
}

using System.Security.Cryptography;
using Hokku.Services.Http;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class CurlTests : IDisposable
{
    private const int Octets = 64 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hokku");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Curl_downloads_every_octet_of_a_file(bool offload)
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home, debugBuffers: false, offload: offload);
        var there = MakeFile("there");
        var here = Path.Combine(_folder.FullName, "here");
        host.Serve(HttpFileServer.Start(host.Network, _folder.FullName));
        using var capture = new PacketCapture(home, WholeHost.InterfaceName, 128);
        using var curl = home.Start("curl", "-sS", "-f", "-o", here, "-w", "%{speed_download}", $"http://{WholeHost.OurAddress}/there");
        var result = curl.WaitForExit(Patience).Succeeded();
        Assert.Equal(Digest(there), Digest(here));
        Figure.Print($"curl downloads {Octets >> 20} MiB from Hokku over a TAP {(offload ? "with" : "without")} offload, captured: {result.Output.Trim()} octets/s");
        if (!offload)
            capture.AssertClean();
        capture.AssertRetransmissionsAtMost(host.LostPackets());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Curl_uploads_every_octet_of_a_file(bool offload)
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home, debugBuffers: false, offload: offload);
        var here = MakeFile("here");
        var there = _folder.CreateSubdirectory("there").FullName;
        host.Serve(HttpFileServer.Start(host.Network, there, allowsUploads: true));
        using var capture = new PacketCapture(home, WholeHost.InterfaceName, 128);
        using var curl = home.Start("curl", "-sS", "-f", "-T", here, "-w", "%{speed_upload}", $"http://{WholeHost.OurAddress}/file");
        var result = curl.WaitForExit(Patience).Succeeded();
        Assert.Equal(Digest(here), Digest(Path.Combine(there, "file")));
        Figure.Print($"curl uploads {Octets >> 20} MiB to Hokku over a TAP {(offload ? "with" : "without")} offload, captured: {result.Output.Split('\n')[^2].Trim()} octets/s");
        if (!offload)
            capture.AssertClean();
        capture.AssertRetransmissionsAtMost(host.LostPackets());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string MakeFile(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        var octets = new byte[Octets];
        new Random(2).NextBytes(octets);
        File.WriteAllBytes(path, octets);
        return path;
    }

    private static string Digest(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}

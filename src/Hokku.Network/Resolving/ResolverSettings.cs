using System.Net;

namespace Hokku.Network;

/// <summary>
/// A host's resolver settings as a file, so that applications in other processes resolve as the host says: lines "nameserver ADDRESS" and "hosts PATH",
/// in the folder where the host publishes its driver. The counterpart of resolv.conf.
/// </summary>
public static class ResolverSettings
{
    private const int DnsPort = 53;

    /// <summary>Writes the file.</summary>
    public static void Write(string path, IEnumerable<string> servers, string? hostsFile)
    {
        var lines = servers.Select(server => $"nameserver {server}").ToList();
        if (hostsFile is not null)
            lines.Add($"hosts {Path.GetFullPath(hostsFile)}");
        File.WriteAllLines(path, lines);
    }

    /// <summary>Reads the file; without one there are no servers and no names.</summary>
    public static ResolverOptions Read(string path)
    {
        var servers = new List<IPEndPoint>();
        string? hosts = null;
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            var words = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            if (words is ["nameserver", var server] && IPAddress.TryParse(server, out var address))
                servers.Add(new IPEndPoint(address, DnsPort));
            else if (words is ["hosts", var file])
                hosts = file;
        }

        return new ResolverOptions { Servers = servers, HostsFile = hosts };
    }
}

using System.Net;

namespace Hokku.Network;

/// <summary>The names of a hosts file, read again when the file has changed.</summary>
internal sealed class HostsFile(string path)
{
    private readonly Lock _lock = new();
    private Dictionary<string, List<IPAddress>> _addresses = [];
    private Dictionary<IPAddress, string> _names = [];
    private DateTime _readAt;

    /// <summary>The addresses of a name; empty when the file does not have it.</summary>
    public IReadOnlyList<IPAddress> AddressesOf(string name)
    {
        Refresh();
        return _addresses.GetValueOrDefault(name.TrimEnd('.')) ?? [];
    }

    /// <summary>The first name of an address; null when the file does not have it.</summary>
    public string? NameOf(IPAddress address)
    {
        Refresh();
        return _names.GetValueOrDefault(address);
    }

    private void Refresh()
    {
        lock (_lock)
        {
            var changed = File.GetLastWriteTimeUtc(path);
            if (changed == _readAt)
                return;
            _readAt = changed;
            Read();
        }
    }

    private void Read()
    {
        var addresses = new Dictionary<string, List<IPAddress>>(StringComparer.OrdinalIgnoreCase);
        var names = new Dictionary<IPAddress, string>();
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !IPAddress.TryParse(words[0], out var address))
                continue;
            names.TryAdd(address, words[1]);
            foreach (string name in words.AsSpan(1))
            {
                if (!addresses.TryGetValue(name, out var list))
                    addresses[name] = list = [];
                list.Add(address);
            }
        }

        (_addresses, _names) = (addresses, names);
    }
}

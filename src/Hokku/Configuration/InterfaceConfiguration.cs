namespace Hokku;

/// <summary>One interface: a device, an address with its prefix length, and what differs from the default.</summary>
public sealed class InterfaceConfiguration
{
    /// <summary>The device's name, such as "/dev/net/tap/hk0"; a second interface on it is "/dev/net/tap/hk0:1".</summary>
    public string Device { get; set; } = "";

    /// <summary>Address and prefix length, "10.9.0.2/24"; null for an interface without an address.</summary>
    public string? Address { get; set; }

    /// <summary>Octets; null for the device's.</summary>
    public int? Mtu { get; set; }

    /// <summary>The Ethernet address; null for a random one.</summary>
    public string? Mac { get; set; }

    /// <summary>Null for 0.</summary>
    public int? Metric { get; set; }

    /// <summary>Whether the device does itself what it can, checksums and segmentation; null for the device's default, which is yes.</summary>
    public bool? Offload { get; set; }

    /// <summary>Reads "DEVICE ADDRESS/PREFIX [mtu M] [mac A] [metric N] [offload on|off]".</summary>
    /// <exception cref="ConfigurationException">What is wrong and what would be right.</exception>
    public static InterfaceConfiguration Parse(string text, string where = "--interface")
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
            throw new ConfigurationException(where, text, "\"DEVICE ADDRESS/PREFIX [mtu M] [mac A]\" such as \"/dev/net/tap/hk0 10.9.0.2/24\"");
        var result = new InterfaceConfiguration { Device = words[0] };
        int next = 1;
        if (words.Length > 1 && char.IsAsciiDigit(words[1][0]))
            result.Address = words[next++];
        for (; next < words.Length; next += 2)
        {
            string value = next + 1 < words.Length ? words[next + 1] : "";
            switch (words[next])
            {
                case "mtu":
                    result.Mtu = Check.Number($"{where} mtu", value, 68, 65536);
                    break;
                case "mac":
                    result.Mac = value;
                    break;
                case "metric":
                    result.Metric = Check.Number($"{where} metric", value, 0, int.MaxValue);
                    break;
                case "offload":
                    result.Offload = value is "on" or "off" ? value == "on" : throw new ConfigurationException($"{where} offload", value, "on or off");
                    break;
                default:
                    throw new ConfigurationException(where, words[next], "one of mtu, mac, metric, offload, each with its value, after the address");
            }
        }

        result.Validate(where);
        return result;
    }

    internal void Validate(string where)
    {
        if (Device.Length is 0 or > 60 || Device.Any(char.IsWhiteSpace))
            throw new ConfigurationException($"{where}.device", Device, "the name of a device such as /dev/net/tap/hk0 or loop");
        if (Address is not null)
        {
            var (address, _) = Check.Prefix($"{where}.address", Address);
            if (!address.IsUnicast)
                throw new ConfigurationException($"{where}.address", Address, "a host's address, neither broadcast nor multicast nor 0.0.0.0");
        }

        Check.Range($"{where}.mtu", Mtu, 68, 65536);
        Check.Range($"{where}.metric", Metric, 0, int.MaxValue);
        if (Mac is not null)
            Check.Link($"{where}.mac", Mac);
    }
}

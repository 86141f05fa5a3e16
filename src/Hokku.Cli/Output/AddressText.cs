using System.Net;
using System.Net.NetworkInformation;

namespace Hokku.Cli;

/// <summary>Addresses as the tools print them.</summary>
internal static class AddressText
{
    /// <summary>00:0c:29:aa:bb:cc.</summary>
    public static string Colons(this PhysicalAddress address) => string.Join(':', address.GetAddressBytes().Select(octet => octet.ToString("x2")));

    /// <summary>[192.168.1.5]:4001, *:22, or "-" for none, as Haiku's netstat prints them.</summary>
    public static string Bracketed(this IPEndPoint? endPoint) => endPoint switch
    {
        null => "-",
        { Port: 0 } when endPoint.Address.Equals(IPAddress.Any) => "-",
        _ when endPoint.Address.Equals(IPAddress.Any) => $"*:{endPoint.Port}",
        _ => $"[{endPoint.Address}]:{endPoint.Port}",
    };

    /// <summary>Reads an IPv4 address that a user gave.</summary>
    /// <exception cref="UserException">It is none.</exception>
    public static IPAddress Parse(string text, string what) =>
        Wire.Addresses.IPv4Address.TryParse(text, out _) ? IPAddress.Parse(text) : throw new UserException($"{what}: '{text}' is not an IPv4 address; four numbers from 0 to 255 are needed, such as 10.9.0.1.", 2);
}

using System.Globalization;
using Hokku.Wire.Addresses;

namespace Hokku;

/// <summary>The checks of configuration values, with their words for what would be right.</summary>
internal static class Check
{
    public static IPv4Address Address(string where, string? value) =>
        IPv4Address.TryParse(value, out var address) ? address : throw new ConfigurationException(where, value, "an IPv4 address such as 10.9.0.2");

    public static T Present<T>(string where, T? value, string expected)
        where T : class =>
        value ?? throw new ConfigurationException(where, "null", expected);

    /// <summary>An address with a prefix length: 10.9.0.2/24.</summary>
    public static (IPv4Address Address, int PrefixLength) Prefix(string where, string? value)
    {
        var parts = (value ?? "").Split('/');
        if (parts.Length == 2 && IPv4Address.TryParse(parts[0], out var address)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length <= 32)
            return (address, length);
        throw new ConfigurationException(where, value, "an IPv4 address and a prefix length of 0 to 32 such as 10.9.0.2/24");
    }

    public static EthernetAddress Link(string where, string? value)
    {
        if (EthernetAddress.TryParse(value, out var address) && address.IsUnicast)
            return address;
        throw new ConfigurationException(where, value, "a unicast Ethernet address such as 02:00:00:00:00:02");
    }

    public static int Number(string where, string? value, int minimum, int maximum)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum)
            return number;
        throw new ConfigurationException(where, value, $"a whole number from {minimum} to {maximum}");
    }

    public static void Range(string where, int? value, int minimum, int maximum)
    {
        if (value is { } number && (number < minimum || number > maximum))
            throw new ConfigurationException(where, number.ToString(CultureInfo.InvariantCulture), $"a whole number from {minimum} to {maximum}");
    }
}

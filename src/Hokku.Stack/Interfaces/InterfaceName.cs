using System.Globalization;

namespace Hokku.Stack;

/// <summary>Names of interfaces: the device's, or the device's with ":N" for the second and further ones of a domain.</summary>
internal static class InterfaceName
{
    /// <summary>The device's part of an interface's name.</summary>
    public static string Device(string name)
    {
        int colon = name.LastIndexOf(':');
        return colon > 0 && colon + 1 < name.Length && !name.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') ? name[..colon] : name;
    }

    public static string Make(string deviceName, int number) => string.Create(CultureInfo.InvariantCulture, $"{deviceName}:{number}");
}

using System.Globalization;
using System.Reflection;
using Hokku.Protocols.Tcp;

namespace Hokku.Testing;

/// <summary>What stands before a script's events: how our host is made.</summary>
internal static class ScriptSettings
{
    private static readonly string[] Known = ["requirement", "tolerance", "seed", "mtu", "tcp", "family"];

    public static string Names => string.Join(", ", Known);

    public static bool IsSetting(string word) => Known.Contains(word);

    /// <exception cref="FormatException">The words are no setting.</exception>
    public static ScriptOptions Apply(ScriptOptions options, string[] words) => words switch
    {
        ["seed", var seed] => options with { Seed = ValuePattern.Number(seed, new ScriptNames()) },
        ["mtu", var mtu] => options with { Mtu = (int)ValuePattern.Number(mtu, new ScriptNames(), 65535) },
        ["family", "IPv4"] => options,
        ["family", ..] => throw new FormatException("'family IPv4' is the only family there is so far"),
        ["tcp", var name, var value] => options with { Tcp = With(options.Tcp, name, value) },
        _ => throw new FormatException($"'{string.Join(' ', words)}' is no setting: 'seed N', 'mtu N', 'tolerance MILLISECONDS', 'family IPv4', 'tcp NAME VALUE' or 'requirement RFC N NUMBER' is needed"),
    };

    private static TcpSettings With(TcpSettings settings, string name, string value)
    {
        var property = typeof(TcpSettings).GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { CanWrite: true } found
            ? found
            : throw new FormatException($"there is no setting '{name}' of TCP; there are: {string.Join(", ", typeof(TcpSettings).GetProperties().Where(p => p.CanWrite).Select(p => p.Name))}");
        var copy = settings with { };
        property.SetValue(copy, Read(property.PropertyType, name, value));
        return copy;
    }

    private static object Read(Type type, string name, string value)
    {
        if (type == typeof(TimeSpan) && double.TryParse(value.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
            return TimeSpan.FromSeconds(seconds);
        try
        {
            if (type.IsEnum)
                return Enum.Parse(type, value, ignoreCase: true);
            return type == typeof(bool) ? value switch { "on" => true, "off" => false, _ => bool.Parse(value) } : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidCastException or OverflowException or ArgumentException)
        {
            throw new FormatException($"'{value}' is no value for {name}: {(type == typeof(TimeSpan) ? "seconds, as 0.5" : type.Name)} is needed");
        }
    }
}

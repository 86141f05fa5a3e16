namespace Hokku;

/// <summary>A value of a configuration is wrong: says what, where, and what would be right.</summary>
public sealed class ConfigurationException(string where, string? value, string expected)
    : Exception($"{where}: '{value}' is not right; needed is {expected}.")
{
    /// <summary>Where in the configuration, such as "interfaces[0].address".</summary>
    public string Where { get; } = where;

    /// <summary>What stands there.</summary>
    public string? Value { get; } = value;

    /// <summary>What would be right.</summary>
    public string Expected { get; } = expected;
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hokku;

/// <summary>Reads a host's configuration from JSON. Unknown members are errors, comments and trailing commas are not.</summary>
public static class ConfigurationFile
{
    /// <exception cref="ConfigurationException">The file is missing, is not JSON, or has a value that is wrong: which, where, and what would be right.</exception>
    public static HostConfiguration Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("configuration file", path, $"the path of a file that can be read ({problem.Message})");
        }

        return Parse(text, path);
    }

    /// <summary>Reads the text of a file; <paramref name="path"/> is for messages.</summary>
    public static HostConfiguration Parse(string text, string path)
    {
        try
        {
            var configuration = JsonSerializer.Deserialize(text, ConfigurationJson.Default.HostConfiguration)
                ?? throw new ConfigurationException(path, "null", "a JSON object with name, interfaces, routes, dns, hosts, services");
            configuration.Validate();
            return configuration;
        }
        catch (JsonException problem)
        {
            throw new ConfigurationException($"{path}, line {problem.LineNumber + 1}, {problem.Path ?? "$"}", FirstSentence(problem.Message), "JSON as in docs/configuration.md");
        }
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(" Path:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}

/// <summary>The JSON of a configuration, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(HostConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;

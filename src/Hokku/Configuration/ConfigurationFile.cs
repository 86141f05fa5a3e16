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
            throw new ConfigurationException("configuration file", path, $"the path of a file that can be read ({problem.Message.TrimEnd('.')})");
        }

        return Parse(text, path);
    }

    /// <summary>Reads the text of a file; <paramref name="path"/> is for messages. Each value is checked; whether they make a host is when it starts.</summary>
    /// <exception cref="ConfigurationException">It is not JSON, or has a value that is wrong: which, where, and what would be right.</exception>
    public static HostConfiguration Parse(string text, string path)
    {
        try
        {
            var configuration = JsonSerializer.Deserialize(text, ConfigurationJson.Default.HostConfiguration)
                ?? throw new ConfigurationException("$", "null", "a JSON object with name, interfaces, routes, dns, hosts, services");
            configuration.ValidateEach();
            return configuration;
        }
        catch (JsonException problem)
        {
            string place = (problem.Path ?? "$").TrimStart('$').TrimStart('.');
            string where = $"{path}, line {problem.LineNumber + 1}{(place.Length == 0 ? "" : $", {place}")}";
            throw new ConfigurationException(where, JsonPlaces.Of(text).Find(place)?.Text ?? JsonWords.Problem(problem), JsonWords.Expected(problem));
        }
        catch (ConfigurationException problem)
        {
            throw new ConfigurationException($"{path}, line {JsonPlaces.Of(text).Find(problem.Where)?.Line ?? 1}, {problem.Where}", problem.Value, problem.Expected);
        }
    }
}

/// <summary>The JSON of a configuration, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(HostConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;

using System.Net;
using System.Net.NetworkInformation;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hokku.Cli;

/// <summary>Prints values as JSON: names in camel case, addresses as text.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new TextConverter<IPAddress>(),
            new TextConverter<IPEndPoint>(),
            new TextConverter<IPNetwork>(),
            new LinkAddressConverter(),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
        },
    };

    private static readonly JsonSerializerOptions OneLine = new(Options) { WriteIndented = false };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static void Print<T>(T value) => Console.WriteLine(Text(value));

    /// <summary>A value a line: for what comes without end.</summary>
    public static void PrintLine<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, OneLine));

    private sealed class TextConverter<T> : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Output only.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value?.ToString());
    }

    private sealed class LinkAddressConverter : JsonConverter<PhysicalAddress>
    {
        public override PhysicalAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Output only.");

        public override void Write(Utf8JsonWriter writer, PhysicalAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.Colons());
    }
}

using System.Text;
using System.Text.Json;

namespace Hokku;

/// <summary>Where in a JSON text each value stands, by its path such as "interfaces[0].address", for messages.</summary>
internal sealed class JsonPlaces
{
    private readonly Dictionary<string, (int Line, string Text)> _places = new(StringComparer.Ordinal);
    private readonly Stack<(string Path, int Index)> _open = [];

    /// <summary>Reads a text, as far as it is JSON.</summary>
    public static JsonPlaces Of(string text)
    {
        var places = new JsonPlaces();
        var octets = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(octets, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            places.Read(octets, ref reader);
        }
        catch (JsonException)
        {
            // What stands before the mistake is known, and that is enough.
        }

        return places;
    }

    /// <summary>Line and text of a value, or of the nearest one around it; null when there is none.</summary>
    public (int Line, string Text)? Find(string path)
    {
        while (path.Length > 0)
        {
            if (_places.TryGetValue(path, out var place))
                return place;
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        return null;
    }

    private void Read(ReadOnlySpan<byte> octets, ref Utf8JsonReader reader)
    {
        string path = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                string around = _open.Peek().Path;
                path = around.Length == 0 ? reader.GetString()! : $"{around}.{reader.GetString()}";
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                _open.Pop();
                continue;
            }

            if (_open.TryPeek(out var list) && list.Index >= 0)
            {
                _open.Pop();
                _open.Push((list.Path, list.Index + 1));
                path = $"{list.Path}[{list.Index}]";
            }

            _places[path] = (octets[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1, Encoding.UTF8.GetString(reader.ValueSpan));
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                _open.Push((path, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
        }
    }
}

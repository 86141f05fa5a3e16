using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hokku.Wire.Dns;

/// <summary>Domain names (RFC 1035, 3.1 and 4.1.4): from labels and compression pointers to text without the last dot, and back.</summary>
public static class DnsName
{
    /// <summary>The most octets of a name on the wire, its root label included (RFC 1035, 2.3.4).</summary>
    public const int MostOctets = 255;

    /// <summary>The most octets of a label.</summary>
    public const int MostLabel = 63;

    /// <summary>Text of a name has one character an octet, less its first length octet and its root.</summary>
    public const int MostCharacters = MostOctets - 2;

    // 127 one-octet labels are the longest name there is; more pointers than labels are an attack (NAME:WRECK).
    private const int MostPointers = 127;

    /// <summary>Reads the name at <paramref name="offset"/> as text and moves the offset behind it.</summary>
    /// <param name="message">The whole message, which pointers refer to.</param>
    /// <param name="offset">Where the name begins; where it ends afterwards.</param>
    /// <param name="text">Room for <see cref="MostCharacters"/> characters.</param>
    /// <param name="length">Characters written; 0 for the root.</param>
    /// <returns>False for a name without end, too long, with a pointer that does not go backwards, or with octets no host name has.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int offset, Span<char> text, out int length)
    {
        length = 0;
        int at = offset;
        int end = -1;
        int least = offset;
        for (int pointers = 0; ;)
        {
            if ((uint)at >= (uint)message.Length)
                return false;
            int label = message[at];
            if (label == 0)
            {
                offset = end < 0 ? at + 1 : end;
                return true;
            }

            if (label >= 0xC0)
            {
                if (!TryFollow(message, ref at, ref end, ref least) || ++pointers > MostPointers)
                    return false;
                continue;
            }

            if (label > MostLabel || at + 1 + label > message.Length || !TryAppend(message.Slice(at + 1, label), text, ref length))
                return false;
            at += 1 + label;
        }
    }

    /// <summary>Reads the name at <paramref name="offset"/> as a string.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int offset, [NotNullWhen(true)] out string? name)
    {
        Span<char> text = stackalloc char[MostCharacters];
        name = TryRead(message, ref offset, text, out int length) ? new string(text[..length]) : null;
        return name is not null;
    }

    /// <summary>Moves the offset behind the name there without following pointers; false when the name has no end.</summary>
    public static bool TrySkip(ReadOnlySpan<byte> message, ref int offset)
    {
        int at = offset;
        while ((uint)at < (uint)message.Length && message[at] is > 0 and <= MostLabel && at - offset < MostOctets)
            at += 1 + message[at];
        if ((uint)at >= (uint)message.Length || message[at] is > 0 and < 0xC0)
            return false;
        offset = at + (message[at] == 0 ? 1 : 2);
        return offset <= message.Length;
    }

    /// <summary>Whether text is a name that can be written: labels of 1 to 63 visible ASCII characters, at most 253 in all; a last dot is allowed.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) => TryWrite(stackalloc byte[MostOctets], name, out _);

    /// <summary>Writes a name without compression; false when it is none or there is no room.</summary>
    public static bool TryWrite(Span<byte> octets, ReadOnlySpan<char> name, out int length)
    {
        length = 0;
        if (name.EndsWith('.'))
            name = name[..^1];
        while (!name.IsEmpty)
        {
            int dot = name.IndexOf('.');
            var label = dot < 0 ? name : name[..dot];
            name = dot < 0 ? default : name[(dot + 1)..];
            if (label.Length is 0 or > MostLabel || (dot >= 0 && name.IsEmpty) || label.ContainsAnyExceptInRange('!', '~')
                || length + 2 + label.Length > Math.Min(octets.Length, MostOctets))
                return false;
            octets[length] = (byte)label.Length;
            Ascii.FromUtf16(label, octets[(length + 1)..], out int written);
            length += 1 + written;
        }

        if (length >= octets.Length)
            return false;
        octets[length++] = 0;
        return true;
    }

    /// <summary>Whether two names are the same host's: letters' case does not count (RFC 4343).</summary>
    public static bool AreEqual(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.TrimEnd('.').Equals(b.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    // A pointer must go to before every place the name has touched so far: loops cannot exist then, whatever the octets are.
    private static bool TryFollow(ReadOnlySpan<byte> message, ref int at, ref int end, ref int least)
    {
        if (at + 2 > message.Length)
            return false;
        int target = ((message[at] & 0x3F) << 8) | message[at + 1];
        if (end < 0)
            end = at + 2;
        if (target >= least || target < DnsHeader.HeaderLength)
            return false;
        at = least = target;
        return true;
    }

    private static bool TryAppend(ReadOnlySpan<byte> label, Span<char> text, ref int length)
    {
        int needed = label.Length + (length > 0 ? 1 : 0);
        if (length + needed > Math.Min(text.Length, MostCharacters))
            return false;
        if (length > 0)
            text[length++] = '.';
        foreach (byte octet in label)
        {
            // A dot inside a label, a blank or a control character would make text that means another name.
            if (octet is <= (byte)' ' or >= 0x7F or (byte)'.')
                return false;
            text[length++] = (char)octet;
        }

        return true;
    }
}

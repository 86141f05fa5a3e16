using System.Runtime.CompilerServices;
using System.Text;

namespace Hokku.Wire.Control;

/// <summary>A name inside a control structure: up to 63 octets of UTF-8, zero-terminated.</summary>
[InlineArray(Length)]
public struct NameText
{
    public const int Length = 64;
    private byte _first;

    /// <exception cref="ArgumentException">The name is longer than 63 octets.</exception>
    public NameText(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) >= Length)
            throw new ArgumentException($"The name '{name}' is longer than {Length - 1} octets.", nameof(name));
        Encoding.UTF8.GetBytes(name, this);
    }

    public static implicit operator NameText(string name) => new(name);

    public override readonly string ToString()
    {
        ReadOnlySpan<byte> octets = this;
        int end = octets.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? octets : octets[..end]);
    }
}

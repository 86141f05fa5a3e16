namespace Hokku.Wire.IPv4;

/// <summary>The options of an IPv4 header (RFC 791, 3.1), to be walked with foreach; padding is passed over.</summary>
public ref struct IPv4Options
{
    private readonly ReadOnlySpan<byte> _octets;
    private int _at;
    private int _length;

    private IPv4Options(ReadOnlySpan<byte> octets) => _octets = octets;

    /// <summary>The option under the walker.</summary>
    public readonly IPv4Option Current => new(_octets.Slice(_at, _length), _at);

    /// <summary>Whether an illegal length ended the walk; the packet is to be dropped with a parameter problem.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The offset of the octet at fault within the header, for the pointer of a parameter problem (RFC 792).</summary>
    public readonly int FaultOffset => IPv4Header.LeastLength + _at + 1;

    /// <summary>The options of a complete, parsed header.</summary>
    /// <param name="header">At least the header's octets.</param>
    /// <param name="headerLength">The header's length with options.</param>
    public static IPv4Options Of(ReadOnlySpan<byte> header, int headerLength) => new(header[IPv4Header.LeastLength..headerLength]);

    /// <summary>Options that lie alone, as a socket option gives them.</summary>
    public static IPv4Options Of(ReadOnlySpan<byte> options) => new(options);

    public readonly IPv4Options GetEnumerator() => this;

    /// <summary>Goes to the next option; false at the end of the list or where it is malformed.</summary>
    public bool MoveNext()
    {
        _at += _length;
        _length = 0;
        while (_at < _octets.Length && _octets[_at] == IPv4OptionKind.NoOperation)
            _at++;
        if (_at >= _octets.Length || _octets[_at] == IPv4OptionKind.EndOfList || IsMalformed)
            return false;
        IsMalformed = _octets.Length - _at < 2 || _octets[_at + 1] < 2 || _octets[_at + 1] > _octets.Length - _at;
        if (IsMalformed)
            return false;
        _length = _octets[_at + 1];
        return true;
    }

    /// <summary>
    /// Walks all options without looking for any.
    /// </summary>
    /// <param name="header">At least the header's octets.</param>
    /// <param name="headerLength">The header's length with options.</param>
    /// <param name="faultOffset">Where in the header the first fault lies, or 0.</param>
    /// <returns>Whether every length and every known option is right.</returns>
    public static bool AreValid(ReadOnlySpan<byte> header, int headerLength, out int faultOffset)
    {
        var options = Of(header, headerLength);
        while (options.MoveNext())
        {
            if (options.Current.IsValid)
                continue;
            faultOffset = IPv4Header.LeastLength + options.Current.Offset + Math.Min(2, options.Current.Octets.Length - 1);
            return false;
        }

        faultOffset = options.IsMalformed ? options.FaultOffset : 0;
        return !options.IsMalformed;
    }
}

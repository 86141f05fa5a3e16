using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// The peer's urgent data (RFC 9293, 3.8.5; RFC 6093): the last urgent octet, which programs read out of band or find in the stream at
/// the mark.
/// </summary>
internal struct UrgentMark
{
    private byte _octet;

    /// <summary>There is urgent data that the user has not read or passed.</summary>
    public bool IsSet;

    /// <summary>The urgent octet was taken out of band, or kept when the stream went past it.</summary>
    public bool IsRead;

    /// <summary>The stream has gone past it, and the octet is kept here.</summary>
    public bool IsKept;

    /// <summary>The number of the urgent octet: the one before RCV.UP.</summary>
    public SequenceNumber Position;

    /// <summary>A segment says where urgent data ends.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Hear(SequenceNumber sequence, ushort pointer, SequenceNumber readPosition)
    {
        // A pointer of 0 names the octet before the segment; whatever lies before the reader is no news (URGENT/11).
        var position = sequence + (pointer - 1);
        if (position < readPosition || (IsSet && position <= Position))
            return false;
        this = default;
        IsSet = true;
        Position = position;
        return true;
    }

    /// <summary>The stream goes past the octet.</summary>
    public void Keep(byte octet)
    {
        _octet = octet;
        IsKept = true;
    }

    public readonly byte Octet => _octet;
}

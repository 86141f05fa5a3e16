namespace Hokku.Wire;

/// <summary>Why octets from the wire are no valid header; a module turns it into the drop reason it counts.</summary>
public enum WireFault : byte
{
    None = 0,

    /// <summary>Fewer octets than the header needs.</summary>
    Truncated,

    /// <summary>A version, hardware or protocol type that the format does not know.</summary>
    BadVersion,

    /// <summary>A header length below the format's least or past the end of the octets.</summary>
    BadHeaderLength,

    /// <summary>A total length that contradicts the header or the octets.</summary>
    BadLength,

    /// <summary>A field with a value that the format forbids.</summary>
    BadField,
}

using System.Runtime.CompilerServices;

namespace Hokku.Wire.Addresses;

/// <summary>Room for the longest address a family may have inside a <see cref="NetAddress"/>.</summary>
[InlineArray(Length)]
public struct AddressOctets
{
    public const int Length = 20;
    private byte _first;
}

using System.Globalization;

namespace Hokku.Wire.Addresses;

/// <summary>A transport port number in host order.</summary>
public readonly record struct Port(ushort Value) : IComparable<Port>
{
    /// <summary>Port 0: "any" when binding, invalid on the wire.</summary>
    public static Port Any => default;

    public bool IsAny => Value == 0;

    public static implicit operator Port(ushort value) => new(value);

    public static implicit operator ushort(Port port) => port.Value;

    public int CompareTo(Port other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

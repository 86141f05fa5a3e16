namespace Hokku.Wire;

/// <summary>A value in host order that has a form on the wire: it is parsed once, and behind that line nobody sees octets.</summary>
public interface IWireFormat<TSelf>
    where TSelf : struct, IWireFormat<TSelf>
{
    /// <summary>How many octets the fixed part has; fewer cannot be parsed.</summary>
    static abstract int Length { get; }

    /// <summary>Parses and validates the first octets; never throws. When false, <paramref name="fault"/> says what was wrong.</summary>
    static abstract bool TryParse(ReadOnlySpan<byte> octets, out TSelf value, out WireFault fault);

    /// <summary>Writes the value and returns how many octets it took.</summary>
    /// <exception cref="ArgumentException">The span is too short: a programming error, never the wire's doing.</exception>
    int Write(Span<byte> octets);
}

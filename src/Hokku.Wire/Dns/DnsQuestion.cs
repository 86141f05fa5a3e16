using System.Diagnostics.CodeAnalysis;

namespace Hokku.Wire.Dns;

/// <summary>A question of a DNS message (RFC 1035, 4.1.2): a view of the message.</summary>
public readonly ref struct DnsQuestion
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _name;

    internal DnsQuestion(ReadOnlySpan<byte> message, int name, DnsType type, DnsClass @class)
    {
        _message = message;
        _name = name;
        Type = type;
        Class = @class;
    }

    public DnsType Type { get; }

    public DnsClass Class { get; }

    /// <summary>The name asked for, in the case it was asked; false when it is no name.</summary>
    public bool TryGetName([NotNullWhen(true)] out string? name)
    {
        int offset = _name;
        return DnsName.TryRead(_message, ref offset, out name);
    }
}

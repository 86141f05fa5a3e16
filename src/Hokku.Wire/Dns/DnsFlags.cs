namespace Hokku.Wire.Dns;

/// <summary>The bits of a DNS header's second word (RFC 1035, 4.1.1; RFC 4035, 3), besides opcode and response code.</summary>
[Flags]
public enum DnsFlags : ushort
{
    None = 0,
    Response = 0x8000,
    Authoritative = 0x0400,
    Truncated = 0x0200,
    RecursionDesired = 0x0100,
    RecursionAvailable = 0x0080,
    AuthenticData = 0x0020,
    CheckingDisabled = 0x0010,
}

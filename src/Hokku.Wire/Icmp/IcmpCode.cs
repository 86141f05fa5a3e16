namespace Hokku.Wire.Icmp;

/// <summary>ICMP codes by the type they belong to (RFC 792; RFC 1122, 3.2.2.1; RFC 1812, 5.2.7.1).</summary>
public static class IcmpCode
{
    // Destination unreachable.
    public const byte NetUnreachable = 0;
    public const byte HostUnreachable = 1;
    public const byte ProtocolUnreachable = 2;
    public const byte PortUnreachable = 3;
    public const byte FragmentationNeeded = 4;
    public const byte SourceRouteFailed = 5;
    public const byte NetUnknown = 6;
    public const byte HostUnknown = 7;
    public const byte SourceHostIsolated = 8;
    public const byte NetProhibited = 9;
    public const byte HostProhibited = 10;
    public const byte NetUnreachableForTypeOfService = 11;
    public const byte HostUnreachableForTypeOfService = 12;
    public const byte CommunicationProhibited = 13;
    public const byte HostPrecedenceViolation = 14;
    public const byte PrecedenceCutoff = 15;

    // Redirect.
    public const byte RedirectNet = 0;
    public const byte RedirectHost = 1;
    public const byte RedirectNetForTypeOfService = 2;
    public const byte RedirectHostForTypeOfService = 3;

    // Time exceeded.
    public const byte TransitTimeExceeded = 0;
    public const byte ReassemblyTimeExceeded = 1;

    // Parameter problem.
    public const byte PointerIndicatesError = 0;
    public const byte RequiredOptionMissing = 1;
    public const byte BadLength = 2;
}

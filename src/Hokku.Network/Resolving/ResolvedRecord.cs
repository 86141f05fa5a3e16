using System.Net;

namespace Hokku.Network;

/// <summary>One record of an answer.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Type">A, AAAA, CNAME or PTR.</param>
/// <param name="Address">The address of A and AAAA; else null.</param>
/// <param name="Target">The name of CNAME and PTR; else null.</param>
/// <param name="TimeToLive">How long it may be kept.</param>
public sealed record ResolvedRecord(string Name, string Type, IPAddress? Address, string? Target, TimeSpan TimeToLive);

using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>What is remembered of a segment's sending.</summary>
/// <param name="Time">The stack's time.</param>
/// <param name="Stamp">Its timestamp (RFC 7323); 0 without.</param>
/// <param name="Mark">How far delivery was.</param>
internal readonly record struct Sending(TimeSpan Time, uint Stamp, DeliveryMark Mark);

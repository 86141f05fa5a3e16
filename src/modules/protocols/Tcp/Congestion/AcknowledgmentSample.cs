namespace Hokku.Protocols.Tcp;

/// <summary>What an acknowledgment of new data tells congestion control.</summary>
/// <param name="Octets">Newly acknowledged.</param>
/// <param name="InFlight">FlightSize before it came.</param>
/// <param name="RoundTrip">The time that its segment took; zero when unknown.</param>
/// <param name="Now">The stack's time.</param>
internal readonly record struct AcknowledgmentSample(int Octets, int InFlight, TimeSpan RoundTrip, TimeSpan Now);

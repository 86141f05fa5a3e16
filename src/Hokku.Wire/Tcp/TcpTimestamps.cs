namespace Hokku.Wire.Tcp;

/// <summary>The TCP timestamps option (RFC 7323, 3.2).</summary>
/// <param name="Value">TSval: the sender's clock.</param>
/// <param name="EchoReply">TSecr: the peer's clock as last heard.</param>
public readonly record struct TcpTimestamps(uint Value, uint EchoReply);

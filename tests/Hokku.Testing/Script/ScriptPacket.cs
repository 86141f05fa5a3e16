namespace Hokku.Testing;

/// <summary>A packet that the stack under test has sent, without a frame, and when.</summary>
internal sealed record ScriptPacket(TimeSpan Time, byte[] Octets);

namespace Hokku.Testing;

/// <summary>What was in a packet that the stack under test has sent.</summary>
internal readonly record struct ScriptArrival(byte Protocol, byte[] Payload, NetworkMarks Marks);

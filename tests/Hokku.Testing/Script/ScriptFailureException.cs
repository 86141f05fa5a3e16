namespace Hokku.Testing;

/// <summary>A script's expectation was not met; the message shows what was expected, what happened, and the whole trace.</summary>
public sealed class ScriptFailureException(string message) : Exception(message);

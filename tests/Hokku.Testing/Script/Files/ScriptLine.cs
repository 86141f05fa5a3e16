namespace Hokku.Testing;

/// <summary>A line of a script file: when, and what.</summary>
internal readonly record struct ScriptLine(int Number, ScriptMoment Moment, string Event);

namespace Hokku.Simulation;

/// <summary>Something that happened in a world.</summary>
/// <param name="Number">Its place among all, from 0 on.</param>
/// <param name="At">When.</param>
/// <param name="Hash">The hash over all events up to this one.</param>
/// <param name="Text">What, in words.</param>
public sealed record WorldEvent(long Number, TimeSpan At, ulong Hash, string Text)
{
    public override string ToString() => $"{At.TotalSeconds,14:0.000000} s  {Text}";
}

using System.Diagnostics;
using System.Reflection;

namespace Hokku.Simulation;

/// <summary>Reads from a stack who has set a timer on the real clock: code of a program, or the framework for itself.</summary>
internal static class RealClockStack
{
    private const int Shown = 12;
    private static readonly Assembly CoreLibrary = typeof(object).Assembly;

    /// <summary>What a program used; null when the framework set the timer for its own ends, which nobody in the world sees.</summary>
    public static (string What, string Where, bool IsHttpTimeout)? Read(StackFrame[] frames)
    {
        MethodBase? used = null;
        for (int i = 0; i < frames.Length; i++)
        {
            if (frames[i].GetMethod() is not { DeclaringType: { } type } method || type.Namespace == typeof(RealClockStack).Namespace && IsOurs(type))
                continue;
            if (type.Assembly == CoreLibrary)
            {
                if (IsPublicClock(type) && !method.IsConstructor || type.Name is nameof(Timer) or nameof(PeriodicTimer) or nameof(CancellationTokenSource))
                    used = method;
                continue;
            }

            if (type.Assembly.GetName().Name == "System.Net.Http" && Outermost(type).Name == nameof(HttpClient))
                return ("HttpClient.Timeout on the real clock", Describe(frames), true);
            return IsFramework(type.Assembly) ? null : ($"{Name(used)} on the real clock", Describe(frames), false);
        }

        return null;
    }

    /// <summary>The calls of a stack that are not the watch's own, innermost first.</summary>
    public static string Describe(StackFrame[] frames) => string.Join(
        '\n',
        frames.Where(frame => frame.GetMethod()?.DeclaringType is { } type && !IsOurs(type) && type.Namespace != typeof(System.Diagnostics.Tracing.EventSource).Namespace)
            .Take(Shown)
            .Select(frame => new StackTrace(frame).ToString().TrimEnd() + (frame.GetFileName() is { } file ? $" in {file}:{frame.GetFileLineNumber()}" : "")));

    private static bool IsOurs(Type type) => Outermost(type) == typeof(OutsideWatch) || Outermost(type) == typeof(RealClockStack);

    private static bool IsPublicClock(Type type) => type == typeof(Task) || type == typeof(Thread);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static bool IsFramework(Assembly assembly)
    {
        string name = assembly.GetName().Name ?? "";
        return name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("xunit.", StringComparison.Ordinal);
    }

    private static string Name(MethodBase? method) => method switch
    {
        null => "a timer",
        { IsConstructor: true } => method.DeclaringType!.Name,
        _ => $"{method.DeclaringType!.Name}.{method.Name}",
    };
}

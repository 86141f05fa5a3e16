using Hokku.Abstractions;

namespace Hokku.Testing;

/// <summary>Runs a function inside a stack and keeps its result.</summary>
public sealed class ScriptCall<T>(Func<T> function) : StackOperation
{
    public T? Result { get; private set; }

    protected override void Run() => Result = function();
}

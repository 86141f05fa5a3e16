using Hokku.Abstractions;

namespace Hokku.Tests.Stack;

/// <summary>An operation that calls what it was given.</summary>
internal sealed class Operation(Action run) : StackOperation
{
    public int Runs { get; private set; }

    protected override void Run()
    {
        Runs++;
        run();
    }
}

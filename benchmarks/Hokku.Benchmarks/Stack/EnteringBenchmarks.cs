using BenchmarkDotNet.Attributes;
using Hokku.Abstractions;
using Hokku.Stack;

namespace Hokku.Benchmarks.Stack;

/// <summary>Entering a stack that is free. Aim: about 9 ns and no allocation.</summary>
[MemoryDiagnoser]
public class EnteringBenchmarks
{
    private readonly NetStack _stack = new();
    private readonly Nothing _nothing = new();

    [Benchmark]
    public void Execute() => _stack.Execute(_nothing);

    private sealed class Nothing : StackOperation
    {
        protected override void Run()
        {
        }
    }
}

namespace Hokku.Stack;

/// <summary>Where a thread sleeps until its operation was run. One a thread, made at the first need.</summary>
internal sealed class Parker
{
    [ThreadStatic]
    private static Parker? _current;

    // The lock has spun already.
    private readonly ManualResetEventSlim _signal = new(initialState: false, spinCount: 0);

    public static Parker Current => _current ??= new Parker();

    public void Wait()
    {
        _signal.Wait();
        _signal.Reset();
    }

    public void Signal() => _signal.Set();
}

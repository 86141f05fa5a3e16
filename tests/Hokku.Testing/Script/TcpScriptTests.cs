namespace Hokku.Testing;

/// <summary>For classes of script tests: begins scripts, and ends each of them when its test is over, which is when it is held to its balance.</summary>
public abstract class TcpScriptTests : IDisposable
{
    private readonly List<TcpScript> _scripts = [];

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        foreach (var script in _scripts)
            script.Dispose();
    }

    /// <summary>See <see cref="TcpScript.Established"/>.</summary>
    protected TcpScript Established(ScriptOptions? options = null) => Keep(TcpScript.Established(options));

    /// <summary>See <see cref="TcpScript.Listening"/>.</summary>
    protected TcpScript Listening(ScriptOptions? options = null) => Keep(TcpScript.Listening(options));

    /// <summary>See <see cref="TcpScript.Connecting"/>.</summary>
    protected TcpScript Connecting(ScriptOptions? options = null) => Keep(TcpScript.Connecting(options));

    private TcpScript Keep(TcpScript script)
    {
        _scripts.Add(script);
        return script;
    }
}

using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Hokku.Simulation;

/// <summary>Hears from Microsoft.Extensions.Hosting when a program builds its host, and tells the start of the life that it runs in.</summary>
internal sealed class HostingEvents : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly Lazy<IDisposable> Only = new(static () => DiagnosticListener.AllListeners.Subscribe(new HostingEvents()));

    public static void Begin() => _ = Only.Value;

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == "Microsoft.Extensions.Hosting")
            listener.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> what)
    {
        if (HostLife.Current?.Program is not { } start)
            return;
        if (what is { Key: "HostBuilding", Value: IHostBuilder builder })
            start.Building(builder);
        else if (what is { Key: "HostBuilt", Value: IHost host })
            start.Built(host);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}

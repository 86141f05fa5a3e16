using System.Net.Sockets;
using Hokku.Network;
using Hokku.Services;
using Hokku.Services.Http;

namespace Hokku;

/// <summary>The services of a host, running.</summary>
internal sealed class ServiceSet : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly List<Service> _services = [];
    private readonly List<Task> _running = [];

    /// <summary>Makes and starts what the configuration names.</summary>
    /// <exception cref="ConfigurationException">A port is taken.</exception>
    public void Start(NetworkHost host, IEnumerable<ServiceConfiguration> configurations, CancellationToken cancellationToken)
    {
        foreach (var configuration in configurations)
        {
            try
            {
                foreach (var service in Make(host, configuration))
                    Add(service, cancellationToken);
            }
            catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new ConfigurationException("services", $"{configuration.Name}={configuration.EffectivePort}", "a port that no other service of this host has");
            }
        }
    }

    public void Add(Service service, CancellationToken cancellationToken)
    {
        _services.Add(service);
        _running.Add(Task.Run(() => service.RunAsync(cancellationToken), CancellationToken.None));
    }

    public void Dispose()
    {
        foreach (var service in _services)
            service.Dispose();
        Task.WaitAll([.. _running], Patience);
    }

    private static IEnumerable<Service> Make(NetworkHost host, ServiceConfiguration configuration) => configuration.Name switch
    {
        "echo" => SmallServices.Echo(host, configuration.EffectivePort),
        "discard" => SmallServices.Discard(host, configuration.EffectivePort),
        "chargen" => SmallServices.Chargen(host, configuration.EffectivePort),
        "daytime" => SmallServices.Daytime(host, configuration.EffectivePort),
        _ => [HttpFileServer.Start(host, configuration.Folder ?? Environment.CurrentDirectory, configuration.EffectivePort)],
    };
}

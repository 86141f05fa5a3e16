using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Hokku.Driver;
using Hokku.Network;

namespace Hokku.Cli;

/// <summary>A tool's connection to a running host.</summary>
internal sealed class HostConnection : IDisposable
{
    private readonly PublishedDriverClient _driver;

    private HostConnection(string path)
    {
        _driver = new PublishedDriverClient(path);
        Network = new NetworkHost(_driver);
        Resolver = new Resolver(Network, ResolverSettings.Read(SettingsPath(path)));
    }

    public NetworkHost Network { get; }

    public NetworkRoster Roster => Network.Roster;

    public Resolver Resolver { get; }

    /// <summary>Connects to the host that --name, HOKKU_HOST or its being the only one tells.</summary>
    /// <exception cref="UserException">There is none: how to start one.</exception>
    public static HostConnection Open(ParseResult arguments)
    {
        try
        {
            return new HostConnection(Path(arguments));
        }
        catch (DriverException problem)
        {
            throw new UserException(problem.Message);
        }
    }

    /// <summary>The path of the chosen host's driver.</summary>
    public static string Path(ParseResult arguments)
    {
        try
        {
            return HostFolder.Find(arguments.GetValue(CommonOptions.Name) ?? Environment.GetEnvironmentVariable("HOKKU_HOST"));
        }
        catch (DriverException problem)
        {
            throw new UserException(problem.Message);
        }
    }

    /// <summary>Where a host's resolver settings are: beside its driver.</summary>
    public static string SettingsPath(string driverPath) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(driverPath)!, "resolv.conf");

    /// <summary>The address of a name or of an address as text.</summary>
    /// <exception cref="UserException">It cannot be resolved.</exception>
    public async Task<IPAddress> ResolveAsync(string name, CancellationToken cancel)
    {
        try
        {
            return (await Resolver.GetAddressesAsync(name, AddressFamily.InterNetwork, cancel))[0];
        }
        catch (ResolverException problem)
        {
            throw new UserException(problem.Message, 2);
        }
    }

    public void Dispose() => _driver.Dispose();
}

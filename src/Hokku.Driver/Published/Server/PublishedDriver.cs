using Hokku.Driver.Published;
using Hokku.Linux;

namespace Hokku.Driver;

/// <summary>
/// A driver published for other processes on a Unix-domain socket: control calls as requests and answers, payload over socket pairs that are
/// passed to the client. One thread serves everybody; nothing in it waits.
/// </summary>
public sealed class PublishedDriver : ILoopTarget, IDisposable
{
    private readonly PublishedDriverOptions _options;
    private readonly PublishedPlace _place;
    private readonly List<DriverClient> _clients = [];

    /// <summary>Publishes a driver under its host's name; ends with <see cref="Dispose"/>, which leaves the driver itself alone.</summary>
    /// <exception cref="DriverException">The name is taken or none, or the folder cannot be made.</exception>
    public PublishedDriver(IStackDriver driver, PublishedDriverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(driver);
        Driver = driver;
        _options = options ?? new PublishedDriverOptions();
        _place = new PublishedPlace(driver.HostName, _options);
        Serving = new ServingPlace($"driver {driver.HostName}", _options.CloseTimeout, _options.Failed);
        Loop.Add(_place.Listener, this);
        Loop.Start();
    }

    /// <summary>Where the driver is published.</summary>
    public string Path => _place.Path;

    internal IStackDriver Driver { get; }

    internal ServingPlace Serving { get; }

    internal ReadinessLoop Loop => Serving.Loop;

    internal int MaximumSockets => _options.MaximumSocketsPerClient;

    void ILoopTarget.Ready(Readiness ready)
    {
        while (UnixSocket.Accept(_place.Listener) is { } connection)
        {
            UnixCredentials credentials;
            try
            {
                credentials = UnixSocket.CredentialsOf(connection);
            }
            catch (LinuxException)
            {
                connection.Dispose();
                continue;
            }

            bool isOwner = AccessRules.IsOwner(credentials);
            if (_clients.Count >= _options.MaximumClients || (!isOwner && _options.ShareGroup is null))
                connection.Dispose();
            else
                _clients.Add(new DriverClient(this, connection, credentials.Process, isOwner));
        }
    }

    public void Dispose()
    {
        Loop.Dispose();
        foreach (var client in _clients.ToArray())
            client.End();
        Serving.Dispose();
        _place.Dispose();
    }

    internal void Forget(DriverClient client) => _clients.Remove(client);
}

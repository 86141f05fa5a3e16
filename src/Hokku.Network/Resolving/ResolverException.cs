using System.Net.Sockets;

namespace Hokku.Network;

/// <summary>A name could not be resolved: HostNotFound (it does not exist), NoData (it has no such record), TryAgain (no server answered) or NoRecovery.</summary>
public sealed class ResolverException(SocketError error, string name, string reason) : SocketException((int)error)
{
    /// <summary>The name that was asked for.</summary>
    public string Name { get; } = name;

    public override string Message => $"'{Name}' could not be resolved: {reason}.";
}

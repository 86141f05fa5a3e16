using System.Net;
using System.Net.Sockets;
using Hokku.Network;

namespace Hokku;

/// <summary>Brings a configuration into a stack, by the same commands that tools use.</summary>
internal sealed class HostSetUp(NetworkRoster roster)
{
    public void Interfaces(HostConfiguration configuration)
    {
        if (configuration.Loopback)
            Loopback();
        foreach (var (index, each) in configuration.Interfaces.Index())
        {
            try
            {
                Interface(each);
            }
            catch (SocketException problem)
            {
                throw new ConfigurationException($"interfaces[{index}]", $"{each.Device} {each.Address}".TrimEnd(), Needed(each, problem));
            }
        }
    }

    public void Routes(HostConfiguration configuration)
    {
        foreach (var (index, each) in configuration.Routes.Index())
        {
            try
            {
                roster.AddRoute(Route(each));
            }
            catch (SocketException problem)
            {
                throw new ConfigurationException($"routes[{index}]", each.Destination, $"a route that the stack takes ({problem.Message}); the gateway must be in the network of an interface");
            }
        }
    }

    private void Loopback()
    {
        roster.AddAddress("loop", IPAddress.Loopback, 8);
        roster.Up("loop");
    }

    private void Interface(InterfaceConfiguration each)
    {
        roster.AddAddress(each.Device, null);
        if (each.Mac is not null)
            roster.SetLinkAddress(each.Device, System.Net.NetworkInformation.PhysicalAddress.Parse(each.Mac.ToUpperInvariant().Replace(':', '-')));
        if (each.Mtu is { } mtu)
            roster.SetMtu(each.Device, mtu);
        if (each.Offload is { } offload)
            roster.SetOffload(each.Device, offload);
        if (each.Metric is { } metric)
            roster.SetMetric(each.Device, metric);
        if (each.Address is { } text)
        {
            var (address, prefixLength) = Check.Prefix("address", text);
            roster.AddAddress(each.Device, IPAddress.Parse(address.ToString()), prefixLength);
        }

        roster.Up(each.Device);
    }

    private static RouteState Route(RouteConfiguration each)
    {
        var destination = each.Destination switch
        {
            "default" => new IPNetwork(IPAddress.Any, 0),
            var text when text.Contains('/', StringComparison.Ordinal) => IPNetwork.Parse(text),
            var text => new IPNetwork(IPAddress.Parse(text), 32),
        };
        return new RouteState
        {
            Destination = destination,
            Gateway = each.Gateway is null ? null : IPAddress.Parse(each.Gateway),
            Interface = each.Device ?? "",
            Metric = each.Metric ?? 0,
            Mtu = each.Mtu ?? 0,
            IsReject = each.Reject,
            IsHost = destination.PrefixLength == 32,
        };
    }

    private static string Needed(InterfaceConfiguration each, SocketException problem) => problem.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "an address and a device that are not in use",
        SocketError.AccessDenied => $"the right to open the device (root, or CAP_NET_ADMIN in the network namespace: unshare -Urn): {problem.Message}",
        SocketError.AddressFamilyNotSupported => "a device that an interface of IPv4 can be made on",
        SocketError.TypeNotFound => $"a device that a module drives, such as loop or /dev/net/tap/NAME ({problem.Message.TrimEnd('.')})",
        SocketError.NotInitialized => $"a device that can be opened ({problem.Message.TrimEnd('.')})",
        _ => $"what the device can do and no other interface has ({problem.Message.TrimEnd('.')})",
    };
}

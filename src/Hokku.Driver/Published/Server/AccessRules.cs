using System.Net.Sockets;
using Hokku.Linux;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>What a client may do: everything with the owner's or root's credentials, else open sockets and look.</summary>
internal static class AccessRules
{
    /// <summary>Whether these are the credentials of the host's owner.</summary>
    public static bool IsOwner(UnixCredentials credentials) => credentials.User == 0 || credentials.User == LinuxProcess.User;

    /// <summary>Raw packets and devices are the owner's.</summary>
    public static bool MayOpen(bool isOwner, NetFamily family, SocketType type) =>
        isOwner || (family is NetFamily.Internet or NetFamily.Internet6 && type is SocketType.Stream or SocketType.Dgram);

    /// <summary>Commands that only tell are everybody's.</summary>
    public static bool MayCommand(bool isOwner, DriverCommand command) => isOwner || command is DriverCommand.GetInterfaceAddress
        or DriverCommand.GetInterfaceDestination or DriverCommand.GetInterfaceFlags or DriverCommand.GetInterfaceBroadcast
        or DriverCommand.GetInterfaceCount or DriverCommand.GetInterfaces or DriverCommand.GetInterfaceIndex or DriverCommand.GetInterfaceName
        or DriverCommand.GetInterfaceMask or DriverCommand.GetInterfaceMetric or DriverCommand.GetInterfaceMtu or DriverCommand.GetInterfaceMedia
        or DriverCommand.GetRouteCount or DriverCommand.GetRoutes or DriverCommand.GetRoute or DriverCommand.GetInterfaceStatistics
        or DriverCommand.GetInterfaceType or DriverCommand.GetAlias or DriverCommand.CountAliases or DriverCommand.GetArpEntry
        or DriverCommand.GetArpEntries or DriverCommand.GetSockets or DriverCommand.GetModules or DriverCommand.GetStatistics
        or DriverCommand.GetReadable or DriverCommand.AtUrgentMark or DriverCommand.GetUnsent;
}

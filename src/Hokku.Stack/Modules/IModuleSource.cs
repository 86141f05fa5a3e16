using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// What interfaces and devices need of the module table: modules loaded at first use and held by a named user until released.
/// </summary>
internal interface IModuleSource
{
    /// <summary>Loads the module that registers the family's domain and holds it. Null when no module does.</summary>
    INetModule? AcquireDomain(NetFamily family, string user);

    /// <summary>Loads the module whose device prefix matches the name longest and holds it. Null when none does.</summary>
    IDeviceModule? AcquireDevice(string name, string user);

    /// <summary>Loads the modules of a datalink chain, top first and without the bridge, and holds each. Null when there is no such chain.</summary>
    IReadOnlyList<IDatalinkModule>? AcquireChain(NetFamily family, DeviceType type, string user);

    /// <summary>Lets go of a module that was acquired for this user.</summary>
    void Release(INetModule module, string user);
}

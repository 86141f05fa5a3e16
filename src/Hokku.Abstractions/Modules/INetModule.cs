namespace Hokku.Abstractions;

/// <summary>
/// A module: a manifest and a registration. One object a stack and load; it is made when first needed and dropped at the last release.
/// It also implements what it offers: <see cref="IProtocolModule"/>, <see cref="IDatalinkModule"/>, <see cref="IDeviceModule"/>.
/// </summary>
public interface INetModule
{
    ModuleManifest Manifest { get; }

    /// <summary>Registers what the module offers, in Haiku's verbs. All of it is undone by the stack when the module is unloaded.</summary>
    void Register(INetStack stack);

    /// <summary>Releases what only the module knows (caches, buffers in its queues). Runs inside the stack before its registrations, timers and work are undone.</summary>
    void Unregister();
}

/// <summary>A module whose objects are links of a socket's chain.</summary>
public interface IProtocolModule : INetModule
{
    /// <summary>Makes the link for one socket; the stack sets its Next.</summary>
    NetProtocol CreateProtocol(INetSocket socket);
}

/// <summary>A module whose objects are links of an interface's chain.</summary>
public interface IDatalinkModule : INetModule
{
    /// <summary>Makes the link for one interface; the stack sets its Next and attaches it.</summary>
    DatalinkProtocol CreateProtocol(INetInterface netInterface);
}

/// <summary>A module that drives devices.</summary>
public interface IDeviceModule : INetModule
{
    /// <summary>Makes the device of this name, not yet up. The name has one of the manifest's prefixes.</summary>
    /// <returns>Null, with the reason, when the name is not to be had.</returns>
    NetDevice? CreateDevice(string name, out string? error);
}

/// <summary>Names the module class of an assembly in a modules folder. The class has a public parameterless constructor.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class NetModuleAttribute(Type module) : Attribute
{
    public Type Module { get; } = module;
}

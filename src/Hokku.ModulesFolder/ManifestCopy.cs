using Hokku.Abstractions;

namespace Hokku.ModulesFolder;

/// <summary>
/// Copies a manifest into collections of the base library: those that a module's compiler chose may be types of the module's own assembly, and
/// would keep it loaded.
/// </summary>
internal static class ManifestCopy
{
    public static ModuleManifest Of(ModuleManifest manifest) => manifest with
    {
        Domains = manifest.Domains.ToArray(),
        ProtocolChains = manifest.ProtocolChains.ToArray(),
        DatalinkChains = manifest.DatalinkChains.ToArray(),
        ReceivingProtocols = manifest.ReceivingProtocols.ToArray(),
        DevicePrefixes = manifest.DevicePrefixes.ToArray(),
        FrameTypes = manifest.FrameTypes.ToArray(),
    };
}

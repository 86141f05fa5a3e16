using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>A module that may be loaded: what it offers and how it is made.</summary>
internal sealed record ModuleRegistration(ModuleManifest Manifest, Func<INetModule> Create);

namespace Hokku.Stack;

/// <summary>A module could not be made or could not register what its manifest promises.</summary>
public sealed class ModuleLoadException(string message, Exception? inner = null) : Exception(message, inner);

namespace Hokku.ModulesFolder;

/// <summary>A modules folder or a file in it is not what it should be; the message names it and says what was expected.</summary>
public sealed class ModuleFolderException(string message, Exception? inner = null) : Exception(message, inner);

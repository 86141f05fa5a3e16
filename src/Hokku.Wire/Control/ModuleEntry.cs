using System.Runtime.InteropServices;

namespace Hokku.Wire.Control;

/// <summary>One module as `hokku modules` lists it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ModuleEntry
{
    public NameText Name;

    /// <summary>1 when loaded.</summary>
    public int Loaded;

    /// <summary>How many users hold it.</summary>
    public int References;

    /// <summary>Timers it has armed.</summary>
    public int Timers;

    /// <summary>Who uses it, comma-separated, cut where it does not fit: "socket 3, interface loop".</summary>
    public NameText Users;
}

using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>What to wait for: struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollDescriptor(int descriptor, PollEvents events)
{
    public int Descriptor = descriptor;
    public PollEvents Events = events;
    public PollEvents Happened;
}

using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>struct ucred.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct UnixCredentials(int Process, uint User, uint Group);

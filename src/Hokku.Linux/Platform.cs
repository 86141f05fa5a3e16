using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>What every call here needs: Linux, and the error number of the last one.</summary>
public static class Platform
{
    /// <summary>Whether the system is Linux.</summary>
    public static bool IsLinux => OperatingSystem.IsLinux();

    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException($"This needs Linux; the system is {RuntimeInformation.OSDescription}.");
    }

    internal static LinuxException Failure(string what) => new((LinuxError)Marshal.GetLastPInvokeError(), what);

    /// <summary>A result, or the negative error number.</summary>
    internal static nint Result(nint result) => result >= 0 ? result : -Marshal.GetLastPInvokeError();

    internal static Descriptor Check(int descriptor, string what) => descriptor >= 0 ? new Descriptor(descriptor) : throw Failure(what);

    internal static int CheckResult(int result, string what) => result >= 0 ? result : throw Failure(what);
}

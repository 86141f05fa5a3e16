namespace Hokku.Linux;

/// <summary>A system call has failed.</summary>
public sealed class LinuxException : IOException
{
    /// <param name="error">The error number.</param>
    /// <param name="what">What was tried, such as "open /dev/net/tun".</param>
    public LinuxException(LinuxError error, string what)
        : base($"{what}: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage((int)error)} ({error})")
    {
        Error = error;
        HResult = (int)error;
    }

    public LinuxError Error { get; }
}

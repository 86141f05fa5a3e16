using System.Text;

namespace Hokku.Linux;

/// <summary>struct ifreq: a name and 24 octets whose meaning the call decides.</summary>
internal static unsafe class InterfaceRequestCall
{
    public const int Size = 40;

    public static void Fill(byte* request, string name)
    {
        if (Encoding.UTF8.GetByteCount(name) is 0 or > TunDescriptor.LongestName)
            throw new ArgumentException($"'{name}' is not the name of a Linux interface: 1 to {TunDescriptor.LongestName} octets are needed.", nameof(name));
        new Span<byte>(request, Size).Clear();
        Encoding.UTF8.GetBytes(name, new Span<byte>(request, 16));
    }
}

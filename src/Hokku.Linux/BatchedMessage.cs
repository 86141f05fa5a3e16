using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>struct mmsghdr: one message of many that one call sends.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BatchedMessage
{
    public MessageHeader Header;

    /// <summary>Octets sent, as the kernel says afterwards.</summary>
    public uint Length;
}

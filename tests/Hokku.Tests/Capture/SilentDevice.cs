using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Tests.Capture;

/// <summary>A device that frees what it is to send: only its name and type matter.</summary>
internal sealed class SilentDevice(string name, DeviceType type) : NetDevice(name, type)
{
    public override INetModule Module => throw new NotSupportedException("The device was made by no module.");

    public override SocketError Up() => SocketError.Success;

    public override void Down()
    {
    }

    public override void Send(NetBuffer buffer) => buffer.Free();

    public override void Flush()
    {
    }

    public override void Close()
    {
    }
}

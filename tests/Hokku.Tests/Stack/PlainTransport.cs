using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Control;

namespace Hokku.Tests.Stack;

/// <summary>A transport above <see cref="PlainModule"/> that listens, receives protocol 9, and may live on after close.</summary>
internal sealed class PlainTransport : IProtocolModule, IReceivingProtocol
{
    public static ModuleManifest Description { get; } = new(PlainModule.Top) { ReceivingProtocols = [new(PlainModule.Family, 9)] };

    public ModuleManifest Manifest => Description;

    public INetStack Stack { get; private set; } = null!;

    public void Register(INetStack stack)
    {
        Stack = stack;
        stack.RegisterReceivingProtocol(PlainModule.Family, 9, this);
    }

    public void Unregister()
    {
    }

    public NetProtocol CreateProtocol(INetSocket socket) => new Link(this, socket);

    public void Receive(NetBuffer buffer) => buffer.Free();

    public void ErrorReceived(in NetworkError error, NetBuffer quoted) => quoted.Free();

    internal sealed class Link(PlainTransport module, INetSocket socket) : NetProtocol(socket)
    {
        public override INetModule Module => module;

        public override SocketError Send(NetBuffer buffer, MessageFlags flags) => Next.Send(buffer, flags);

        public override SocketError Listen(int backlog) => SocketError.Success;

        public override SocketError Accept(out INetSocket? accepted)
        {
            accepted = Socket.DequeueConnected();
            return accepted is null ? SocketError.WouldBlock : SocketError.Success;
        }

        public override SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer) => Next.Read(maximum, flags, out buffer);

        public override int ReadAvailable => Next.ReadAvailable;
    }
}

using System.Net;
using System.Net.Sockets;
using Hokku.Network;

namespace Hokku.Tests.Figures;

/// <summary>Two whole hosts, 10.0.0.1 and 10.0.0.2, with a <see cref="DirectWire"/> between them that the test carries frames over.</summary>
internal sealed class DirectPair : IDisposable
{
    public DirectPair()
    {
        First = Start(0);
        Second = Start(1);
        Wire.CarryAll();
    }

    public DirectWire Wire { get; } = new();

    public HokkuHost First { get; }

    public HokkuHost Second { get; }

    public (HokkuSocket Client, HokkuSocket Server) Connect()
    {
        using var listener = Second.Network.Listen(80);
        var client = First.Network.CreateSocket(SocketType.Stream);
        var connecting = client.ConnectAsync(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 80)).AsTask();
        var accepting = listener.AcceptAsync().AsTask();
        Until(() => connecting.IsCompleted && accepting.IsCompleted);
        connecting.GetAwaiter().GetResult();
        return (client, accepting.Result);
    }

    /// <summary>Two UDP sockets, each connected to the other.</summary>
    public (HokkuSocket Sender, HokkuSocket Receiver) ConnectDatagrams()
    {
        var receiver = Second.Network.CreateSocket(SocketType.Dgram);
        receiver.Bind(new IPEndPoint(IPAddress.Any, 6000));
        var sender = First.Network.CreateSocket(SocketType.Dgram);
        sender.Connect(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 6000));
        sender.Send(new byte[1]);
        Until(() => receiver.Available > 0);
        receiver.Receive(new byte[1]);
        return (sender, receiver);
    }

    public void Reserve()
    {
        BufferReserve.Make(First.Stack.Buffers);
        BufferReserve.Make(Second.Stack.Buffers);
    }

    /// <summary>Carries frames until the condition holds. False when it did not for long.</summary>
    public bool Until(Func<bool> condition)
    {
        return SpinWait.SpinUntil(
            () =>
            {
                Wire.CarryAll();
                return condition();
            },
            TimeSpan.FromSeconds(20));
    }

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }

    private HokkuHost Start(int end) => new HostBuilder($"direct{end}")
        .WithoutLoopback()
        .AddModule(DirectModule.Description, () => new DirectModule(Wire))
        .Interface($"{DirectModule.Prefix}{end}", $"10.0.0.{end + 1}/24")
        .Start();
}

using System.Net.Sockets;
using System.Text;
using Hokku.Protocols.Tcp;
using Hokku.Tests.Protocols.Tcp;
using Hokku.Wire.Control;

namespace Hokku.Tests.Matrix;

/// <summary>Bulk transfers of two whole stacks over a path, in virtual time.</summary>
internal sealed class PathRun : IDisposable
{
    private const int MostBuffer = 64 << 20;
    private static readonly byte[] Text = new byte[64 << 10];
    private readonly TcpPair _pair;
    private readonly List<Flow> _flows = [];

    private readonly LossPattern _losses;

    public PathRun(Cell cell, int seed, TcpSettings? settings = null)
    {
        _losses = new LossPattern(cell, seed);
        _pair = new TcpPair(cell.Backward, settings ?? new TcpSettings { OutOfOrderLimit = 65536 }, isDebug: false, (ulong)seed);

        // The handshake and the neighbours' addresses are not what is measured.
        Path = cell;
    }

    public Cell Path { get; }

    public IReadOnlyList<Flow> Flows => _flows;

    public double Now => _pair.Time.Elapsed.TotalSeconds;

    /// <summary>Opens a connection with this congestion control.</summary>
    public Flow Add(string control)
    {
        ushort port = (ushort)(80 + _flows.Count);
        var listener = _pair.B.Listen(port);
        int buffer = (int)Math.Clamp(4 * (Path.Product + Path.Queue), 1 << 20, MostBuffer);
        listener.Set(SocketOption.ReceiveBuffer, buffer);
        var client = _pair.A.Open();
        client.Set(SocketOption.SendBuffer, buffer);
        SocketError chosen = SocketError.SocketError;
        client.Inside(() => chosen = client.Socket.SetOption(SocketLevel.Tcp, (int)TcpOption.Congestion, Encoding.UTF8.GetBytes(control)));
        if (chosen != SocketError.Success)
            throw new ArgumentException($"There is no congestion control '{control}'.", nameof(control));
        client.Connect(_pair.B.Address, port);
        TcpUser? server = null;
        _pair.Until(() => (server ??= listener.Accept()) is not null);
        listener.Close();
        var flow = new Flow(control, client, server!);
        _flows.Add(flow);
        return flow;
    }

    /// <summary>From here on data meet the path.</summary>
    public void Begin()
    {
        _pair.Wire.Configure(0, Path.Forward with { Lose = (_, _) => _losses.Next() });
        foreach (var flow in _flows)
            flow.Received = 0;
    }

    /// <summary>Sends as much as is taken, and reads what comes, for so long.</summary>
    public void Run(double seconds, double step = 0.002, Action? eachStep = null)
    {
        int steps = (int)Math.Round(seconds / step);
        for (int i = 0; i < steps; i++)
        {
            foreach (var flow in _flows)
                Work(flow);
            _pair.Advance(1000 * step);
            eachStep?.Invoke();
        }
    }

    public void Dispose() => _pair.Dispose();

    private static void Work(Flow flow)
    {
        flow.Sender.Inside(() =>
        {
            var socket = flow.Sender.Socket;
            for (int size = Math.Min(socket.SendSpaceHint, Text.Length); size > 1 << 10; size = Math.Min(socket.SendSpaceHint, Text.Length))
            {
                if (flow.Sender.Create() is not { } buffer || !buffer.TryAppend(Text.AsSpan(0, size)) || socket.Send(buffer, MessageFlags.None) != SocketError.Success)
                    break;
            }
        });
        flow.Receiver.Inside(() =>
        {
            while (flow.Receiver.Socket.Receive(int.MaxValue, MessageFlags.None, out var buffer) == SocketError.Success && buffer is not null)
            {
                flow.Received += buffer.Size;
                buffer.Free();
            }
        });
    }

    /// <summary>One connection.</summary>
    public sealed class Flow(string control, TcpUser sender, TcpUser receiver)
    {
        public string Control => control;

        public TcpUser Sender => sender;

        public TcpUser Receiver => receiver;

        /// <summary>Octets that the receiver's user has read.</summary>
        public long Received { get; set; }

        public TcpInformation Information => sender.Information;
    }
}

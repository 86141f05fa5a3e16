using System.Net.Sockets;
using Hokku.Tests.Protocols.Tcp;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>One side of a <see cref="SoakConversation"/>: writes its octets, reads the other's, and takes a rest now and then so that its window closes.</summary>
internal sealed class SoakSide(TcpUser user, int toSend, int toReceive, byte mark, byte peerMark)
{
    private const int Most = 16384;

    private int _sent;
    private bool _isShut;

    public TcpUser User => user;

    public int Received { get; private set; }

    /// <summary>The peer has closed its half, and every octet was there.</summary>
    public bool HasEnded { get; private set; }

    public bool IsDone => HasEnded && _isShut;

    /// <summary>The connection is gone: reset, or timed out.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Reads nothing until then.</summary>
    public TimeSpan RestsUntil { get; set; }

    /// <summary>Does what can be done now; true when anything moved.</summary>
    public bool Work(TimeSpan now)
    {
        bool moved = Write();
        if (now >= RestsUntil)
            moved |= Read();
        if (!_isShut && _sent == toSend && user.Shutdown(SocketShutdown.Send) == SocketError.Success)
            moved = _isShut = true;
        return moved;
    }

    private bool Write()
    {
        bool moved = false;
        while (_sent < toSend)
        {
            byte[] text = new byte[Math.Min(Math.Min(Most, user.Socket.SendSpaceHint), toSend - _sent)];
            if (text.Length == 0)
                break;
            for (int i = 0; i < text.Length; i++)
                text[i] = Octet(_sent + i, mark);
            int taken = user.Send(text);
            if (taken == 0)
                break;
            _sent += taken;
            moved = true;
        }

        return moved;
    }

    private bool Read()
    {
        bool moved = false;
        while (!HasEnded && !HasFailed)
        {
            byte[]? text = user.Receive();
            if (text is { Length: 0 })
                break;
            if (text is null)
            {
                HasEnded = user.LastError == SocketError.Success;
                HasFailed = !HasEnded;
                Assert.True(HasFailed || Received == toReceive, $"The stream ended after {Received} of {toReceive} octets.");
                return true;
            }

            for (int i = 0; i < text.Length; i++)
                Assert.True(text[i] == Octet(Received + i, peerMark), $"Octet {Received + i} is another than was sent.");
            Received += text.Length;
            Assert.True(Received <= toReceive, "More octets than were sent.");
            moved = true;
        }

        return moved;
    }

    private static byte Octet(int number, byte mark) => (byte)((number * 31) ^ (number >> 8) ^ mark);
}

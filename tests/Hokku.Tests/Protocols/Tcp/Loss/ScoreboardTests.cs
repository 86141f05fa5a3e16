using CsCheck;
using Hokku.Protocols.Tcp;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Loss;

/// <summary>The scoreboard against a list of octets, one by one.</summary>
public class ScoreboardTests
{
    private const int SegmentSize = 10;

    private static readonly SequenceNumber Initial = new(uint.MaxValue - 500);

    [Fact]
    [Hokku.Testing.Requirement("RFC 6675", "4-1")]
    [Hokku.Testing.Requirement("RFC 6675", "4-3")]
    public void The_scoreboard_agrees_with_a_list_of_octets() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 400], Gen.Int[1, 120]).Array[0, 80].Sample(steps => new Model().Run(steps), iter: 500);

    [Fact]
    public void Blocks_of_single_octets_cost_nothing()
    {
        var board = new Scoreboard(new FlightPool(), 100);
        var delivery = NewDelivery();
        board.Sent(Initial, 100_000, 1000, default);
        for (int i = 1; i < 100_000; i += 2)
            board.Acknowledge(new SackBlock(Initial + i, Initial + i + 1), ref delivery);
        Assert.Equal(1, board.Count);
        Assert.Equal(0, board.Sacked);
    }

    [Fact]
    public void Ranges_are_bounded()
    {
        var board = new Scoreboard(new FlightPool(), 100);
        var delivery = NewDelivery();
        for (int i = 0; i < 1000; i++)
            board.Sent(Initial + (10 * i), 10, 10, default);
        Assert.Equal(100, board.Count);
        for (int i = 1; i < 1000; i += 2)
            board.Acknowledge(new SackBlock(Initial + (10 * i), Initial + (10 * i) + 10), ref delivery);
        Assert.InRange(board.Count, 90, 110);
        board.AcknowledgeTo(Initial + 10_000, ref delivery);
        Assert.Equal((0, 0, 0, 0, 0), (board.Count, board.Octets, board.Sacked, board.Lost, board.Retransmitted));
    }

    // Hazard: CVE-2019-11478. However the peer cuts what is in flight to pieces, an acknowledgment stays cheap.
    [Fact]
    public void A_long_flight_in_pieces_stays_fast()
    {
        const int Segments = 16_000;
        var board = new Scoreboard(new FlightPool(), 2 * Segments);
        var delivery = NewDelivery();
        long started = Environment.TickCount64;
        board.Sent(Initial, Segments * 1000, 1000, default);
        for (int round = 0; round < 4; round++)
        {
            for (int i = 1; i < Segments; i += 2)
            {
                int place = (int)((uint)(i * 7919) % Segments) | 1;
                board.Acknowledge(new SackBlock(Initial + (place * 1000), Initial + ((place + 1) * 1000)), ref delivery);
            }
        }

        board.MarkAllLost();
        Assert.Equal(Segments * 1000, board.Octets);
        Assert.Equal(board.Octets, board.Sacked + board.Lost);

        // A list searched from its beginning would take half a minute.
        Assert.InRange(Environment.TickCount64 - started, 0, 5000);
    }

    private static Delivery NewDelivery() => new() { Now = default, LeastRoundTrip = default, Echo = null, Forward = Initial, Before = Initial };

    private sealed class Model
    {
        private readonly Scoreboard _board = new(new FlightPool(), 1000);
        private readonly List<(bool Sacked, bool Lost, bool Again)> _octets = [];
        private SequenceNumber _start = Initial;

        public void Run((int Kind, int At, int Length)[] steps)
        {
            foreach (var (kind, at, length) in steps)
            {
                Step(kind, at / SegmentSize * SegmentSize, (length + SegmentSize - 1) / SegmentSize * SegmentSize);
                Check();
            }
        }

        private void Step(int kind, int at, int length)
        {
            var delivery = NewDelivery();
            int end = Math.Min(at + length, _octets.Count);
            switch (kind)
            {
                case 0 or 1:
                    _board.Sent(_start + _octets.Count, length, SegmentSize, default);
                    _octets.AddRange(Enumerable.Repeat((false, false, false), length));
                    break;
                case 2 or 3 when at < end:
                    _board.Acknowledge(new SackBlock(_start + at, _start + end), ref delivery);
                    for (int i = at; i < end; i++)
                        _octets[i] = (true, false, false);
                    break;
                case 4:
                    int octets = Math.Min(length, _octets.Count);
                    _board.AcknowledgeTo(_start + octets, ref delivery);
                    _octets.RemoveRange(0, octets);
                    _start += octets;
                    break;
                case 5 when _board.Oldest != 0:
                    Mark(_board.Oldest, (false, true, false));
                    _board.MarkLost(_board.Oldest);
                    break;
                case 6 when _board.TakeMissing(length) is var index and not 0:
                    int first = _octets.FindIndex(o => o is { Lost: true, Again: false });
                    Assert.Equal(_start + first, _board[index].Start);
                    Assert.InRange(_board[index].Length, 1, length);
                    Mark(index, (false, true, true));
                    _board.SentAgain(index, SegmentSize, default);
                    break;
                case 7 when at > 300:
                    _board.UnmarkLost();
                    for (int i = 0; i < _octets.Count; i++)
                    {
                        if (_octets[i] is { Lost: true, Again: false })
                            _octets[i] = default;
                    }

                    break;
            }
        }

        private void Mark(int index, (bool, bool, bool) state)
        {
            for (var number = _board[index].Start; number < _board[index].End; number++)
                _octets[number - _start] = state;
        }

        private void Check()
        {
            Assert.Equal(_octets.Count, _board.Octets);
            Assert.Equal(_octets.Count(o => o.Sacked), _board.Sacked);
            Assert.Equal(_octets.Count(o => o.Sacked) / SegmentSize, _board.SackedSegments);
            Assert.Equal(_octets.Count(o => o.Lost), _board.Lost);
            Assert.Equal(_octets.Count(o => o.Again), _board.Retransmitted);
            var at = _start;
            for (int index = _board.First; index != 0; index = _board[index].After)
            {
                Assert.Equal(at, _board[index].Start);
                Assert.Equal(index, _board.Find(at));
                at = _board[index].End;
                for (var number = _board[index].Start; number < at; number++)
                    Assert.Equal(_octets[number - _start].Sacked, _board[index].IsSacked);
            }

            Assert.Equal(_start + _octets.Count, at);
        }
    }
}

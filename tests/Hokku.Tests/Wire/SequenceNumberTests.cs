using CsCheck;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>Arithmetic on the circle of sequence numbers (RFC 9293, 3.4).</summary>
public sealed class SequenceNumberTests
{
    [Fact]
    public void What_comes_later_is_greater_across_the_wrap() =>
        Gen.Select(Gen.UInt, Gen.Int[1, int.MaxValue]).Sample((value, step) =>
        {
            var a = new SequenceNumber(value);
            var b = a + step;
            return a < b && b > a && a <= b && b >= a && !(b < a) && b - a == step && a - b == -step && b - step == a
                && SequenceNumber.Max(a, b) == b && SequenceNumber.Min(a, b) == a;
        });

    [Fact]
    public void A_window_holds_its_first_number_and_not_the_one_after_its_last()
    {
        var start = new SequenceNumber(uint.MaxValue - 1);
        Assert.True(start.IsWithin(start, 4));
        Assert.True((start + 3).IsWithin(start, 4));
        Assert.False((start + 4).IsWithin(start, 4));
        Assert.False((start - 1).IsWithin(start, 4));
        Assert.False(start.IsWithin(start, 0));
    }

    [Fact]
    public void One_after_the_last_is_zero()
    {
        var number = new SequenceNumber(uint.MaxValue);
        number++;
        Assert.Equal(default, number);
    }
}

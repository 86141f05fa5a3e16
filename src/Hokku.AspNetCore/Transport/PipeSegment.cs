using System.Buffers;

namespace Hokku.AspNetCore.Transport;

/// <summary>A rented array with octets in it, linked to the next: what pipes are made of.</summary>
internal sealed class PipeSegment : ReadOnlySequenceSegment<byte>
{
    private byte[] _array = [];

    /// <summary>How many octets are in it.</summary>
    public int Length { get; private set; }

    public int Room => _array.Length - Length;

    public Memory<byte> Free => _array.AsMemory(Length);

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    public PipeSegment? Following
    {
        get => (PipeSegment?)Next;
        set
        {
            Next = value;
            if (value is not null)
                value.RunningIndex = RunningIndex + Length;
        }
    }

    public void Rent(int size)
    {
        _array = ArrayPool<byte>.Shared.Rent(size);
        Length = 0;
        RunningIndex = 0;
        Next = null;
    }

    public void Advance(int count)
    {
        Length += count;
        Memory = _array.AsMemory(0, Length);
    }

    /// <summary>Gives the array back; the segment may be rented again.</summary>
    public void Return()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        Memory = default;
        Length = 0;
        Next = null;
    }
}

using System.Runtime.InteropServices;

namespace Hokku.Linux;

/// <summary>Messages of several pieces each that are sent by one call (sendmmsg). Its memory is made once and used again; by one thread at a time.</summary>
public sealed unsafe class MessageBatch : IDisposable
{
    private readonly int _segmentLimit;
    private readonly BatchedMessage* _messages;
    private readonly IoSegment* _segments;
    private bool _isDisposed;

    /// <param name="limit">Messages that one call sends.</param>
    /// <param name="segmentLimit">Pieces that one message may have.</param>
    public MessageBatch(int limit, int segmentLimit)
    {
        Limit = limit;
        _segmentLimit = segmentLimit;
        _messages = (BatchedMessage*)NativeMemory.AllocZeroed((nuint)limit, (nuint)sizeof(BatchedMessage));
        _segments = (IoSegment*)NativeMemory.AllocZeroed((nuint)(limit * segmentLimit), (nuint)sizeof(IoSegment));
        for (int i = 0; i < limit; i++)
            _messages[i].Header.Vectors = _segments + (i * segmentLimit);
    }

    /// <summary>Messages that one call sends.</summary>
    public int Limit { get; }

    /// <summary>Where the pieces of a message are to be written.</summary>
    public Span<IoSegment> Segments(int index) => new(_segments + (index * _segmentLimit), _segmentLimit);

    /// <summary>Says how many pieces a message has.</summary>
    public void SetCount(int index, int segments) => _messages[index].Header.VectorCount = (nuint)segments;

    /// <summary>Sends messages without waiting. How many went, at least one; or the negative error number of the first.</summary>
    public int Send(Descriptor socket, int first, int count)
    {
        const int DoNotWait = 0x40;
        return (int)Platform.Result(LibC.SendMessages(socket.Number, _messages + first, (uint)count, DoNotWait));
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        NativeMemory.Free(_messages);
        NativeMemory.Free(_segments);
    }
}

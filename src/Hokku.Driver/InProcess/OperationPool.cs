using Hokku.Abstractions;

namespace Hokku.Driver.InProcess;

/// <summary>Operations for calls that find their socket's own one in use. Bounded: what is too many is left to the collector.</summary>
internal sealed class OperationPool<T>
    where T : StackOperation, new()
{
    private const int Limit = 64;
    private readonly Lock _lock = new();
    private readonly T[] _free = new T[Limit];
    private int _count;

    public T Take()
    {
        lock (_lock)
        {
            if (_count > 0)
                return _free[--_count];
        }

        return new T();
    }

    public void Return(T operation)
    {
        lock (_lock)
        {
            if (_count < Limit)
                _free[_count++] = operation;
        }
    }
}

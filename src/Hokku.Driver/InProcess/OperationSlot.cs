using Hokku.Abstractions;

namespace Hokku.Driver.InProcess;

/// <summary>Keeps one operation for a socket, made when first needed, so that a call allocates nothing; concurrent calls take from the driver's pool.</summary>
internal struct OperationSlot<T>
    where T : StackOperation, new()
{
    private T? _kept;

    public T Take(OperationPool<T> pool) => Interlocked.Exchange(ref _kept, null) ?? pool.Take();

    public void Return(T operation, OperationPool<T> pool)
    {
        if (Interlocked.CompareExchange(ref _kept, operation, null) is not null)
            pool.Return(operation);
    }
}

using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>Work put off to the end of the batch, in the order it was asked for. Intrusive.</summary>
internal sealed class BatchList
{
    private BatchWork? _first;
    private BatchWork? _last;

    public bool IsEmpty => _first is null;

    public void Add(BatchWork work)
    {
        if (work.IsScheduled)
            return;
        work.IsScheduled = true;
        work.NextWork = null;
        if (_last is null)
            _first = work;
        else
            _last.NextWork = work;
        _last = work;
    }

    /// <summary>Runs what was scheduled until now; what that schedules is left for the next time.</summary>
    public void Run()
    {
        for (var end = _last; end is not null;)
        {
            var work = Take();
            if (work is null)
                return;
            if (work == end)
                end = null;
            work.Run();
        }
    }

    public void ForgetAllOf(INetModule module)
    {
        var work = _first;
        _first = _last = null;
        while (work is not null)
        {
            var next = work.NextWork;
            work.IsScheduled = false;
            if (work.Module != module)
                Add(work);
            work = next;
        }
    }

    public void Clear()
    {
        while (Take() is not null)
        {
        }
    }

    private BatchWork? Take()
    {
        if (_first is not { } work)
            return null;
        _first = work.NextWork;
        if (_first is null)
            _last = null;
        work.NextWork = null;
        work.IsScheduled = false;
        return work;
    }
}

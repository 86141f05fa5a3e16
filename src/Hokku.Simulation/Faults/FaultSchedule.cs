namespace Hokku.Simulation;

/// <summary>The faults of a world, in the order they were said. Those that are left out keep their numbers.</summary>
internal sealed class FaultSchedule(World world, IReadOnlySet<int>? only)
{
    private readonly List<Fault> _faults = [];
    private readonly List<(TimeSpan At, string Text, Action Do)> _waiting = [];
    private int _numbers;

    /// <summary>Those that happen.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    public void Add(TimeSpan at, string text, IReadOnlyList<(TimeSpan At, string Text, Action Do)> steps)
    {
        if (at < world.Now)
            throw new SimulationException($"'{text}' cannot happen at {at}: the world is at {world.Now} already.");
        var fault = new Fault(_numbers++, at, text) { Steps = steps };
        if (only is not null && !only.Contains(fault.Number))
            return;
        _faults.Add(fault);
        foreach (var step in steps)
        {
            if (world.HasBegun)
                Arm(step);
            else
                _waiting.Add(step);
        }
    }

    public void Begin()
    {
        foreach (var step in _waiting)
            Arm(step);
        _waiting.Clear();
    }

    private void Arm((TimeSpan At, string Text, Action Do) step) => world.Time.CreateTimer(
        _ =>
        {
            world.Trace.Note("fault", step.Text);
            step.Do();
        },
        null,
        step.At - world.Now,
        Timeout.InfiniteTimeSpan);
}

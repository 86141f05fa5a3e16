using BenchmarkDotNet.Attributes;
using Hokku.Abstractions;
using Hokku.Stack;

namespace Hokku.Benchmarks.Stack;

/// <summary>Arming and cancelling 10,000 timers again and again while a million others are armed. Aim: 20 ns for both.</summary>
[MemoryDiagnoser]
public class TimerWheelBenchmarks : ITimerOwner
{
    public const int WorkingSet = 10_000;

    private readonly TimerWheel _wheel = new();
    private readonly NetTimer[] _timers = new NetTimer[WorkingSet];
    private readonly NetTimer[] _others = new NetTimer[1_000_000];

    INetModule? ITimerOwner.Module => null;

    [GlobalSetup]
    public void Arm()
    {
        var entropy = new SeededEntropy(1);
        for (int i = 0; i < _others.Length; i++)
            _wheel.Arm(_others[i] = new NetTimer(this), 1 + entropy.Below(7_200_000));
        for (int i = 0; i < WorkingSet; i++)
            _wheel.Arm(_timers[i] = new NetTimer(this), 200 + entropy.Below(1000));
    }

    [Benchmark(OperationsPerInvoke = WorkingSet)]
    public void ArmAndCancel()
    {
        for (int i = 0; i < WorkingSet; i++)
        {
            _wheel.Cancel(_timers[i]);
            _wheel.Arm(_timers[i], 200 + (i & 1023));
        }
    }

    void ITimerOwner.TimerExpired(NetTimer timer)
    {
    }
}

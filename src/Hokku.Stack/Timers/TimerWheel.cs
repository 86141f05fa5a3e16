using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>
/// A hierarchical timer wheel: nine levels of 64 slots, so that every <see cref="TimeSpan"/> has a place at ticks of 1 ms. A timer lies in the
/// level of the highest bit in which its tick differs from the present one. Arm and cancel cost O(1); empty slots are skipped by their bits.
/// </summary>
internal sealed class TimerWheel
{
    private const int LevelBits = 6;
    private const int Slots = 1 << LevelBits;
    private const int Levels = 9;

    /// <summary>The list of timers whose tick has come; they can still be cancelled.</summary>
    private const int ExpiredSlot = Levels * Slots;

    // Rings, by their first timer; the first one's previous is the last.
    private readonly NetTimer?[] _slots = new NetTimer?[ExpiredSlot + 1];
    private readonly ulong[] _occupied = new ulong[Levels];
    private uint _levels;

    /// <summary>The tick up to which timers have expired.</summary>
    public long Current { get; private set; }

    /// <summary>How many timers are armed.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them have expired and were not taken yet.</summary>
    public int ExpiredCount { get; private set; }

    /// <summary>The earliest tick at which there may be something to do; long.MaxValue when there is nothing.</summary>
    public long NextTick
    {
        get
        {
            if (_levels == 0)
                return long.MaxValue;
            int level = BitOperations.TrailingZeroCount(_levels);
            int shift = level * LevelBits;
            long slot = BitOperations.TrailingZeroCount(_occupied[level]);
            return (Current >> shift >> LevelBits << LevelBits | slot) << shift;
        }
    }

    /// <summary>Arms the timer for a tick; one that has come already expires at the next <see cref="TakeExpired"/>.</summary>
    public void Arm(NetTimer timer, long tick)
    {
        if (timer.Slot >= 0)
            Unlink(timer);
        else
            Count++;
        timer.DueTick = tick;
        Link(timer);
    }

    public void Cancel(NetTimer timer)
    {
        if (timer.Slot < 0)
            return;
        Unlink(timer);
        Count--;
    }

    /// <summary>Moves the present to a tick; the timers whose tick has come can be taken.</summary>
    public void AdvanceTo(long tick)
    {
        while (Current < tick)
        {
            long next = NextTick;
            if (next > tick)
            {
                Current = tick;
                return;
            }

            Current = next;
            int level = BitOperations.TrailingZeroCount(_levels);
            Relink(level * Slots + BitOperations.TrailingZeroCount(_occupied[level]));
        }
    }

    /// <summary>Takes the timer that expired first; it is not armed any more. Null when there is none.</summary>
    public NetTimer? TakeExpired()
    {
        var timer = _slots[ExpiredSlot];
        if (timer is not null)
            Cancel(timer);
        return timer;
    }

    /// <summary>How many timers of the module are armed. Looks at all.</summary>
    public int CountOf(INetModule module)
    {
        int count = 0;
        foreach (var first in _slots)
        {
            for (var timer = first; timer is not null; timer = Following(timer, first!))
            {
                if (timer.Owner.Module == module)
                    count++;
            }
        }

        return count;
    }

    /// <summary>Cancels the module's timers. Looks at all.</summary>
    public void CancelAllOf(INetModule module) => CancelWhere(module, all: false);

    /// <summary>Cancels every timer.</summary>
    public void Clear() => CancelWhere(null, all: true);

    private void CancelWhere(INetModule? module, bool all)
    {
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            for (var timer = _slots[slot]; timer is not null;)
            {
                var next = Following(timer, _slots[slot]!);
                if (all || timer.Owner.Module == module)
                    Cancel(timer);
                timer = next;
            }
        }
    }

    private static NetTimer? Following(NetTimer timer, NetTimer first) => timer.NextTimer == first ? null : timer.NextTimer;

    /// <summary>Empties a slot of which the first tick is the present one: what is due expires, the rest moves to lower levels.</summary>
    private void Relink(int slot)
    {
        var first = _slots[slot]!;
        Vacate(slot);
        first.PreviousTimer!.NextTimer = null;
        for (var timer = first; timer is not null;)
        {
            var next = timer.NextTimer;
            Link(timer);
            timer = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(NetTimer timer)
    {
        int slot = SlotOf(timer.DueTick);
        timer.Slot = slot;
        if (slot == ExpiredSlot)
            ExpiredCount++;
        ref var first = ref At(slot);
        if (first is null)
        {
            first = timer.NextTimer = timer.PreviousTimer = timer;
            Occupy(slot);
            return;
        }

        var last = first.PreviousTimer!;
        timer.NextTimer = first;
        timer.PreviousTimer = last;
        last.NextTimer = timer;
        first.PreviousTimer = timer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(NetTimer timer)
    {
        int slot = timer.Slot;
        if (slot == ExpiredSlot)
            ExpiredCount--;
        var next = timer.NextTimer!;
        if (next == timer)
        {
            Vacate(slot);
        }
        else
        {
            var previous = timer.PreviousTimer!;
            previous.NextTimer = next;
            next.PreviousTimer = previous;
            ref var first = ref At(slot);
            if (first == timer)
                first = next;
        }

        timer.NextTimer = timer.PreviousTimer = null;
        timer.Slot = -1;
    }

    // Slots come from SlotOf only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref NetTimer? At(int slot) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), slot);

    private int SlotOf(long tick)
    {
        if (tick <= Current)
            return ExpiredSlot;
        int level = BitOperations.Log2((ulong)(tick ^ Current)) / LevelBits;
        return level * Slots + (int)(tick >> (level * LevelBits) & (Slots - 1));
    }

    private void Occupy(int slot)
    {
        if (slot == ExpiredSlot)
            return;
        int level = slot >> LevelBits;
        _occupied[level] |= 1UL << slot;
        _levels |= 1u << level;
    }

    private void Vacate(int slot)
    {
        _slots[slot] = null;
        if (slot == ExpiredSlot)
            return;
        int level = slot >> LevelBits;
        if ((_occupied[level] &= ~(1UL << slot)) == 0)
            _levels &= ~(1u << level);
    }
}

namespace Hokku.Abstractions;

/// <summary>One named number that only goes up. Written inside the stack, readable from anywhere.</summary>
public sealed class Counter(string name)
{
    private long _value;

    public string Name { get; } = name;

    public long Value => Volatile.Read(ref _value);

    public void Add(long amount = 1) => _value += amount;
}

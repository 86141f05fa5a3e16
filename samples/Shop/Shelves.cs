namespace Shop;

/// <summary>What is left, by item.</summary>
public sealed class Shelves
{
    private readonly Dictionary<string, int> _left = [];

    public bool TryTake(string item, int count, out int left)
    {
        lock (_left)
        {
            left = _left.GetValueOrDefault(item, 10);
            if (count < 1 || count > left)
                return false;
            _left[item] = left -= count;
            return true;
        }
    }
}

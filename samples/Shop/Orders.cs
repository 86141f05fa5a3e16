using System.Collections.Concurrent;

namespace Shop;

/// <summary>The orders that were taken.</summary>
public sealed class Orders
{
    private readonly ConcurrentDictionary<int, Order> _orders = [];

    public int Count => _orders.Count;

    public bool Add(Order order) => _orders.TryAdd(order.Id, order);

    public Order? Find(int id) => _orders.GetValueOrDefault(id);
}

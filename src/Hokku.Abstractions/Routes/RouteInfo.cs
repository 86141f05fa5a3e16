using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>
/// The seed's net_route_info: a target, and the best route for it, whatever happens to the table. Valid while registered
/// with a table; the route is found again when the table's generation has moved on, so that a change costs nothing for those who do not send.
/// </summary>
public sealed class RouteInfo
{
    private IRouteTable? _table;
    private NetRoute? _route;
    private long _generation;
    private int _interfaceIndex;
    private NetAddress _target;

    public bool IsRegistered => _table is not null;

    public ref readonly NetAddress Target => ref _target;

    /// <summary>The best route now, or null when there is none.</summary>
    public NetRoute? Route => _table is null || _generation == _table.Generation ? _route : Find(_table);

    /// <summary>Called by the table.</summary>
    public void Attach(IRouteTable table, in NetAddress target, int interfaceIndex)
    {
        _table = table;
        _target = target;
        _interfaceIndex = interfaceIndex;
        Find(table);
    }

    /// <summary>Called by the table.</summary>
    public void Detach()
    {
        _table = null;
        _route = null;
    }

    private NetRoute? Find(IRouteTable table)
    {
        _generation = table.Generation;
        return _route = table.Find(_target, _interfaceIndex);
    }
}

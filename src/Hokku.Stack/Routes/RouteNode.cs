namespace Hokku.Stack;

/// <summary>What a place in a <see cref="RouteTrie"/> holds: one prefix, or a branch where there are several.</summary>
internal abstract class RouteNode;

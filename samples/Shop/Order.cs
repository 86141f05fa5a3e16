namespace Shop;

/// <summary>Somebody wants something.</summary>
public sealed record Order(int Id, string Item, int Count, DateTimeOffset TakenAt);

namespace Hokku.AspNetCore.Hosting;

/// <summary>One call of AddHokku.</summary>
internal sealed record HokkuRegistration(string Name);

namespace Hokku.Simulation;

/// <summary>Lets a partition be written as <c>"a" | "b"</c>.</summary>
public static class SidesOfStrings
{
    extension(string)
    {
        public static Sides operator |(string left, string right) => Sides.Of(left) | Sides.Of(right);
    }
}

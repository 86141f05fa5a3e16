namespace Hokku.Driver;

/// <summary>A driver cannot be published or reached: what is wrong, and what would be right.</summary>
public sealed class DriverException : Exception
{
    public DriverException(string message)
        : base(message)
    {
    }

    public DriverException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

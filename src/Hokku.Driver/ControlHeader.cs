namespace Hokku.Driver;

/// <summary>What stands before each item of ancillary data: three 32-bit numbers; the octets follow without padding.</summary>
/// <param name="Level">A SocketLevel.</param>
/// <param name="Type">What it is, among those of the level: an option's number.</param>
/// <param name="Length">Octets that follow.</param>
public readonly record struct ControlHeader(int Level, int Type, int Length)
{
    public const int Size = 12;
}

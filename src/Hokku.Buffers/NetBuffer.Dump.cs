using System.Text;

namespace Hokku.Buffers;

/// <content>For people who debug.</content>
public sealed unsafe partial class NetBuffer
{
    private const int DumpedOctets = 512;
    private const int OctetsPerLine = 16;

    /// <summary>The addresses, the pieces of memory and the first 512 octets, as text.</summary>
    public string Dump()
    {
        ThrowIfFree();
        var text = new StringBuilder();
        text.AppendLine($"{Source} -> {Destination}, {_size} octets, protocol {Protocol}, type {FrameType:x4}, flags {Flags}, interface {InterfaceIndex}");
        foreach (ref readonly var node in Nodes)
        {
            text.Append($"  chunk {(nint)node.Chunk:x}: {node.Start}..{node.End} of {node.Chunk->Capacity}, {node.Chunk->References} references");
            text.AppendLine(node.Chunk->IsForeign ? ", foreign" : $", room {node.HeadRoom} + {node.TailRoom}");
        }
        var octets = new byte[Math.Min(_size, DumpedOctets)];
        Read(0, octets);
        for (var at = 0; at < octets.Length; at += OctetsPerLine)
            text.AppendLine($"  {at:x4}  {Convert.ToHexStringLower(octets, at, Math.Min(OctetsPerLine, octets.Length - at))}");
        return text.ToString();
    }

    public override string ToString() => $"{Source} -> {Destination}, {_size} octets";
}

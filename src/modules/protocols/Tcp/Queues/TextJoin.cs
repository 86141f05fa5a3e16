using Hokku.Buffers;

namespace Hokku.Protocols.Tcp;

/// <summary>Puts pieces of text together: small ones are copied, so that tiny segments do not hold a chunk each; others share their chunks.</summary>
internal static class TextJoin
{
    private const int CopiedOctets = 512;

    /// <summary>Adds a buffer's text behind another's only if copying it costs no chunk. Frees it then.</summary>
    public static bool TryCopyBehind(NetBuffer text, NetBuffer next)
    {
        if (next.Size > CopiedOctets || text.TailRoom < next.Size || !next.TryPeek(next.Size, out var octets) || !text.TryAppend(octets))
            return false;
        next.Free();
        return true;
    }

    /// <summary>Adds a buffer's text behind another's, whatever it costs.</summary>
    public static void Behind(NetBuffer text, NetBuffer next)
    {
        if (!TryCopyBehind(text, next))
            text.Append(next);
    }

    /// <summary>Adds a buffer's text in front of another's.</summary>
    public static void InFront(NetBuffer text, NetBuffer before)
    {
        if (before.Size <= CopiedOctets && before.TryPeek(before.Size, out var octets) && text.TryPrepend(octets))
            before.Free();
        else
            text.Prepend(before);
    }
}

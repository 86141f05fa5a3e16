namespace Hokku.Linux;

/// <summary>A descriptor that ends another thread's poll (eventfd).</summary>
public sealed class WakeUp : IDisposable
{
    private const int CloseOnExecNonBlocking = 0x80800;

    private readonly Descriptor _descriptor;

    /// <exception cref="LinuxException">No descriptor is to be had.</exception>
    public WakeUp()
    {
        Platform.RequireLinux();
        _descriptor = Platform.Check(LibC.EventDescriptor(0, CloseOnExecNonBlocking), "eventfd");
    }

    /// <summary>What to poll for <see cref="PollEvents.Read"/>.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Ends the present poll, or the next one. From any thread; after Dispose it does nothing.</summary>
    public void Wake()
    {
        var added = false;
        try
        {
            _descriptor.DangerousAddRef(ref added);
            ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
            _descriptor.Write(one);
        }
        catch (ObjectDisposedException)
        {
            // Nobody polls any more.
        }
        finally
        {
            if (added)
                _descriptor.DangerousRelease();
        }
    }

    /// <summary>Forgets wake-ups that have come.</summary>
    public void Clear()
    {
        Span<byte> count = stackalloc byte[8];
        _descriptor.Read(count);
    }

    public void Dispose() => _descriptor.Dispose();
}

namespace Hokku.Buffers;

/// <summary>The owner of memory that a buffer refers to without having copied it.</summary>
public interface IForeignMemory
{
    /// <summary>The last buffer that referred to the memory is gone. May be called on any thread.</summary>
    /// <param name="cookie">What was given to <see cref="NetBuffer.TryAssociate"/>.</param>
    void Release(nint cookie);
}

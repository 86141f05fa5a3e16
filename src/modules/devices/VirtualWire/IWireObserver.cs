using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Devices.VirtualWire;

/// <summary>Sees what becomes of each frame that is put on a wire, for traces and simulations.</summary>
public interface IWireObserver
{
    /// <summary>A frame was put on the wire. Called under the direction's lock: look, and neither wait nor send.</summary>
    /// <param name="wire">The wire.</param>
    /// <param name="fromEnd">The end that it came from.</param>
    /// <param name="frame">Not to be changed or kept.</param>
    /// <param name="fate">Why it will not arrive; None when it will.</param>
    /// <param name="delay">When it will arrive, from now.</param>
    void Launched(VirtualWire wire, int fromEnd, NetBuffer frame, DropReason fate, TimeSpan delay);
}

using Hokku.Wire.Control;

namespace Hokku.Driver;

/// <summary>Who is told that a socket may be ready for something.</summary>
public interface IDriverSink
{
    /// <summary>Called from any thread, perhaps one that carries packets: be quick, never wait, run no user's code. Events may be told once too often, never too seldom.</summary>
    void Ready(SocketEvents events);
}

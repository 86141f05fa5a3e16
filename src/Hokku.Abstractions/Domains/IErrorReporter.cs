using Hokku.Buffers;

namespace Hokku.Abstractions;

/// <summary>
/// Who tells senders that their packets could not be delivered: the domain's control protocol (ICMP). The domain protocol finds it as the receiver of
/// the control protocol's number, so that neither knows the other.
/// </summary>
public interface IErrorReporter
{
    /// <summary>
    /// Answers a packet that came in, when the rules and limits of the protocol admit it. The buffer stays the caller's: it begins with its
    /// network header, or has that stored (<see cref="NetBuffer.StoreHeader"/>).
    /// </summary>
    void Report(in NetworkError error, NetBuffer cause);
}

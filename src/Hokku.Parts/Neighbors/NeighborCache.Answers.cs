using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Parts;

/// <content>Asking, and what is made of the answers.</content>
public sealed partial class NeighborCache
{
    /// <summary>A neighbour has told its link address; when it is new, it becomes known only if it has something to say to us (RFC 826).</summary>
    public NeighborNews Heard(in NetAddress address, EthernetAddress linkAddress, bool mayCreate)
    {
        if (Find(address) is not { } neighbor)
        {
            if (!mayCreate)
                return NeighborNews.Ignored;
            neighbor = Add(Key(address));
            Resolve(neighbor, linkAddress);
            _known.AddUnused(neighbor);
            return NeighborNews.Accepted;
        }

        var isSame = neighbor.LinkAddress == linkAddress;
        switch (neighbor.State)
        {
            case NeighborState.Permanent:
                return isSame ? NeighborNews.Accepted : NeighborNews.Refused;
            case NeighborState.Reachable when !isSame && _stack.Now - neighbor.Confirmed <= _options.ReachableTime:
            case NeighborState.Probing when !isSame && neighbor.Asked < _options.Tries:
                // Heard of a moment ago at another place: the one we know may object first.
                neighbor.Candidate = linkAddress;
                StartAsking(neighbor, NeighborState.Verifying);
                return NeighborNews.Doubted;
            case NeighborState.Verifying when !isSame:
                return neighbor.Candidate == linkAddress ? NeighborNews.Doubted : NeighborNews.Refused;
            default:
                Resolve(neighbor, linkAddress);
                return NeighborNews.Accepted;
        }
    }

    internal void TimerExpired(Neighbor neighbor)
    {
        switch (neighbor.State)
        {
            case NeighborState.Verifying when neighbor.Asked >= 2:
                // The old one is silent: believe the new one, if it answers in its turn.
                neighbor.LinkAddress = neighbor.Candidate;
                StartAsking(neighbor, NeighborState.Probing);
                break;
            case NeighborState.Failed:
                // Refused for long enough: the next packet asks again. Until one comes there is nothing to know.
                neighbor.State = NeighborState.Incomplete;
                neighbor.Asked = 0;
                break;
            case NeighborState.Incomplete or NeighborState.Probing when neighbor.Asked >= _options.Tries:
                Fail(neighbor);
                break;
            default:
                AskAgain(neighbor);
                break;
        }
    }

    private void StartAsking(Neighbor neighbor, NeighborState state)
    {
        neighbor.State = state;
        neighbor.Asked = 0;
        AskAgain(neighbor);
    }

    private void AskAgain(Neighbor neighbor)
    {
        neighbor.Asked++;
        var isLast = neighbor.Asked >= _options.Tries;
        _stack.Arm(neighbor.Timer, isLast ? 2 * _options.RetryTime : _options.RetryTime);

        // The last question about one that is silent goes to everybody: it may have moved.
        var everybody = neighbor.State == NeighborState.Incomplete || (neighbor.State == NeighborState.Probing && isLast);
        _link.Ask(neighbor, everybody ? null : neighbor.LinkAddress);
    }

    private void Fail(Neighbor neighbor)
    {
        neighbor.State = NeighborState.Failed;
        neighbor.LinkAddress = default;
        MoveTo(_unresolved, _options.UnresolvedLimit, neighbor);
        var refusal = TimeSpan.FromSeconds(1 << Math.Min(neighbor.Failures++, 10));
        _stack.Arm(neighbor.Timer, refusal < _options.LongestRefusal ? refusal : _options.LongestRefusal);

        // Reports may come back here through the stack; the list is ours alone by then.
        var waiting = neighbor.Waiting;
        neighbor.Waiting = default;
        neighbor.WaitingOctets = 0;
        _waiting -= waiting.Count;
        while (waiting.TryDequeue(out var buffer))
        {
            _link.ReportUnreachable(buffer);
            _stack.Drop(buffer, DropReason.NeighborUnreachable, _statistics);
        }
    }

    /// <summary>The link address is known: waiting packets go.</summary>
    private void Resolve(Neighbor neighbor, EthernetAddress linkAddress)
    {
        _stack.Cancel(neighbor.Timer);
        neighbor.LinkAddress = linkAddress;
        neighbor.State = NeighborState.Reachable;
        neighbor.Confirmed = _stack.Now;
        neighbor.Failures = neighbor.Asked = 0;
        MoveTo(_known, _options.Limit, neighbor);
        var waiting = neighbor.Waiting;
        neighbor.Waiting = default;
        neighbor.WaitingOctets = 0;
        _waiting -= waiting.Count;
        while (waiting.TryDequeue(out var buffer))
            _link.Transmit(buffer, linkAddress);
    }
}

namespace Hokku.Protocols.Tcp;

/// <summary>F-RTO with selective acknowledgments (RFC 5682, 3): after a time-out, first finds out whether anything was lost at all.</summary>
internal struct ForwardRto
{
    private enum Step : byte
    {
        Off,

        /// <summary>The first segment was sent again.</summary>
        Retransmitted,

        /// <summary>New segments were sent after it.</summary>
        SentNew,
    }

    private Step _step;

    /// <summary>New data go, and nothing else again, until it is known.</summary>
    public readonly bool HoldsRetransmissions => _step == Step.SentNew;

    public void Begin() => _step = Step.Retransmitted;

    public void Stop() => _step = Step.Off;

    /// <summary>An acknowledgment arrives.</summary>
    /// <param name="originals">Octets delivered that were sent once, before the time-out.</param>
    /// <param name="isAdvancing">SND.UNA has moved.</param>
    /// <param name="isSelective">Something was delivered out of order.</param>
    /// <param name="maySendNew">There are new data that windows admit.</param>
    /// <returns>Whether the time-out was spurious: what it took for lost arrives by itself.</returns>
    public bool Acknowledged(int originals, bool isAdvancing, bool isSelective, bool maySendNew)
    {
        if (_step == Step.Off)
            return false;
        if (originals > 0)
        {
            _step = Step.Off;
            return true;
        }

        // Steps 2 and 3: new data are sent once; what they bring back shows who was right.
        if (_step == Step.Retransmitted && isAdvancing && !isSelective && maySendNew)
            _step = Step.SentNew;
        else if (isAdvancing || isSelective)
            _step = Step.Off;
        return false;
    }
}

namespace Hokku.Protocols.Tcp;

/// <summary>The largest of the samples of the last rounds: two halves of the window, of which the older one goes as a whole.</summary>
internal struct RoundMaximum
{
    private long _older;
    private long _newer;
    private long _since;

    public readonly long Value => Math.Max(_older, _newer);

    public void Add(long sample, long round, int rounds)
    {
        int half = Math.Max(rounds / 2, 1);
        if (round - _since >= 2 * half)
            (_older, _newer, _since) = (0, 0, round);
        else if (round - _since >= half)
            (_older, _newer, _since) = (_newer, 0, round);
        _newer = Math.Max(_newer, sample);
    }
}

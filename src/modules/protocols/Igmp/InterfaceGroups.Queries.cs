using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Igmp;

namespace Hokku.Protocols.Igmp;

/// <content>Routers ask; members answer after a random delay.</content>
internal sealed partial class InterfaceGroups
{
    private const int AskedSourcesLimit = 256;
    private static readonly TimeSpan QueryInterval = TimeSpan.FromSeconds(125);

    public void Asked(in IgmpQuery query)
    {
        var now = _owner.Stack.Now;
        if (query.Version < 3)
            OldRouter(query, now);
        else if (query.Robustness > 1)
            _robustness = query.Robustness;
        var delay = RandomDelay(query.MaximumResponseTime);
        if (query.Group.IsAny)
            AskedAll(delay, query.MaximumResponseTime);
        else if (_groups.TryGetValue(query.Group, out var state) && !state.Filter.IsNothing)
            AskedGroup(state, query, delay);
    }

    /// <summary>RFC 2236, 3: another member has answered for the group; that is enough for routers of old.</summary>
    public void ReportedByOther(IPv4Address group)
    {
        if (Version < 3 && _groups.TryGetValue(group, out var state))
            _owner.Stack.Cancel(state.Response);
    }

    /// <summary>The delay of an answer has passed.</summary>
    public void Respond(GroupState state)
    {
        if (Version < 3)
        {
            SendOldReport(state);
            return;
        }

        AddCurrentState(state);
        _writer.Flush();
    }

    public void TimerExpired(NetTimer timer)
    {
        foreach (var state in _groups.Values)
        {
            state.AskedSources.Clear();
            if (!state.Filter.IsNothing)
                AddCurrentState(state);
        }

        _writer.Flush();
    }

    /// <summary>RFC 3376, 7.2.1: from now on, and until well after its last query, the older version is spoken.</summary>
    private void OldRouter(in IgmpQuery query, TimeSpan now)
    {
        int before = Version;
        var until = now + (_robustness * QueryInterval) + TimeSpan.FromSeconds(10);
        if (query.Version == 1)
            _version1Until = until;
        else
            _version2Until = until;
        if (Version == before)
            return;
        _owner.Stack.Cancel(_response);
        foreach (var state in _groups.Values)
        {
            state.ModeReports = 0;
            state.SourceReports.Clear();
            _owner.Stack.Cancel(state.Change);
            _owner.Stack.Cancel(state.Response);
        }
    }

    private void AskedAll(TimeSpan delay, TimeSpan maximum)
    {
        if (Version < 3)
        {
            // Each group for itself, so that others may answer instead.
            foreach (var state in _groups.Values)
            {
                if (!state.Filter.IsNothing)
                    ArmNoLater(state.Response, RandomDelay(maximum));
            }

            return;
        }

        // RFC 3376, 5.2, rule 1: an answer about everything that comes sooner is enough.
        ArmNoLater(_response, delay);
    }

    private void AskedGroup(GroupState state, in IgmpQuery query, TimeSpan delay)
    {
        if (Version == 3 && _response.IsArmed && _response.Due <= _owner.Stack.Now + delay)
            return;
        bool whole = query.SourceCount == 0 || (state.Response.IsArmed && state.AskedSources.Count == 0);
        if (whole || state.AskedSources.Count + query.SourceCount > AskedSourcesLimit)
            state.AskedSources.Clear();
        else
        {
            for (int i = 0; i < query.SourceCount; i++)
                state.AskedSources.Add(new(query.Source(i)));
        }

        ArmNoLater(state.Response, delay);
    }

    private void ArmNoLater(NetTimer timer, TimeSpan delay)
    {
        if (!timer.IsArmed || timer.Due > _owner.Stack.Now + delay)
            _owner.Stack.Arm(timer, delay);
    }

    /// <summary>RFC 3376, 5.2: the state, or of the sources asked for those that are wanted.</summary>
    private void AddCurrentState(GroupState state)
    {
        if (state.Filter.IsNothing)
            return;
        if (state.AskedSources.Count == 0)
        {
            _writer.Add(state.Filter.Excludes ? IgmpRecordType.ModeIsExclude : IgmpRecordType.ModeIsInclude, state.Group, state.Filter.Sources);
            return;
        }

        List<NetAddress> wanted = [.. state.AskedSources.Where(source => state.Filter.Admits(source))];
        state.AskedSources.Clear();
        if (wanted.Count > 0)
            _writer.Add(IgmpRecordType.ModeIsInclude, state.Group, wanted);
    }
}

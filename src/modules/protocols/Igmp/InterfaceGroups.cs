using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Igmp;

namespace Hokku.Protocols.Igmp;

/// <summary>The groups of one interface and its dialogue with the routers there (RFC 3376, 5 and 7.2).</summary>
internal sealed partial class InterfaceGroups : ITimerOwner
{
    // RFC 3376, 8.1, 8.11; RFC 2236, 8.10.
    private const int DefaultRobustness = 2;
    private static readonly TimeSpan UnsolicitedInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnsolicitedIntervalOld = TimeSpan.FromSeconds(10);

    private readonly IgmpModule _owner;
    private readonly Dictionary<IPv4Address, GroupState> _groups = [];
    private readonly ReportWriter _writer;
    private readonly NetTimer _response;
    private int _robustness = DefaultRobustness;
    private TimeSpan _version1Until;
    private TimeSpan _version2Until;

    public InterfaceGroups(IgmpModule owner, INetInterface netInterface)
    {
        _owner = owner;
        Interface = netInterface;
        _writer = new(owner, netInterface);
        _response = new(this);
    }

    public INetInterface Interface { get; }

    public INetModule Module => _owner;

    /// <summary>The version that the oldest router on the link understands (RFC 3376, 7.2.1).</summary>
    private int Version => _owner.Stack.Now < _version1Until ? 1 : _owner.Stack.Now < _version2Until ? 2 : 3;

    /// <summary>The interface's filter for a group has changed: said at once, and again a few times at random moments.</summary>
    public void Change(IPv4Address group, GroupFilter before, GroupFilter after)
    {
        if (!_groups.TryGetValue(group, out var state))
            _groups[group] = state = new(group, this) { Filter = before };
        state.Filter = after;
        if (Version < 3)
        {
            ChangeOld(state, before.IsNothing, after.IsNothing);
            return;
        }

        if (before.Excludes != after.Excludes)
        {
            state.ModeReports = _robustness;
            state.SourceReports.Clear();
        }
        else
        {
            foreach (var source in before.Sources.Concat(after.Sources))
            {
                if (before.Contains(source) != after.Contains(source))
                    state.SourceReports[source] = _robustness;
            }
        }

        ReportChange(state);
    }

    /// <summary>Reports what has changed and is to be reported still; called again by the timer.</summary>
    public void ReportChange(GroupState state)
    {
        if (Version < 3)
        {
            if (!state.Filter.IsNothing)
                SendOldReport(state);
            return;
        }

        AddChangeRecords(state);
        _writer.Flush();
        if (state.HasChanges)
            Arm(state.Change, UnsolicitedInterval);
        else if (state.Filter.IsNothing)
            Forget(state);
    }

    private void AddChangeRecords(GroupState state)
    {
        if (state.ModeReports > 0)
        {
            state.ModeReports--;
            // The mode's record carries the whole list: what its sources had to say goes with it.
            _writer.Add(state.Filter.Excludes ? IgmpRecordType.ChangeToExclude : IgmpRecordType.ChangeToInclude, state.Group, state.Filter.Sources);
            Count(state.SourceReports);
            return;
        }

        List<NetAddress> allowed = [], blocked = [];
        foreach (var source in state.SourceReports.Keys)
            (state.Filter.Admits(source) ? allowed : blocked).Add(source);
        Count(state.SourceReports);
        if (allowed.Count > 0)
            _writer.Add(IgmpRecordType.AllowNewSources, state.Group, allowed);
        if (blocked.Count > 0)
            _writer.Add(IgmpRecordType.BlockOldSources, state.Group, blocked);
    }

    private static void Count(Dictionary<NetAddress, int> reports)
    {
        foreach (var source in reports.Keys.ToArray())
        {
            if (--reports[source] <= 0)
                reports.Remove(source);
        }
    }

    /// <summary>RFC 2236, 3: a join is reported twice, a leave told to routers of version 2.</summary>
    private void ChangeOld(GroupState state, bool wasNothing, bool isNothing)
    {
        if (wasNothing && !isNothing)
        {
            SendOldReport(state);
            Arm(state.Change, UnsolicitedIntervalOld);
        }
        else if (isNothing && !wasNothing)
        {
            if (Version == 2)
                _writer.SendOld(IgmpType.Leave, state.Group);
            Forget(state);
        }
    }

    private void SendOldReport(GroupState state) => _writer.SendOld(Version == 1 ? IgmpType.ReportV1 : IgmpType.ReportV2, state.Group);

    private void Forget(GroupState state)
    {
        _owner.Stack.Cancel(state.Change);
        _owner.Stack.Cancel(state.Response);
        _groups.Remove(state.Group);
    }

    /// <summary>At a random moment within the interval.</summary>
    private void Arm(NetTimer timer, TimeSpan within) => _owner.Stack.Arm(timer, RandomDelay(within));

    private TimeSpan RandomDelay(TimeSpan within) =>
        TimeSpan.FromMilliseconds(1 + _owner.Stack.Entropy.Below((uint)Math.Max(1, within.TotalMilliseconds)));
}

using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Igmp;

/// <summary>What one interface listens to in one group, and what is still to be said about it.</summary>
internal sealed class GroupState(IPv4Address group, InterfaceGroups owner) : ITimerOwner
{
    private const int ChangeTimer = 1;

    public IPv4Address Group { get; } = group;

    public GroupFilter Filter { get; set; } = GroupFilter.Nothing;

    /// <summary>How often a change of mode is still to be reported (RFC 3376, 5.1).</summary>
    public int ModeReports { get; set; }

    /// <summary>How often the change of each source is still to be reported.</summary>
    public Dictionary<NetAddress, int> SourceReports { get; } = [];

    /// <summary>Sources that a router asked for; empty when it asked for the whole group.</summary>
    public HashSet<NetAddress> AskedSources { get; } = [];

    public NetTimer Response => field ??= new(this);

    public NetTimer Change => field ??= new(this, ChangeTimer);

    public INetModule? Module => owner.Module;

    public bool HasChanges => ModeReports > 0 || SourceReports.Count > 0;

    public void TimerExpired(NetTimer timer)
    {
        if (timer.Kind == ChangeTimer)
            owner.ReportChange(this);
        else
            owner.Respond(this);
    }
}

namespace Hokku.Testing;

/// <summary>What a campaign has done and found.</summary>
/// <param name="Frames">Frames that went in.</param>
/// <param name="Dropped">Those that were dropped, by the count of the monitor that saw each.</param>
/// <param name="Answers">Frames that came out.</param>
/// <param name="Connections">TCP connections that came to life.</param>
/// <param name="OctetsRead">Octets that users read.</param>
/// <param name="AllocatedOctets">Octets allocated on the campaign's thread after it had warmed up.</param>
/// <param name="PeakChunks">The most buffer chunks in use at once.</param>
/// <param name="Imbalances">Sums that do not add up, in words; empty when all do.</param>
public sealed record CampaignReport(
    long Frames, long Dropped, long Answers, long Connections, long OctetsRead, long AllocatedOctets, long PeakChunks, IReadOnlyList<string> Imbalances);

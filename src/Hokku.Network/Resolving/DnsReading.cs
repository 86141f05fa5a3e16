using System.Net;
using Hokku.Wire.Addresses;
using Hokku.Wire.Dns;

namespace Hokku.Network;

/// <summary>Reads what concerns a question out of an answer: the chain of aliases and the records at its end, and nothing else that the server may have put in.</summary>
internal static class DnsReading
{
    private const int ChainLimit = 16;

    /// <summary>Null when the server refuses, fails, or talks nonsense.</summary>
    public static DnsAnswer? Read(ReadOnlySpan<byte> octets, string name, DnsType type)
    {
        if (!DnsMessage.TryParse(octets, out var message) || message.ResponseCode is not (DnsResponseCode.NoError or DnsResponseCode.NameError))
            return null;
        var all = Answers(message, out var negativeAge);
        if (all is null)
            return null;
        var records = new List<ResolvedRecord>();
        string owner = name;
        for (int links = 0; links < ChainLimit && all.Find(record => record.Type == "CNAME" && DnsName.AreEqual(record.Name, owner)) is { } alias && type != DnsType.Cname; links++)
        {
            records.Add(alias);
            owner = alias.Target!;
        }

        string wanted = TypeName(type);
        records.AddRange(all.Where(record => record.Type == wanted && DnsName.AreEqual(record.Name, owner)));
        var age = records.Count > 0 ? records.Min(record => record.TimeToLive) : negativeAge;
        return new DnsAnswer(message.ResponseCode == DnsResponseCode.NoError, records, age);
    }

    public static string TypeName(DnsType type) => type switch
    {
        DnsType.A => "A",
        DnsType.Aaaa => "AAAA",
        DnsType.Cname => "CNAME",
        DnsType.Ptr => "PTR",
        _ => type.ToString().ToUpperInvariant(),
    };

    private static List<ResolvedRecord>? Answers(DnsMessage message, out TimeSpan negativeAge)
    {
        var found = new List<ResolvedRecord>();
        negativeAge = TimeSpan.Zero;
        var records = message.Records;
        while (records.MoveNext())
        {
            var record = records.Current;
            if (record.Section == DnsSection.Authority && record.TryGetNegativeTimeToLive(out int seconds))
                negativeAge = TimeSpan.FromSeconds(seconds);
            if (record.Section == DnsSection.Answer && record.Class == DnsClass.Internet && Value(record) is { } value)
                found.Add(value);
        }

        return records.IsMalformed ? null : found;
    }

    private static ResolvedRecord? Value(DnsRecord record)
    {
        if (!record.TryGetName(out string? name))
            return null;

        // The random letter case of the question comes back in every name that the server compresses against it: not for users' eyes.
        name = name.ToLowerInvariant();
        var age = TimeSpan.FromSeconds(record.TimeToLive);
        string type = TypeName(record.Type);
        if (record.TryGetIPv4(out var address))
            return new ResolvedRecord(name, type, new NetAddress(address).ToIPAddress(), null, age);
        if (record.TryGetIPv6(out var octets))
            return new ResolvedRecord(name, type, new IPAddress(octets), null, age);
        return record.TryGetTarget(out string? target) ? new ResolvedRecord(name, type, null, target.ToLowerInvariant(), age) : null;
    }
}

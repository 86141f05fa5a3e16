using Hokku.Fuzz;
using Hokku.Testing;
using SharpFuzz;

// hokku-fuzz TARGET                 run under a fuzzer that speaks libFuzzer's protocol
// hokku-fuzz TARGET COUNT [SEED]    mutate the corpus in this process; "all" takes every target
// hokku-fuzz corpus FOLDER          write the seeds as files
// hokku-fuzz campaign COUNT [SEED]  mutated frames and live connections against a whole stack
string name = args.Length > 0 ? args[0] : "";
if (name == "corpus" && args.Length == 2)
    return WriteCorpus(args[1]);
if (name != "all" && name != "campaign" && !ParserTargets.ByName.ContainsKey(name))
    return Refuse($"'{name}' is no target; there are: all, campaign, {string.Join(", ", ParserTargets.ByName.Keys)}, or 'corpus FOLDER'.");
if (args.Length == 1 && name is not ("all" or "campaign"))
{
    Fuzzer.LibFuzzer.Run(ParserTargets.ByName[name].Invoke);
    return 0;
}

int seed = Environment.TickCount;
if (args.Length < 2 || !long.TryParse(args[1], out long count) || count < 1 || (args.Length > 2 && !int.TryParse(args[2], out seed)))
    return Refuse("A count of mutations is needed, and the seed, where there is one, is a number: hokku-fuzz all 1000000 7");
if (name == "campaign")
    return Campaign(count, (ulong)seed);
foreach (string target in name == "all" ? ParserTargets.ByName.Keys.ToArray() : [name])
{
    if (!Mutate(target, count, seed))
        return 1;
}

return 0;

static bool Mutate(string target, long count, int seed)
{
    var mutator = new Mutator(seed);
    byte[][] seeds = Corpus.Of(target);
    for (long i = 0; i < count; i++)
    {
        byte[] octets = mutator.Mutate(seeds[i % seeds.Length]);
        try
        {
            ParserTargets.ByName[target](octets);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"{target}: seed {seed}, mutation {i}, octets {Convert.ToHexStringLower(octets)}\n{exception}");
            return false;
        }
    }

    Console.WriteLine($"{target}: {count} mutations with seed {seed} survived");
    return true;
}

static int Campaign(long count, ulong seed)
{
    using var campaign = new MutationCampaign(seed);
    campaign.Run(count);
    var report = campaign.Finish(allocated: 0);
    Console.WriteLine($"campaign: {report.Frames} frames with seed {seed} survived, {report.Dropped} dropped, {report.Connections} connections");
    foreach (string imbalance in report.Imbalances)
        Console.Error.WriteLine(imbalance);
    return report.Imbalances.Count == 0 ? 0 : 1;
}

static int WriteCorpus(string folder)
{
    foreach (string target in ParserTargets.ByName.Keys)
    {
        byte[][] seeds = Corpus.Of(target);
        Directory.CreateDirectory(Path.Combine(folder, target));
        for (int i = 0; i < seeds.Length; i++)
            File.WriteAllBytes(Path.Combine(folder, target, $"{i}.bin"), seeds[i]);
    }

    return 0;
}

static int Refuse(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}

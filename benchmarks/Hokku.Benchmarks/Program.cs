using System.Globalization;
using BenchmarkDotNet.Running;
using Hokku.Benchmarks.Ceiling;
using Hokku.Benchmarks.Compare;
using Hokku.Benchmarks.Parts;
using Hokku.Benchmarks.Tap;

switch (args)
{
    case ["tap", .. var rest]:
        if (TapComparison.Obstacle() is { } obstacle)
        {
            Console.Error.WriteLine($"TCP over TAP cannot be measured here: {obstacle}.");
            return 1;
        }

        int rounds = rest is [var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : 5;
        foreach (string line in TapComparison.Run(rounds, seconds: 3).Table())
            Console.WriteLine(line);
        return 0;
    case ["ceiling", .. var rest]:
        int mtu = rest.FirstOrDefault(word => word.StartsWith("mtu=", StringComparison.Ordinal)) is { } given ? int.Parse(given[4..], CultureInfo.InvariantCulture) : 1500;
        CeilingComparison.Run(rest.Contains("offload"), mtu, rounds: 5, seconds: 1, rest.FirstOrDefault(word => word.Contains(' ')));
        return 0;
    case ["compare", .. var rest]:
        return CompareProgram.Compare(rest);
    case ["subject", .. var rest]:
        return CompareProgram.Subject(rest);
    case ["client", .. var rest]:
        return CompareProgram.Client(rest);
    case ["memory"]:
        MemoryFlow.Compare(rounds: 5, seconds: 1);
        return 0;
    case ["parts"]:
        foreach (var figure in PartFigures.Measure())
            Console.WriteLine(figure);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}

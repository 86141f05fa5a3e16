using System.Globalization;
using BenchmarkDotNet.Running;
using Hokku.Benchmarks.Ceiling;
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
        using (var flow = new CeilingFlow(offload: rest.Contains("offload")))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Linux to ceiling {flow.Receive(2):F2} Gbit/s, ceiling to Linux {flow.Send(2):F2} Gbit/s, round trip {flow.RoundTrips(20000)[10000]:F1} us"));
        }

        return 0;
    case ["parts"]:
        foreach (var figure in PartFigures.Measure())
            Console.WriteLine(figure);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}

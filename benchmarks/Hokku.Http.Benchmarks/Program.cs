using System.Globalization;
using Hokku.Http.Benchmarks;

int rounds = args is [var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : 5;
int seconds = args is [_, var length, ..] ? int.Parse(length, CultureInfo.InvariantCulture) : 3;
using (var both = new InProcess())
{
    foreach (string line in both.Run(rounds, seconds))
        Console.WriteLine(line);
}

if (OverTap.Obstacle() is { } obstacle)
{
    Console.Error.WriteLine($"Kestrel over a TAP cannot be measured here: {obstacle}.");
    return;
}

Console.WriteLine();
using (var both = new OverTap())
{
    foreach (string line in both.Run(rounds, seconds))
        Console.WriteLine(line);
}

using System.Globalization;
using Hokku.Http.Benchmarks;

int rounds = args is [var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : 5;
double seconds = args is [_, var length, ..] ? double.Parse(length, CultureInfo.InvariantCulture) : 3;
using (var both = new InProcess())
{
    foreach (string line in both.Run(rounds, seconds))
        Console.WriteLine(line);
}

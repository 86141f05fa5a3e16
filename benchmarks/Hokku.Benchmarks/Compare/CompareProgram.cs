using System.Globalization;
using System.Net;
using Hokku.Benchmarks.Ceiling;

namespace Hokku.Benchmarks.Compare;

/// <summary>The commands: the comparison itself, and the two ends that it starts as processes.</summary>
internal static class CompareProgram
{
    /// <summary>compare [--quick] [--record] [--rounds N] [--seconds S] [--out FOLDER]</summary>
    public static int Compare(string[] arguments)
    {
        if (Programs.Obstacle() is { } obstacle)
        {
            Console.Error.WriteLine($"Hokku cannot be compared with the kernel here: {obstacle}.");
            return 1;
        }

        bool isQuick = arguments.Contains("--quick");
        int rounds = (int)Option(arguments, "--rounds", isQuick ? 3 : 5);
        double seconds = Option(arguments, "--seconds", isQuick ? 0.7 : 1.5);
        using var comparison = new Comparison(isQuick, Console.Error);
        comparison.Run(rounds, seconds);
        var report = new CompareReport(comparison.Results, rounds, seconds);
        string folder = Text(arguments, "--out") ?? Path.Combine("artifacts", "bench");
        report.Write(folder);
        Console.Write(report.Markdown());
        var ratios = new RecordedRatios(Text(arguments, "--ratios") ?? Path.Combine("docs", "bench", "ratios.json"));
        if (arguments.Contains("--record"))
            ratios.Write(comparison.Results);
        return isQuick ? ratios.Judge(comparison.Results, Console.Out) : 0;
    }

    /// <summary>subject linux | ceiling DEVICE on|off MTU | hokku DEVICE on|off MTU</summary>
    public static int Subject(string[] arguments)
    {
        if (arguments is ["ceiling", _, var offloads, var size])
        {
            using var ceiling = new NullTcp("hk0", offloads == "on", int.Parse(size, CultureInfo.InvariantCulture));
            Console.WriteLine("ready");
            global::Hokku.Benchmarks.Compare.Subject.Answer();
            return 0;
        }

        using IEnd end = arguments is ["hokku", var device, var use, var mtu]
            ? new HokkuEnd(device, use == "on", int.Parse(mtu, CultureInfo.InvariantCulture))
            : new LinuxEnd();
        global::Hokku.Benchmarks.Compare.Subject.Serve(end);
        return 0;
    }

    /// <summary>client WORK ADDRESS SECONDS FLOWS</summary>
    public static int Client(string[] arguments)
    {
        global::Hokku.Benchmarks.Compare.Client.Run(
            arguments[0], IPAddress.Parse(arguments[1]), double.Parse(arguments[2], CultureInfo.InvariantCulture), int.Parse(arguments[3], CultureInfo.InvariantCulture));
        return 0;
    }

    private static string? Text(string[] arguments, string name)
    {
        int at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }

    private static double Option(string[] arguments, string name, double otherwise) =>
        Text(arguments, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

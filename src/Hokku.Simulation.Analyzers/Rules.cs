using Microsoft.CodeAnalysis;

namespace Hokku.Simulation.Analyzers;

/// <summary>The rules, and the members that they are about.</summary>
internal static class Rules
{
    private static readonly DiagnosticDescriptor Clock = Rule(
        "HKS001", "The real clock", "{0} uses the real clock; take a TimeProvider from DI and use its time, or the overload that takes one");

    private static readonly DiagnosticDescriptor Chance = Rule(
        "HKS002", "The system's chance", "{0} is different in every run; take a Random from DI, or a seed");

    private static readonly DiagnosticDescriptor Kernel = Rule(
        "HKS003", "The kernel's network", "{0} uses the kernel's network; use NetworkHost, UseHokku, or a client of IHttpClientFactory");

    private static readonly DiagnosticDescriptor Blocking = Rule(
        "HKS004", "Sync over async", "{0} blocks the thread, and a simulated world has one; await instead");

    // Type, members ("*" for all), rule.
    private static readonly (string Type, string[] Members, DiagnosticDescriptor Rule)[] Table =
    [
        ("System.DateTime", ["Now", "UtcNow", "Today"], Clock),
        ("System.DateTimeOffset", ["Now", "UtcNow"], Clock),
        ("System.Environment", ["TickCount", "TickCount64"], Clock),
        ("System.Diagnostics.Stopwatch", ["*"], Clock),
        ("System.Threading.Tasks.Task", ["Delay", "WaitAsync"], Clock),
        ("System.Threading.PeriodicTimer", [".ctor"], Clock),
        ("System.Threading.Timer", [".ctor"], Clock),
        ("System.Timers.Timer", [".ctor"], Clock),
        ("System.Threading.CancellationTokenSource", ["CancelAfter"], Clock),
        ("System.Threading.Thread", ["Sleep"], Clock),
        ("System.Random", ["Shared"], Chance),
        ("System.Guid", ["NewGuid", "CreateVersion7"], Chance),
        ("System.Security.Cryptography.RandomNumberGenerator", ["*"], Chance),
        ("System.Net.Sockets.Socket", [".ctor"], Kernel),
        ("System.Net.Sockets.TcpClient", [".ctor"], Kernel),
        ("System.Net.Sockets.TcpListener", [".ctor"], Kernel),
        ("System.Net.Sockets.UdpClient", [".ctor"], Kernel),
        ("System.Net.NetworkInformation.Ping", [".ctor"], Kernel),
        ("System.Net.Dns", ["*"], Kernel),
        ("System.Threading.Tasks.Task", ["Wait", "WaitAll", "WaitAny", "Result"], Blocking),
        ("System.Runtime.CompilerServices.TaskAwaiter", ["GetResult"], Blocking),
        ("System.Runtime.CompilerServices.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter", ["GetResult"], Blocking),
    ];

    public static IEnumerable<DiagnosticDescriptor> All => [Clock, Chance, Kernel, Blocking];

    /// <summary>The rule that a use breaks; null for none.</summary>
    public static DiagnosticDescriptor? For(string type, string member, ISymbol used)
    {
        foreach (var (name, members, rule) in Table)
        {
            if (name == type && (members[0] == "*" || members.Contains(member)) && !IsHarmless(type, member, used))
                return rule;
        }

        return type switch
        {
            // With a time, or an empty list of arguments, they mean something else.
            "System.Threading.CancellationTokenSource" when member == ".ctor" && ((IMethodSymbol)used).Parameters.Length == 1 => Clock,
            "System.Random" when member == ".ctor" && ((IMethodSymbol)used).Parameters.Length == 0 => Chance,
            "System.Net.Http.HttpClient" when member == ".ctor" && ((IMethodSymbol)used).Parameters.Length == 0 => Kernel,
            _ => null,
        };
    }

    private static bool IsHarmless(string type, string member, ISymbol used) =>
        type == "System.Threading.Tasks.Task" && member == "WaitAsync" && used is IMethodSymbol method && method.Parameters.All(parameter => parameter.Type.Name != "TimeSpan");

    private static DiagnosticDescriptor Rule(string id, string title, string message) => new(
        id, title, message, "Hokku.Simulation", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: null, description: "What a simulated world cannot repeat. See docs/simulation.md.");
}

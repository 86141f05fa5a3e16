using Hokku.Simulation.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hokku.Simulation.Tests;

public sealed class AnalyzerTests
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':').Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    [Theory]
    [InlineData("_ = DateTime.UtcNow;", "HKS001 DateTime.UtcNow uses the real clock")]
    [InlineData("_ = DateTimeOffset.Now;", "HKS001 DateTimeOffset.Now uses")]
    [InlineData("_ = Stopwatch.StartNew();", "HKS001 Stopwatch.StartNew uses")]
    [InlineData("_ = Task.Delay(100);", "HKS001 Task.Delay uses")]
    [InlineData("_ = Task.Delay(TimeSpan.FromSeconds(1));", "HKS001 Task.Delay uses")]
    [InlineData("_ = Task.CompletedTask.WaitAsync(TimeSpan.FromSeconds(1));", "HKS001 Task.WaitAsync uses")]
    [InlineData("_ = new PeriodicTimer(TimeSpan.FromSeconds(1));", "HKS001 new PeriodicTimer uses")]
    [InlineData("_ = new CancellationTokenSource(1000);", "HKS001 new CancellationTokenSource uses")]
    [InlineData("new CancellationTokenSource().CancelAfter(1000);", "HKS001 CancellationTokenSource.CancelAfter uses")]
    [InlineData("Thread.Sleep(1);", "HKS001 Thread.Sleep uses")]
    [InlineData("_ = Random.Shared.Next();", "HKS002 Random.Shared is different in every run")]
    [InlineData("_ = new Random();", "HKS002 new Random is")]
    [InlineData("_ = Guid.NewGuid();", "HKS002 Guid.NewGuid is")]
    [InlineData("_ = new System.Net.Sockets.TcpClient();", "HKS003 new TcpClient uses the kernel's network")]
    [InlineData("_ = new System.Net.Http.HttpClient();", "HKS003 new HttpClient uses")]
    [InlineData("_ = System.Net.Dns.GetHostName();", "HKS003 Dns.GetHostName uses")]
    [InlineData("Task.CompletedTask.Wait();", "HKS004 Task.Wait blocks the thread")]
    [InlineData("_ = Task.FromResult(1).Result;", "HKS004 Task.Result blocks")]
    [InlineData("Task.CompletedTask.GetAwaiter().GetResult();", "HKS004 TaskAwaiter.GetResult blocks")]
    public async Task What_a_world_cannot_repeat_is_named(string statement, string expected)
    {
        var found = Assert.Single(await FindAsync(statement));
        Assert.StartsWith(expected, $"{found.Id} {found.GetMessage(null)}", StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
    }

    [Theory]
    [InlineData("_ = Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);")]
    [InlineData("_ = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);")]
    [InlineData("_ = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);")]
    [InlineData("_ = new CancellationTokenSource();")]
    [InlineData("_ = Task.CompletedTask.WaitAsync(CancellationToken.None);")]
    [InlineData("_ = TimeProvider.System.GetUtcNow();")]
    [InlineData("_ = new Random(7);")]
    [InlineData("_ = new DateTime(2030, 1, 1);")]
    public async Task What_takes_a_time_provider_or_a_seed_is_fine(string statement) => Assert.Empty(await FindAsync(statement));

    private static async Task<IReadOnlyList<Diagnostic>> FindAsync(string statement)
    {
        string code = $"using System; using System.Diagnostics; using System.Threading; using System.Threading.Tasks; static class C {{ static void M() {{ {statement} }} }}";
        var compilation = CSharpCompilation.Create("Looked", [CSharpSyntaxTree.ParseText(code)], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(), each => each.Severity == DiagnosticSeverity.Error);
        return await compilation.WithAnalyzers([new OutsideAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }
}

using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hokku.Architecture.Tests;

/// <summary>The source files of the repository, measured.</summary>
internal static class SourceTree
{
    public static readonly string Root = FindRoot();

    public static readonly IReadOnlyList<SourceFile> Files = [.. Read()];

    private static IEnumerable<SourceFile> Read() =>
        from folder in new[] { "src", "tests", "benchmarks", "samples" }
        let path = Path.Combine(Root, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
        let parts = file.Split(Path.DirectorySeparatorChar)
        where !parts.Contains("bin") && !parts.Contains("obj")
        select new SourceFile(Path.GetRelativePath(Root, file), File.ReadAllText(file));

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hokku.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"No Hokku.slnx above {AppContext.BaseDirectory} ({Assembly.GetExecutingAssembly().Location}).");
    }
}

/// <summary>One source file and the sizes of what is in it.</summary>
internal sealed class SourceFile
{
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Lines = text.AsSpan().TrimEnd().Count('\n') + 1;
        var root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
        Functions = [.. root.DescendantNodes().Where(IsFunction).Select(Measure)];
        CommentLines = text.Split('\n').Count(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal));
        CodeLines = text.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line)) - CommentLines;
    }

    public string Path { get; }

    public string Text { get; }

    public int Lines { get; }

    public int CommentLines { get; }

    public int CodeLines { get; }

    public IReadOnlyList<(string Name, int Lines)> Functions { get; }

    private static bool IsFunction(SyntaxNode node) => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax { Body: not null };

    private static (string Name, int Lines) Measure(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        string name = node switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
            LocalFunctionStatementSyntax local => local.Identifier.Text,
            _ => node.Kind().ToString(),
        };
        return (name, span.EndLinePosition.Line - span.StartLinePosition.Line + 1);
    }
}

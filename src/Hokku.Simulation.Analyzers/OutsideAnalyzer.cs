using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Hokku.Simulation.Analyzers;

/// <summary>
/// Names what a program takes from the world outside, so that a simulated world cannot give it: the real clock (HKS001), chance of the system's (HKS002), the
/// kernel's network (HKS003); and what blocks the one thread there is (HKS004).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OutsideAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.All];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Look, OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.ObjectCreation);
    }

    private static void Look(OperationAnalysisContext context)
    {
        ISymbol? used = context.Operation switch
        {
            IInvocationOperation invocation => invocation.TargetMethod,
            IPropertyReferenceOperation property => property.Property,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (used?.ContainingType is not { } type || TakesTimeProvider(used))
            return;
        string typeName = type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None));
        string member = used is IMethodSymbol { MethodKind: MethodKind.Constructor } ? ".ctor" : used.Name;
        if (Rules.For(typeName, member, used) is not { } rule)
            return;
        string name = member == ".ctor" ? $"new {type.Name}" : $"{type.Name}.{member}";
        context.ReportDiagnostic(Diagnostic.Create(rule, context.Operation.Syntax.GetLocation(), name));
    }

    private static bool TakesTimeProvider(ISymbol symbol) =>
        symbol is IMethodSymbol method && method.Parameters.Any(parameter => parameter.Type.ToDisplayString() == "System.TimeProvider");
}

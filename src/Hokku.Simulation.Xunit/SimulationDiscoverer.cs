using Xunit.Sdk;
using Xunit.v3;

namespace Hokku.Simulation.Xunit;

/// <summary>Makes one test case of a method with <see cref="SimulationAttribute"/>.</summary>
public sealed class SimulationDiscoverer : IXunitTestCaseDiscoverer
{
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        var details = TestIntrospectionHelper.GetTestCaseDetails(discoveryOptions, testMethod, factAttribute);
        var attribute = (SimulationAttribute)factAttribute;
        var testCase = new SimulationTestCase(
            details.ResolvedTestMethod,
            details.TestCaseDisplayName,
            details.UniqueID,
            details.Explicit,
            details.SkipReason,
            new SimulationSettings(attribute.Seeds, attribute.FirstSeed, attribute.RealClock, attribute.LimitSeconds));
        return new ValueTask<IReadOnlyCollection<IXunitTestCase>>([testCase]);
    }
}

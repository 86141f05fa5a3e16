using Hokku.Driver;
using Hokku.Stack;

namespace Hokku.Tests.Network;

public sealed class InProcessStreamTests : StreamContract
{
    protected override (IStackDriver Door, IDisposable? Behind) Door(NetStack stack) => (new InProcessDriver(stack), null);
}

public sealed class InProcessDatagramTests : DatagramContract
{
    protected override (IStackDriver Door, IDisposable? Behind) Door(NetStack stack) => (new InProcessDriver(stack), null);
}

using Hokku.Driver;
using Hokku.Stack;

namespace Hokku.Tests.Network;

public sealed class PublishedStreamTests : StreamContract
{
    protected override (IStackDriver Door, IDisposable? Behind) Door(NetStack stack) => PublishedDoor.Open(stack);
}

public sealed class PublishedDatagramTests : DatagramContract
{
    protected override (IStackDriver Door, IDisposable? Behind) Door(NetStack stack) => PublishedDoor.Open(stack);
}

using Hokku.Driver;
using Hokku.Stack;

namespace Hokku.Tests.Network;

/// <summary>A published driver in a folder of its own, and a client of it.</summary>
internal sealed class PublishedDoor(PublishedDriver driver, string root) : IDisposable
{
    public static (IStackDriver Door, IDisposable? Behind) Open(NetStack stack)
    {
        string root = Directory.CreateTempSubdirectory("hk").FullName;
        var driver = new PublishedDriver(new InProcessDriver(stack), new PublishedDriverOptions { Root = root });
        return (new PublishedDriverClient(driver.Path), new PublishedDoor(driver, root));
    }

    public void Dispose()
    {
        driver.Dispose();
        Directory.Delete(root, recursive: true);
    }
}

using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Tcp;

/// <summary>Tells the <see cref="PortAllocator"/> whether a port may be used; a value, so that asking allocates nothing.</summary>
internal interface IPortTest
{
    bool IsFree(Port port);
}

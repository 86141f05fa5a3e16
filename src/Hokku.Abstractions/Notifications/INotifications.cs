using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>What has changed.</summary>
public enum StackEvent : byte
{
    InterfaceAdded = 1,
    InterfaceRemoved,

    /// <summary>Flags, MTU or metric.</summary>
    InterfaceChanged,
    AddressAdded,
    AddressRemoved,

    /// <summary>Somebody else uses our address (RFC 5227).</summary>
    AddressConflict,
    RouteAdded,
    RouteRemoved,
    LinkChanged,
    DeviceRemoved,
    StackLoaded,
    StackUnloaded,
}

/// <summary>One change. What does not apply is empty.</summary>
public readonly record struct StackNotification(StackEvent Event, string Interface = "", NetAddress Address = default, int PrefixLength = 0);

/// <summary>Tells who asked about changes of interfaces, addresses, routes and links.</summary>
public interface INotifications
{
    /// <summary>Called inside the stack; observers are told when it has been left, in order.</summary>
    void Publish(in StackNotification notification);

    void Subscribe(IStackObserver observer);

    void Unsubscribe(IStackObserver observer);
}

/// <summary>Who wants to know. Called outside the stack.</summary>
public interface IStackObserver
{
    void Notified(in StackNotification notification);
}

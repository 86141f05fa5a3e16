namespace Hokku.Driver.InProcess;

/// <summary>The operations that all sockets of this process share beyond their own.</summary>
internal static class OperationPools
{
    public static readonly OperationPool<SendOperation> Sends = new();
    public static readonly OperationPool<ReceiveOperation> Receives = new();
    public static readonly OperationPool<CallOperation> Calls = new();
}

using Grpc.Core;

namespace Shop;

/// <summary>How much there is of everything: ten of each at first.</summary>
public sealed class StockService(Shelves shelves) : Stock.StockBase
{
    public override Task<ReserveReply> Reserve(ReserveRequest request, ServerCallContext context) =>
        Task.FromResult(new ReserveReply { Reserved = shelves.TryTake(request.Item, request.Count, out int left), Left = left });
}

using CsCheck;
using Hokku.Parts;
using Hokku.Stack;
using Xunit;

namespace Hokku.Tests.Parts;

[Collection(Figures.FiguresCollection.Name)]
public sealed class KeyedTableTests
{
    [Fact]
    public void Any_sequence_of_operations_leaves_what_a_dictionary_would_hold() =>
        Gen.Select(Gen.Int[0, 3], Gen.ULong[0, 60], Gen.Int).List[1, 400].Sample(steps =>
        {
            var table = new KeyedTable<ulong, int>(new SeededEntropy(3), 50);
            var model = new Dictionary<ulong, int>();
            foreach (var (operation, key, value) in steps)
            {
                switch (operation)
                {
                    case 0 or 1:
                        Assert.Equal(model.Count < 50 && model.TryAdd(key, value), table.TryAdd(key, value));
                        break;
                    case 2:
                        Assert.Equal(model.Remove(key, out var removed), table.TryRemove(key, out var taken));
                        Assert.Equal(removed, taken);
                        break;
                    default:
                        Assert.Equal(model.ContainsKey(key), table.TryUpdate(key, value));
                        if (model.ContainsKey(key))
                            model[key] = value;
                        break;
                }
                Assert.Equal(model.TryGetValue(key, out var expected), table.TryGet(key, out var found));
                Assert.Equal((expected, model.Count), (found, table.Count));
            }
            var position = 0;
            var all = new Dictionary<ulong, int>();
            while (table.TryNext(ref position, out var key, out var value))
                all.Add(key, value);
            Assert.Equal(model, all);
        }, iter: 500);

    [Fact]
    public void A_big_table_gives_its_memory_back_and_a_small_one_allocates_nothing()
    {
        var table = new KeyedTable<ulong, int>(new SeededEntropy(4));
        for (var i = 0ul; i < 100_000; i++)
            Assert.True(table.TryAdd(i, (int)i));
        for (var i = 10ul; i < 100_000; i++)
            Assert.True(table.TryRemove(i, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++)
        {
            table.TryAdd(77, 1);
            table.TryRemove(77, out _);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(table.TryGet(9, out var value) && value == 9);
    }
}

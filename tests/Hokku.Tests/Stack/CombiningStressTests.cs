using Hokku.Abstractions;
using Hokku.Stack;
using Xunit;

namespace Hokku.Tests.Stack;

/// <summary>Many threads at one stack, bounded by counts, not by time.</summary>
public sealed class CombiningStressTests(ITestOutputHelper output)
{
    private const int Threads = 8;
    private const int Rounds = 20_000;

    private readonly NetStack _stack = new();
    private int _inside;
    private int _overlaps;
    private long _executed;
    private long _posted;

    [Fact]
    public void Every_operation_of_every_thread_runs_exactly_once_and_never_two_at_a_time()
    {
        var allocated = new long[Threads];
        var posts = new CountingOperation[Threads];
        var threads = new Thread[Threads];
        for (int i = 0; i < Threads; i++)
        {
            int me = i;
            posts[me] = new CountingOperation(this, isPost: true);
            threads[me] = new Thread(() => allocated[me] = Work(posts[me]));
        }

        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "A thread was never woken.");
        output.WriteLine($"{_executed} executed, {_posted} ran of those posted, {allocated.Sum()} octets allocated, {_overlaps} overlaps");
        Assert.Equal(0, _overlaps);
        Assert.Equal((long)Threads * Rounds, _executed);

        // A post of a queued operation is one run with the one before; none is lost.
        Assert.All(posts, post => Assert.True(post.HasRunAfterLastPost));
        Assert.InRange(_posted, Threads, (long)Threads * Rounds);

        // A parker a thread at most.
        Assert.All(allocated, octets => Assert.InRange(octets, 0, 1024));
    }

    [Fact]
    public void Posts_from_one_thread_run_in_order_while_others_execute()
    {
        using var stop = new CancellationTokenSource();
        var other = new Thread(() =>
        {
            var mine = new Operation(() => { });
            while (!stop.IsCancellationRequested)
                _stack.Execute(mine);
        });
        other.Start();
        var order = new List<int>();
        for (int i = 0; i < 5000; i++)
        {
            int number = i;
            _stack.Post(new Operation(() => order.Add(number)));
        }

        _stack.Execute(new Operation(() => { }));
        stop.Cancel();
        Assert.True(other.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal(Enumerable.Range(0, 5000), order);
    }

    private long Work(CountingOperation post)
    {
        var execute = new CountingOperation(this, isPost: false);
        _stack.Execute(execute);
        Interlocked.Decrement(ref _executed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            _stack.Execute(execute);
            post.Expect();
            _stack.Post(post);
        }

        long after = GC.GetAllocatedBytesForCurrentThread();
        _stack.Execute(new Operation(() => { }));
        return after - before;
    }

    private sealed class CountingOperation(CombiningStressTests test, bool isPost) : StackOperation
    {
        private long _expected;
        private long _seen;

        public bool HasRunAfterLastPost => Volatile.Read(ref _seen) == Volatile.Read(ref _expected);

        public void Expect() => Volatile.Write(ref _expected, _expected + 1);

        protected override void Run()
        {
            if (Interlocked.Increment(ref test._inside) != 1)
                Interlocked.Increment(ref test._overlaps);
            if (isPost)
                test._posted++;
            else
                test._executed++;
            _seen = Volatile.Read(ref _expected);
            Interlocked.Decrement(ref test._inside);
        }
    }
}

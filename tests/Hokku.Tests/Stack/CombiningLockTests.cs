using Hokku.Abstractions;
using Hokku.Stack;
using Xunit;

namespace Hokku.Tests.Stack;

[Collection(Figures.FiguresCollection.Name)]
public sealed class CombiningLockTests
{
    private readonly NetStack _stack = new();

    [Fact]
    public void An_operation_runs_at_once_on_the_callers_thread_when_the_stack_is_free()
    {
        int thread = 0;
        _stack.Execute(new Operation(() => thread = Environment.CurrentManagedThreadId));
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void An_exception_of_an_operation_is_its_own_callers_and_the_stack_is_left()
    {
        var thrown = Assert.Throws<FormatException>(() => _stack.Execute(new Operation(() => throw new FormatException("mine"))));
        Assert.Equal("mine", thrown.Message);
        var after = new Operation(() => { });
        _stack.Execute(after);
        Assert.Equal(1, after.Runs);
    }

    [Fact]
    public void Executing_inside_the_stack_is_refused()
    {
        Exception? refused = null;
        _stack.Execute(new Operation(() => refused = Record.Exception(() => _stack.Execute(new Operation(() => { })))));
        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact]
    public void What_is_posted_inside_runs_before_the_stack_is_left_and_in_order()
    {
        var order = new List<int>();
        _stack.Execute(new Operation(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                int number = i;
                _stack.Post(new Operation(() => order.Add(number)));
            }

            Assert.Empty(order);
        }));
        Assert.Equal(Enumerable.Range(0, 200), order);
    }

    [Fact]
    public void Posting_a_queued_operation_again_changes_nothing()
    {
        var posted = new Operation(() => { });
        _stack.Execute(new Operation(() =>
        {
            _stack.Post(posted);
            _stack.Post(posted);
        }));
        Assert.Equal(1, posted.Runs);
        _stack.Post(posted);
        Assert.Equal(2, posted.Runs);
    }

    [Fact]
    public void A_withdrawn_operation_does_not_run_unless_it_is_posted_again()
    {
        var withdrawn = new Operation(() => { });
        var revived = new Operation(() => { });
        _stack.Execute(new Operation(() =>
        {
            _stack.Post(withdrawn);
            _stack.Post(revived);
            Assert.True(NetStack.Withdraw(withdrawn));
            Assert.False(NetStack.Withdraw(withdrawn));
            Assert.True(NetStack.Withdraw(revived));
            _stack.Post(revived);
        }));
        Assert.Equal(0, withdrawn.Runs);
        Assert.Equal(1, revived.Runs);
        _stack.Post(withdrawn);
        Assert.Equal(1, withdrawn.Runs);
    }

    [Fact]
    public void An_exception_without_a_caller_goes_to_the_handler_or_to_who_leaves()
    {
        Assert.Throws<FormatException>(() => _stack.Execute(new Operation(() => _stack.Post(new Operation(() => throw new FormatException())))));
        Exception? told = null;
        using var handled = new NetStack(new NetStackOptions { Failed = failure => told = failure });
        handled.Execute(new Operation(() => handled.Post(new Operation(() => throw new FormatException()))));
        Assert.IsType<FormatException>(told);
    }

    [Fact]
    public void Nothing_of_the_callers_execution_context_reaches_a_timer()
    {
        var local = new AsyncLocal<string> { Value = "secret" };
        string? seen = "none";
        using var rung = new ManualResetEventSlim();
        var owner = new TimerOwner(_ =>
        {
            seen = local.Value;
            rung.Set();
        });
        _stack.Execute(new Operation(() => _stack.Arm(new NetTimer(owner), TimeSpan.FromMilliseconds(1))));
        Assert.True(rung.Wait(TimeSpan.FromSeconds(10)));
        Assert.Null(seen);
    }

    [Fact]
    public void Entering_a_free_stack_allocates_nothing()
    {
        var operation = new Operation(() => { });
        for (int i = 0; i < 1000; i++)
            _stack.Execute(operation);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
            _stack.Execute(operation);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

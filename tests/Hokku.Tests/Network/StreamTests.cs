using System.Text;
using Hokku.Driver;
using Hokku.Network;
using Hokku.Stack;
using Xunit;

namespace Hokku.Tests.Network;

/// <summary>Connections as Stream and as pipes.</summary>
public sealed class StreamTests : DoorContract
{
    [Fact]
    public async Task A_stream_reads_what_the_other_wrote_until_its_end()
    {
        var (client, server) = await Connect();
        await using var near = new HokkuStream(client);
        await using var far = new HokkuStream(server);
        using var writer = new StreamWriter(near, leaveOpen: true) { NewLine = "\n" };
        await writer.WriteLineAsync("one");
        await writer.WriteLineAsync("two");
        await writer.FlushAsync();
        near.EndWriting();
        using var reader = new StreamReader(far, leaveOpen: true);
        Assert.Equal("one\ntwo\n", await reader.ReadToEndAsync().WaitAsync(Patience));
        far.Write([1, 2, 3, 4]);
        var buffer = new byte[8];
        Assert.Equal(4, await near.ReadAsync(buffer).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_stream_tells_of_a_reset_as_an_input_output_error()
    {
        var (client, server) = await Connect();
        await using var far = new HokkuStream(server);
        client.Abort();
        var error = await Assert.ThrowsAsync<IOException>(() => far.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        Assert.IsType<System.Net.Sockets.SocketException>(error.InnerException);
    }

    [Fact]
    public async Task Pipes_carry_both_ways_and_completing_the_output_ends_the_stream()
    {
        var (client, server) = await Connect();
        await using var near = new SocketDuplexPipe(client);
        await using var far = new SocketDuplexPipe(server);
        await near.Output.WriteAsync("request"u8.ToArray());
        await near.Output.CompleteAsync();
        string request = "";
        while (true)
        {
            var read = await far.Input.ReadAsync().AsTask().WaitAsync(Patience);
            request += Encoding.ASCII.GetString(read.Buffer);
            far.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        Assert.Equal("request", request);
        await far.Output.WriteAsync("answer"u8.ToArray());
        var answer = await near.Input.ReadAtLeastAsync(6).AsTask().WaitAsync(Patience);
        Assert.Equal(6, answer.Buffer.Length);
    }

    protected override (IStackDriver Door, IDisposable? Behind) Door(NetStack stack) => (new InProcessDriver(stack), null);
}

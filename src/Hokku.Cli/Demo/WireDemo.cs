using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hokku.Devices.VirtualWire;
using Hokku.Network;
using Spectre.Console;

namespace Hokku.Cli.Demo;

/// <summary>The demo without a TAP: two Hokku hosts on a wire in memory.</summary>
internal static class WireDemo
{
    private static readonly IPEndPoint Server = new(IPAddress.Parse("10.7.0.2"), 80);

    public static async Task<int> RunAsync(int megabytes, string output, CancellationToken cancel)
    {
        using var files = new DemoFiles(megabytes);
        var wire = new VirtualWire("demo");
        using var server = new HostBuilder("server").Interface(wire, 0, "10.7.0.2/24").Start();
        using var client = new HostBuilder("client").Interface(wire, 1, "10.7.0.1/24").Start();
        server.Serve(Services.Http.HttpFileServer.Start(server.Network, files.Folder, 80, allowsUploads: true));
        string path = Path.Combine(output, "hokku-demo.pcapng");
        var table = new Table().AddColumns("what", "figure", "");
        bool isGood;
        using (server.Capture(File.Create(path), snapLength: 96))
        {
            using var ping = new Ping(client.Network);
            var reply = await ping.SendAsync(Server.Address, new byte[56], TimeSpan.FromSeconds(1), cancel);
            table.AddRow("ping", $"{reply.RoundTripTime.TotalMicroseconds:F0} µs", $"{reply.Status}");
            bool isDown = await DownloadAsync(client.Network, files, table, cancel);
            isGood = await UploadAsync(client.Network, files, table, cancel) && isDown && reply.Status == System.Net.NetworkInformation.IPStatus.Success;
            ChainPicture.Print(server);
            DemoFigures.Add(table, server);
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"Every packet's headers are in {path}: open it with wireshark or tshark.");
        return isGood ? 0 : 1;
    }

    private static async Task<bool> DownloadAsync(NetworkHost client, DemoFiles files, Table table, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        using var connection = await client.ConnectAsync(Server, cancel);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"GET /{DemoFiles.Name} HTTP/1.1\r\nHost: server\r\nConnection: close\r\n\r\n"), SocketFlags.None, cancel);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 18];
        bool isBody = false;
        int length;
        while ((length = await connection.ReceiveAsync(buffer, SocketFlags.None, cancel)) > 0)
        {
            // The head comes in the first piece: the server sends it as one.
            int start = isBody ? 0 : buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) + 4;
            isBody = true;
            digest.AppendData(buffer, start, length - start);
        }

        bool isEqual = Convert.ToHexStringLower(digest.GetHashAndReset()) == files.Digest;
        Row(table, $"download of {files.Megabytes} MiB", files, Stopwatch.GetElapsedTime(began), isEqual);
        return isEqual;
    }

    private static async Task<bool> UploadAsync(NetworkHost client, DemoFiles files, Table table, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        using var connection = await client.ConnectAsync(Server, cancel);
        await using var source = File.OpenRead(files.Source);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"PUT /upload HTTP/1.1\r\nHost: server\r\nConnection: close\r\nContent-Length: {source.Length}\r\n\r\n"), SocketFlags.None, cancel);
        var buffer = new byte[1 << 18];
        int length;
        while ((length = await source.ReadAsync(buffer, cancel)) > 0)
        {
            for (var rest = buffer.AsMemory(0, length); rest.Length > 0;)
                rest = rest[await connection.SendAsync(rest, SocketFlags.None, cancel)..];
        }

        var answer = new StringBuilder();
        while ((length = await connection.ReceiveAsync(buffer, SocketFlags.None, cancel)) > 0)
            answer.Append(Encoding.ASCII.GetString(buffer, 0, length));
        bool isEqual = answer.ToString().Contains(files.Digest, StringComparison.Ordinal);
        Row(table, $"upload of {files.Megabytes} MiB", files, Stopwatch.GetElapsedTime(began), isEqual);
        return isEqual;
    }

    private static void Row(Table table, string what, DemoFiles files, TimeSpan time, bool isEqual) =>
        table.AddRow(what, $"{files.Megabytes * 8.388608e-3 / time.TotalSeconds:F2} Gbit/s, {time.TotalSeconds:F3} s", isEqual ? "equal SHA-256" : "FAILED");
}

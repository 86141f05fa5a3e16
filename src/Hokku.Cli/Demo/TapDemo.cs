using System.Diagnostics;
using System.Globalization;
using Hokku.Linux;
using Spectre.Console;

namespace Hokku.Cli.Demo;

/// <summary>The demo over a TAP: Linux, 10.7.0.1, and Hokku, 10.7.0.2, in a network namespace of their own.</summary>
internal static class TapDemo
{
    private const string Tap = "hk0";
    private const string Address = "10.7.0.2";

    public static async Task<int> RunAsync(int megabytes, string output, CancellationToken cancel)
    {
        using var files = new DemoFiles(megabytes);
        HokkuHost host;
        try
        {
            host = new HostBuilder("demo").Interface($"/dev/net/tap/{Tap}", $"{Address}/24").Start();
        }
        catch (ConfigurationException)
        {
            return DemoNamespace.NoTap;
        }

        using (host)
        {
            host.Serve(Services.Http.HttpFileServer.Start(host.Network, files.Folder, 80, allowsUploads: true));
            SetUpLinux();
            string capture = Path.Combine(output, "hokku-demo.pcapng");
            bool isGood;
            using (host.Capture(File.Create(capture), snapLength: 96))
                isGood = await ShowAsync(host, files, cancel);
            Console.WriteLine($"Every packet's headers are in {capture}: open it with wireshark or tshark.");
            return isGood ? 0 : 1;
        }
    }

    private static void SetUpLinux()
    {
        string quiet = $"/proc/sys/net/ipv6/conf/{Tap}/disable_ipv6";
        if (File.Exists(quiet))
            File.WriteAllText(quiet, "1");
        LinuxInterface.SetIPv4Address(Tap, [10, 7, 0, 1], 24);
        LinuxInterface.SetUp("lo", true);
        LinuxInterface.SetUp(Tap, true);
    }

    private static async Task<bool> ShowAsync(HokkuHost host, DemoFiles files, CancellationToken cancel)
    {
        Console.WriteLine($"A Linux host, 10.7.0.1, and a Hokku host, {Address}, on the two ends of a TAP.\n");
        var table = new Table().AddColumns("what", "figure", "");
        var ping = await RunAsync("ping", cancel, "-c", "5", "-i", "0.2", Address);
        Console.WriteLine(ping.Output);
        table.AddRow("ping from Linux", PingFigure(ping.Output), ping.Code == 0 ? "ok" : "FAILED");
        var (down, isDown) = await DownloadAsync(files, cancel);
        table.AddRow($"curl, download of {files.Megabytes} MiB", down, isDown ? "equal SHA-256" : "FAILED");
        var (up, isUp) = await UploadAsync(files, cancel);
        table.AddRow($"curl, upload of {files.Megabytes} MiB", up, isUp ? "equal SHA-256" : "FAILED");
        ChainPicture.Print(host);
        DemoFigures.Add(table, host);
        AnsiConsole.Write(table);
        return ping.Code == 0 && isDown && isUp;
    }

    private static async Task<(string Figure, bool IsGood)> DownloadAsync(DemoFiles files, CancellationToken cancel)
    {
        string target = Path.Combine(files.Scratch, "download");
        var curl = await RunAsync("curl", cancel, "-sS", "-o", target, "-w", "%{speed_download} %{time_total}", $"http://{Address}/{DemoFiles.Name}");
        return (CurlFigure(curl.Output), curl.Code == 0 && await DemoFiles.DigestAsync(target, cancel) == files.Digest);
    }

    private static async Task<(string Figure, bool IsGood)> UploadAsync(DemoFiles files, CancellationToken cancel)
    {
        var curl = await RunAsync("curl", cancel, "-sS", "-o", "/dev/null", "-w", "%{speed_upload} %{time_total}", "-T", files.Source, $"http://{Address}/upload");
        string uploaded = Path.Combine(files.Folder, "upload");
        return (CurlFigure(curl.Output), curl.Code == 0 && File.Exists(uploaded) && await DemoFiles.DigestAsync(uploaded, cancel) == files.Digest);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, CancellationToken cancel, params string[] arguments)
    {
        if (DemoNamespace.Find(program) is not { } path)
            return (127, $"the program {program} is missing");
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output + await errors);
    }

    private static string CurlFigure(string output)
    {
        var words = output.Trim().Split(' ');
        return words.Length == 2 && double.TryParse(words[0], CultureInfo.InvariantCulture, out double speed)
            ? $"{speed * 8 / 1e9:F2} Gbit/s, {words[1]} s"
            : output.Trim();
    }

    private static string PingFigure(string output) =>
        output.Split('\n').FirstOrDefault(line => line.StartsWith("rtt", StringComparison.Ordinal)) ?? "no answer";
}

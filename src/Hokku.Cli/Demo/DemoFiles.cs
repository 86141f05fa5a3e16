using System.Security.Cryptography;

namespace Hokku.Cli.Demo;

/// <summary>A folder to serve with a file of random octets, and a folder for what comes back; both go at the end.</summary>
internal sealed class DemoFiles : IDisposable
{
    public const string Name = "random.bin";

    public DemoFiles(int megabytes)
    {
        Megabytes = megabytes;
        Folder = Directory.CreateTempSubdirectory("hokku-demo-").FullName;
        Scratch = Directory.CreateTempSubdirectory("hokku-demo-").FullName;
        Source = Path.Combine(Folder, Name);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.Create(Source);
        var piece = new byte[1 << 20];
        for (int i = 0; i < megabytes; i++)
        {
            RandomNumberGenerator.Fill(piece);
            digest.AppendData(piece);
            file.Write(piece);
        }

        Digest = Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    public int Megabytes { get; }

    public string Folder { get; }

    public string Scratch { get; }

    public string Source { get; }

    /// <summary>SHA-256 of the file.</summary>
    public string Digest { get; }

    public static async Task<string> DigestAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(Scratch, recursive: true);
    }
}

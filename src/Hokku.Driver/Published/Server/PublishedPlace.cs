using Hokku.Linux;

namespace Hokku.Driver.Published;

/// <summary>A host's folder, taken by one process at a time (flock), with its socket in it. A place whose owner died is taken over.</summary>
internal sealed class PublishedPlace : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute;
    private readonly string _host;
    private readonly FileStream _lock;

    /// <exception cref="DriverException">The name is taken, or the folder cannot be made.</exception>
    public PublishedPlace(string name, PublishedDriverOptions options)
    {
        string root = options.Root ?? HostFolder.Root;
        Path = HostFolder.SocketPath(name, root);
        _host = System.IO.Path.Combine(root, name);
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        try
        {
            MakeFolder(root, root.StartsWith("/run/hokku", StringComparison.Ordinal) ? Passable | UnixFileMode.OtherExecute | UnixFileMode.OtherRead : Private);
            MakeFolder(_host, Private);
            MakeFolder(folder, Private);
            _lock = Lock(System.IO.Path.Combine(folder, "lock"), name);
            File.Delete(Path);
            Listener = UnixSocket.Listen(Path, 64);
            SetMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (options.ShareGroup is { } group)
                Share(group, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Dispose();
            throw new DriverException($"The driver of '{name}' cannot be published at {Path}: {exception.Message}", exception);
        }
        catch (DriverException)
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    public Descriptor Listener { get; } = null!;

    public void Dispose()
    {
        Listener?.Dispose();
        if (_lock is null)
            return;
        Remove(() => File.Delete(Path));
        Remove(() => File.Delete(_lock.Name));
        _lock.Dispose();
        Remove(() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!));
        Remove(() => Directory.Delete(_host));
    }

    private static FileStream Lock(string path, string name)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new DriverException($"A host named '{name}' is running already. Choose another name, or end that one with 'hokku down --name {name}'.");
        }
    }

    private static void MakeFolder(string path, UnixFileMode mode)
    {
        if (!Directory.Exists(path))
            Create(path, mode);

        // Fails for somebody else's folder, which must not be trusted.
        if (mode == Private)
            SetMode(path, mode);
    }

    private void Share(string group, string folder)
    {
        uint id = GroupId(group) ?? throw new DriverException($"There is no group '{group}' to share the host with.");
        foreach (string path in new[] { _host, folder })
        {
            LinuxProcess.ChangeOwner(path, uint.MaxValue, id);
            SetMode(path, Passable);
        }

        LinuxProcess.ChangeOwner(Path, uint.MaxValue, id);
        SetMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
    }

    private static uint? GroupId(string group)
    {
        if (uint.TryParse(group, out uint number))
            return number;
        foreach (string line in File.ReadLines("/etc/group"))
        {
            if (line.Split(':') is [var name, _, var id, ..] && name == group && uint.TryParse(id, out number))
                return number;
        }

        return null;
    }

    // The analyzer does not know that nothing here is reached without Linux.
    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private static void Create(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(path, mode);
    }

    private static void Remove(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else's business is in there, or it is gone.
        }
    }
}

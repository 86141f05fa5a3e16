namespace Hokku.Linux;

/// <summary>The calling process and thread: who they are and where they live.</summary>
public static class LinuxProcess
{
    private const int NewUserFlag = 0x10000000;
    private const int NewNetworkFlag = 0x40000000;
    private const int NewMountFlag = 0x00020000;
    private const int SetParentDeathSignal = 1;
    private const int SetTimerSlack = 29;

    /// <summary>The effective user; 0 is root.</summary>
    public static uint User
    {
        get
        {
            Platform.RequireLinux();
            return LibC.EffectiveUser();
        }
    }

    /// <summary>The effective group.</summary>
    public static uint Group
    {
        get
        {
            Platform.RequireLinux();
            return LibC.EffectiveGroup();
        }
    }

    /// <summary>The parent's process id.</summary>
    public static int Parent
    {
        get
        {
            Platform.RequireLinux();
            return LibC.Parent();
        }
    }

    /// <summary>Moves the calling thread into network, mount or user namespaces of its own (unshare(2)). A user namespace needs a process of one thread.</summary>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static void Unshare(bool network = false, bool mount = false, bool user = false)
    {
        Platform.RequireLinux();
        var flags = (network ? NewNetworkFlag : 0) | (mount ? NewMountFlag : 0) | (user ? NewUserFlag : 0);
        Platform.CheckResult(LibC.Unshare(flags), "unshare");
    }

    /// <summary>Moves the calling thread into a network namespace: a file such as /run/netns/NAME or /proc/PID/ns/net (setns(2)).</summary>
    /// <exception cref="LinuxException">There is none, or it is not permitted.</exception>
    public static void EnterNetworkNamespace(string path)
    {
        using var descriptor = Descriptor.Open(path, readOnly: true);
        Platform.CheckResult(LibC.SetNamespace(descriptor.Number, NewNetworkFlag), $"enter the network namespace {path}");
    }

    /// <summary>Asks for a signal when the parent ends: a child is not left behind. For the calling thread's process.</summary>
    /// <exception cref="LinuxException">The signal is none.</exception>
    public static void SignalWhenParentEnds(int signal)
    {
        Platform.RequireLinux();
        Platform.CheckResult(LibC.ProcessControl(SetParentDeathSignal, (nuint)signal, 0, 0, 0), "PR_SET_PDEATHSIG");
    }

    /// <summary>How late the calling thread's waits may end. Nanoseconds.</summary>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static void SetTimerPrecision(int nanoseconds)
    {
        Platform.RequireLinux();
        Platform.CheckResult(LibC.ProcessControl(SetTimerSlack, (nuint)nanoseconds, 0, 0, 0), "PR_SET_TIMERSLACK");
    }

    /// <summary>Sends a signal; 0 only asks whether the process is there. None, or the error: ESRCH when there is no such process.</summary>
    public static LinuxError Signal(int process, int signal)
    {
        Platform.RequireLinux();
        return (LinuxError)(-Platform.Result(LibC.Kill(process, signal)));
    }

    /// <summary>Gives a file to a user and a group; uint.MaxValue leaves one as it is.</summary>
    /// <exception cref="LinuxException">Not permitted.</exception>
    public static void ChangeOwner(string path, uint user, uint group)
    {
        Platform.RequireLinux();
        Platform.CheckResult(LibC.ChangeOwner(path, user, group), $"chown {path}");
    }
}

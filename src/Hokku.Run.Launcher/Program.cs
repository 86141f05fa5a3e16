using Hokku.Linux;
using Hokku.Linux.Programs;

// Called by the supervisor only: CHANNEL LIMIT PROGRAM ARGUMENTS...
// The filter covers the thread that installs it and what that thread becomes; this one is free to pass the listener on.
var channel = new Descriptor(int.Parse(args[0]));
channel.CloseOnExec();
ulong openFiles = ulong.Parse(args[1]);
string program = args[2];
Descriptor? listener = null;
LinuxException? obstacle = null;
using var installed = new ManualResetEventSlim();
using var taken = new ManualResetEventSlim();
new Thread(BecomeProgram).Start();
installed.Wait();
if (obstacle is not null)
    return End(125, $"the kernel hands no system calls over: {obstacle.Message}. Linux 5.9 or later is needed, and no other supervisor of this kind.");
var octet = new byte[1];
UnixSocket.Send(channel, octet, [listener!.Number]);
if (UnixSocket.Receive(channel, octet, [], out _) != 1)
    return End(125, "the supervisor has ended.");
taken.Set();
Thread.Sleep(Timeout.Infinite);
return 0;

void BecomeProgram()
{
    try
    {
        listener = FilteredProgram.Install(FilterProgram.Make());
    }
    catch (LinuxException problem)
    {
        obstacle = problem;
    }

    installed.Set();
    if (obstacle is not null)
        return;
    taken.Wait();
    if (openFiles > 0)
        FilteredProgram.LimitOpenFiles(openFiles);
    var error = FilteredProgram.Become(program, args[3..]);
    Environment.Exit(error is LinuxError.ENOENT or LinuxError.ENOTDIR
        ? End(127, $"{program}: not found.")
        : End(126, $"{program}: cannot be executed ({error})."));
}

static int End(int code, string what)
{
    Console.Error.WriteLine($"hokku run: {what}");
    return code;
}

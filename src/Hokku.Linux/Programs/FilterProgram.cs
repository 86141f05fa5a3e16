namespace Hokku.Linux.Programs;

/// <summary>
/// The filter that hands a program's socket calls over (seccomp(2), classic BPF): families that are ours, and every call that names an address. Reads and
/// writes go their native way. Calls of other architectures than x86-64 (i386, x32) and io_uring are refused, as they would go around it.
/// </summary>
public static class FilterProgram
{
    private const uint ArchitectureX64 = 0xC000003E;
    private const uint FirstX32Call = 0x40000000;
    private const uint Allow = 0x7FFF0000;
    private const uint Notify = 0x7FC00000;
    private const uint Refuse = 0x00050000;
    private const int UnixFamily = 1;
    private const uint FirstSocketRequest = 0x8900;
    private const uint EndOfSocketRequests = 0x8A00;

    // struct seccomp_data.
    private const uint CallAt = 0;
    private const uint ArchitectureAt = 4;
    private const uint ArgumentsAt = 16;

    private static readonly SystemCall[] AlwaysOurs =
    [
        SystemCall.Connect, SystemCall.Accept, SystemCall.Accept4, SystemCall.Bind, SystemCall.Listen, SystemCall.GetSocketName, SystemCall.GetPeerName,
        SystemCall.SetSocketOption, SystemCall.GetSocketOption, SystemCall.Shutdown, SystemCall.SendMessage, SystemCall.ReceiveMessage,
        SystemCall.SendMessages, SystemCall.ReceiveMessages,
    ];

    /// <summary>The instructions, 8 octets each.</summary>
    public static ulong[] Make()
    {
        var code = new List<ulong>();
        code.AddRange([Load(ArchitectureAt), SkipUnlessEqual(ArchitectureX64, 1), Skip(1), Return(Refuse | (uint)LinuxError.ENOSYS)]);
        code.AddRange([Load(CallAt), SkipUnlessAtLeast(FirstX32Call, 1), Return(Refuse | (uint)LinuxError.ENOSYS)]);
        foreach (var call in AlwaysOurs)
            code.AddRange([SkipUnlessEqual((uint)call, 1), Return(Notify)]);
        foreach (var call in (ReadOnlySpan<SystemCall>)[SystemCall.IoUringSetup, SystemCall.IoUringEnter, SystemCall.IoUringRegister])
            code.AddRange([SkipUnlessEqual((uint)call, 1), Return(Refuse | (uint)LinuxError.ENOSYS)]);
        AddFamily(code);
        AddAddress(code, SystemCall.SendTo);
        AddAddress(code, SystemCall.ReceiveFrom);
        AddControl(code);
        code.Add(Return(Allow));
        return [.. code];
    }

    // Sockets of the machine itself stay the kernel's.
    private static void AddFamily(List<ulong> code) =>
        code.AddRange([SkipUnlessEqual((uint)SystemCall.Socket, 4), Load(Low(0)), SkipUnlessEqual(UnixFamily, 1), Return(Allow), Return(Notify)]);

    // A null address is written 0 in both halves.
    private static void AddAddress(List<ulong> code, SystemCall call) => code.AddRange(
    [
        SkipUnlessEqual((uint)call, 6), Load(Low(4)), SkipUnlessEqual(0, 3), Load(High(4)), SkipUnlessEqual(0, 1), Return(Allow), Return(Notify),
    ]);

    private static void AddControl(List<ulong> code) => code.AddRange(
    [
        SkipUnlessEqual((uint)SystemCall.Ioctl, 5), Load(Low(1)), SkipUnlessAtLeast(FirstSocketRequest, 2), SkipUnlessLess(EndOfSocketRequests, 1), Return(Notify),
        Return(Allow),
    ]);

    private static uint Low(uint argument) => ArgumentsAt + (8 * argument);

    private static uint High(uint argument) => Low(argument) + 4;

    private static ulong Load(uint offset) => Instruction(0x20, 0, 0, offset);

    private static ulong Return(uint what) => Instruction(0x06, 0, 0, what);

    private static ulong Skip(uint count) => Instruction(0x05, 0, 0, count);

    private static ulong SkipUnlessEqual(uint value, byte count) => Instruction(0x15, 0, count, value);

    private static ulong SkipUnlessAtLeast(uint value, byte count) => Instruction(0x35, 0, count, value);

    private static ulong SkipUnlessLess(uint value, byte count) => Instruction(0x35, count, 0, value);

    private static ulong Instruction(ushort operation, byte ifTrue, byte ifFalse, uint operand) =>
        operation | ((ulong)ifTrue << 16) | ((ulong)ifFalse << 24) | ((ulong)operand << 32);
}

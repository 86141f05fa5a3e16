namespace Hokku.Stack;

/// <summary>What a stack has in use.</summary>
/// <param name="IsLoaded">Whether it is loaded at all.</param>
/// <param name="Interfaces">Interfaces, up or down.</param>
/// <param name="Devices">Devices.</param>
/// <param name="Sockets">Sockets that the stack works for; those that it has ended and that are not closed yet do not count.</param>
/// <param name="Domains">Registered domains.</param>
/// <param name="Modules">Loaded modules.</param>
/// <param name="Timers">Armed timers.</param>
/// <param name="Buffers">Packets that somebody holds.</param>
public readonly record struct StackUsage(bool IsLoaded, int Interfaces, int Devices, int Sockets, int Domains, int Modules, int Timers, long Buffers);

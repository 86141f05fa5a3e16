// Loads the modules of a folder (docs/writing-a-module.md), sends traffic through both, and sees them unloaded.
using System.Net.Sockets;
using System.Text;
using Hokku;
using Hokku.Driver;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

string folder = Environment.GetEnvironmentVariable("HOKKU_MODULES") ?? throw new InvalidOperationException("HOKKU_MODULES names the folder with Tally.dll and Postcard.dll.");
using var host = new HostBuilder("modules").ModulesFrom(folder).Start();
Show("after start");

// Postcard: a socket of (Internet, Dgram, 253) loads it.
// 127.0.0.5 has no local route of its own, so that the packet goes down the chain of the loopback interface.
var loopback = new NetAddress(new IPv4Address(127, 0, 0, 5), 7);
Check(host.Driver.Open(NetFamily.Internet, SocketType.Dgram, 253, 0, out var box));
Check(box!.Bind(loopback));
Check(box.Send("a frog jumps in"u8, MessageFlags.None, loopback, out _));
var card = new byte[64];
var message = new DriverMessage();
Check(box.Receive(card, MessageFlags.None, ref message, out int length));
Console.WriteLine($"box 7 got: {Encoding.ASCII.GetString(card, 0, length)}");
Show("with a postcard socket");
box.Close();

// Tally: it is in the chain of the loopback interface and counted that packet.
long packets = host.Network.Roster.Counters().Where(counter => counter.Owner == "tally" && counter.Name == "packets sent").Sum(counter => counter.Value);
Console.WriteLine($"tally counted {packets} packet(s)");
host.Network.Roster.RemoveInterface("loop");
Show("after the last interface went");
bool isUnloaded = host.Network.Roster.Modules().All(module => !module.IsLoaded);
return packets > 0 && isUnloaded ? 0 : 1;

void Show(string when) => Console.WriteLine($"{when}: {string.Join(", ", host.Network.Roster.Modules().Where(module => module.IsLoaded).Select(module => module.Name.Split('/')[^2]))}");

static void Check(SocketError error)
{
    if (error != SocketError.Success)
        throw new SocketException((int)error);
}

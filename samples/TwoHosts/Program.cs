// Two hosts in one process, on a wire in memory: one echoes, the other asks.
using System.Net;
using System.Text;
using Hokku;
using Hokku.Devices.VirtualWire;

var wire = new VirtualWire("lab");
using var alice = new HostBuilder("alice").Interface(wire, 0, "10.0.0.1/24").Services("echo=7").Start();
using var bob = new HostBuilder("bob").Interface(wire, 1, "10.0.0.2/24").Start();

using var socket = await bob.Network.ConnectAsync(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 7));
await socket.SendAsync("old pond"u8.ToArray());
var answer = new byte[8];
int length = await socket.ReceiveAsync(answer);
Console.WriteLine($"alice says: {Encoding.ASCII.GetString(answer, 0, length)}");
return length == 8 ? 0 : 1;

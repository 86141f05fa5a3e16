// One host with its own address on a TAP: Linux reaches it at 10.8.0.2. Needs root, or: unshare -Urn
using System.Net;
using System.Net.NetworkInformation;
using Hokku;

using var host = new HostBuilder("tap-sample").Interface("/dev/net/tap/hk0", "10.8.0.2/24").Services("http=80:.").Start();
Console.WriteLine("In another shell of this network namespace:");
Console.WriteLine("  ip address add 10.8.0.1/24 dev hk0 && ip link set hk0 up && curl http://10.8.0.2/");
if (args is ["--once"])
{
    // What the samples' test does: Linux's end is configured already by the script; ask it.
    using var ping = new Hokku.Network.Ping(host.Network);
    var reply = await ping.SendAsync(IPAddress.Parse("10.8.0.1"), new byte[56], TimeSpan.FromSeconds(5));
    Console.WriteLine($"Linux answered: {reply.Status}");
    return reply.Status == IPStatus.Success ? 0 : 1;
}

Console.WriteLine("Press Enter to end.");
Console.ReadLine();
return 0;

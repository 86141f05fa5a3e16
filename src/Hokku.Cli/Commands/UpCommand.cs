using System.CommandLine;
using Hokku.Driver;
using Hokku.ModulesFolder;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>hokku up: a host from flags or a JSON file, in the foreground until it is told to end.</summary>
internal static class UpCommand
{
    public static readonly Option<FileInfo?> Config = new("--config", "-c") { Description = "A JSON file (docs/configuration.md); flags add to it." };
    private static readonly Option<string[]> Interface = Repeated("--interface", "A device, its address, and what differs from its defaults: \"/dev/net/tap/hk0 10.9.0.2/24 [mtu M] [mac A] [metric N] [offload on|off]\"; as often as needed.");
    private static readonly Option<string[]> Route = Repeated("--route", "A destination and the way to it: \"default gw 10.9.0.1\", \"10.8.0.0/16 [gw A] [dev I] [metric N] [mtu M] [reject]\"; as often as needed.");
    private static readonly Option<string[]> Dns = Repeated("--dns", "The address of a DNS server; as often as needed.");
    private static readonly Option<string?> Hosts = new("--hosts") { Description = "A hosts file: lines of an address and names." };
    private static readonly Option<string[]> Services = Repeated("--services", "Small servers, with their ports: \"echo=7,discard=9,chargen=19,daytime=13,http=80:FOLDER\"; as often as needed.");
    private static readonly Option<string?> Modules = new("--modules") { Description = "A folder with modules in assemblies of their own." };
    private static readonly Option<bool> NoLoopback = new("--no-loopback") { Description = "Make no loopback interface." };
    private static readonly Option<string?> Share = new("--share") { Description = "A group whose members may open sockets of the host." };

    public static Command Create()
    {
        var command = new Command("up", "Start a host, in the foreground.") { Share };
        AddHostOptions(command);
        command.SetAction((arguments, cancel) => RunAsync(Read(arguments), arguments.GetValue(Share), cancel));
        return command;
    }

    /// <summary>The flags that describe a host.</summary>
    public static void AddHostOptions(Command command)
    {
        foreach (var option in (Option[])[Config, Interface, Route, Dns, Hosts, Services, Modules, NoLoopback])
            command.Options.Add(option);
    }

    /// <summary>Whether the flags describe a host, rather than leave it at a running one.</summary>
    public static bool DescribesHost(ParseResult arguments) => arguments.GetValue(Config) is not null || arguments.GetValue(Interface) is { Length: > 0 };

    private static Option<string[]> Repeated(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.OneOrMore, DefaultValueFactory = _ => [] };

    /// <summary>The host that the flags describe.</summary>
    public static HostConfiguration Read(ParseResult arguments)
    {
        var configuration = arguments.GetValue(Config) is { } file ? ConfigurationFile.Load(file.FullName) : new HostConfiguration();
        configuration.Name = arguments.GetValue(CommonOptions.Name) ?? configuration.Name;
        configuration.Hosts = arguments.GetValue(Hosts) ?? configuration.Hosts;
        configuration.Modules = arguments.GetValue(Modules) ?? configuration.Modules;
        configuration.Loopback &= !arguments.GetValue(NoLoopback);
        foreach (string text in arguments.GetValue(Interface)!)
            configuration.Interfaces.Add(InterfaceConfiguration.Parse(text));
        foreach (string text in arguments.GetValue(Route)!)
            configuration.Routes.Add(RouteConfiguration.Parse(text));
        foreach (string text in arguments.GetValue(Dns)!)
            configuration.Dns.Add(text);
        foreach (var service in arguments.GetValue(Services)!.SelectMany(text => ServiceConfiguration.ParseList(text)))
            configuration.Services.Add(service);
        configuration.Validate();
        return configuration;
    }

    private static async Task<int> RunAsync(HostConfiguration configuration, string? share, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
            throw new UserException("up needs Linux, for TAP devices and for the socket by which the other tools find the host. On other systems 'hokku demo' runs, and programs can hold hosts (HostBuilder).");
        // Publishing would refuse it, too, but only when devices were opened and their addresses announced.
        if (HostFolder.RunningHosts().Contains(configuration.Name))
            throw new UserException($"A host named '{configuration.Name}' is running already. Choose another name, or end that one with 'hokku down --name {configuration.Name}'.");
        var ended = new TaskCompletionSource();
        using var cancelled = cancel.Register(() => ended.TrySetResult());
        try
        {
            using var host = Build(configuration).Start();
            using var published = new PublishedDriver(host.Driver, new PublishedDriverOptions { ShareGroup = share, Failed = Survive });
            string settings = HostConnection.SettingsPath(published.Path);
            ResolverSettings.Write(settings, configuration.Dns, configuration.Hosts);
            Console.WriteLine($"ready {configuration.Name} {Environment.ProcessId} {published.Path}");
            await ended.Task;
            File.Delete(settings);
            return 0;
        }
        catch (DriverException problem)
        {
            throw new UserException(problem.Message);
        }
    }

    /// <summary>A defect met while serving is told, and the host goes on.</summary>
    public static void Survive(Exception problem) => Console.Error.WriteLine($"hokku: a defect was met and survived: {problem}");

    public static HostBuilder Build(HostConfiguration configuration)
    {
        var builder = HostBuilder.From(configuration).OnFailure(Survive);
        try
        {
            return configuration.Modules is { } folder ? builder.ModulesFrom(folder) : builder;
        }
        catch (ModuleFolderException problem)
        {
            throw new UserException(problem.Message, 2);
        }
    }
}

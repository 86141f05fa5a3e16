using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hokku.Simulation;

/// <summary>
/// Starts a program's Main in a life. Main may block, as app.Run() does, and so it has a thread of its own; but the pool's thread stands still until Main has ended, has handed
/// over to the host that it built, or waits: there is one order of things.
/// </summary>
internal sealed class ProgramStart
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);
    private readonly HostLife _life;
    private readonly Assembly _program;
    private readonly ProgramOptions _options;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _handedOver = new(false, spinCount: 0);
    private IHost? _host;

    private ProgramStart(HostLife life, Assembly program, ProgramOptions options)
    {
        _life = life;
        _program = program;
        _options = options;
    }

    /// <summary>Runs the program until it ends.</summary>
    /// <exception cref="SimulationException">The assembly is no program.</exception>
    public static Task RunAsync(HostLife life, Assembly program, ProgramOptions options)
    {
        HostingEvents.Begin();
        var start = new ProgramStart(life, program, options);
        life.Program = start;
        start.RunMain();
        return start._ended.Task;
    }

    /// <summary>The program is about to build its host.</summary>
    public void Building(IHostBuilder builder) => builder.ConfigureServices((_, services) =>
    {
        SimulatedServices.Add(services, _life);
        services.AddSingleton<IHostLifetime>(provider => new SimulatedLifetime(this, _life, provider));
        _options.Services?.Invoke(services, _life);
    });

    public void Built(IHost host) => _host = host;

    /// <summary>The host begins to start: Main gives way to the pool.</summary>
    public Task HandOver()
    {
        _handedOver.Set();
        return _mayStart.Task;
    }

    /// <summary>The world is over: the program stops as it would at a signal.</summary>
    public void Stop() => _host?.Services.GetService<IHostApplicationLifetime>()?.StopApplication();

    private static MethodInfo Main(Assembly program)
    {
        var entry = program.EntryPoint ?? throw new SimulationException($"{program.GetName().Name} is a library: a program has a Main.");
        // The compiler's synchronous Main blocks on the asynchronous one.
        var real = entry.DeclaringType!.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .FirstOrDefault(method => method.Name is "<Main>$" or "Main" && typeof(Task).IsAssignableFrom(method.ReturnType));
        return real ?? entry;
    }

    private void RunMain()
    {
        var main = Main(_program);
        object?[] arguments = main.GetParameters().Length == 0 ? [] : [_options.Arguments.ToArray()];
        var thread = new Thread(() => Invoke(main, arguments)) { IsBackground = true, Name = $"Main of {_life.Name}" };
        _life.World.Lend(() =>
        {
            thread.Start();
            while (!_handedOver.Wait(Look) && !IsWaiting(thread))
            {
            }

            // It has only to walk back to where it blocks.
            while (thread.IsAlive && !IsWaiting(thread))
                Thread.Yield();
        });
        _mayStart.TrySetResult();
    }

    private static bool IsWaiting(Thread thread) => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    private void Invoke(MethodInfo main, object?[] arguments)
    {
        try
        {
            if (main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null) is Task running)
                _ = Follow(running);
            else
                _ended.TrySetResult();
        }
        catch (Exception problem)
        {
            _ended.TrySetException(problem);
        }
        finally
        {
            _handedOver.Set();
        }
    }

    private async Task Follow(Task running)
    {
        try
        {
            await running.ConfigureAwait(false);
            _ended.TrySetResult();
        }
        catch (Exception problem)
        {
            _ended.TrySetException(problem);
        }
    }
}

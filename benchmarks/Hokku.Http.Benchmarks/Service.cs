using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hokku.Http.Benchmarks;

/// <summary>The service that is measured, the same everywhere: "/" answers 12 octets, "/N" answers N octets.</summary>
internal static class Service
{
    private static readonly byte[] Hello = "Hello World!"u8.ToArray();
    private static readonly byte[] Large = new byte[1 << 20];

    public static WebApplication Start(Action<KestrelServerOptions> listen, HokkuHost? host = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (host is not null)
            builder.WebHost.UseHokku(host);
        builder.WebHost.ConfigureKestrel(listen);
        var application = builder.Build();
        application.Run(AnswerAsync);
        application.StartAsync().GetAwaiter().GetResult();
        return application;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var octets = context.Request.Path.Value!.Length == 1 ? Hello : Large;
        context.Response.ContentLength = octets.Length;
        await context.Response.Body.WriteAsync(octets);
    }
}

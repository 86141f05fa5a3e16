var builder = WebApplication.CreateBuilder(args);

// The host's address is in appsettings.json, section Hokku:edge.
builder.Services.AddHokku("edge");
builder.Services.AddHealthChecks().AddHokku("edge");

// Kestrel serves the host's port 80, beside the kernel's addresses.
builder.WebHost.UseHokku("edge");
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenHokku("edge", 80));

var app = builder.Build();
app.MapGet("/", (HttpContext context) => $"Hello {context.Connection.RemoteIpAddress}, this is {context.Connection.LocalIpAddress}.\n");
app.MapHealthChecks("/health");
app.Run();

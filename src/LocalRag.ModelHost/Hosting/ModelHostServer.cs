using System.Runtime.InteropServices;
using LocalRag.ModelHost.Http;
using LocalRag.ModelHost.Inference;
using LocalRag.ModelHost.Native;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalRag.ModelHost.Hosting;

/// <summary>Puts the host together and runs it until it is idle or told to end.</summary>
/// <remarks>Nothing is read from configuration files or the environment: the folder it is started in may be anybody's.</remarks>
internal static class ModelHostServer
{
    private const long LargestRequest = 256L << 20;

    /// <summary>How long answers that are being written may go on when the host is told to end.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(HostOptions options, TextWriter output)
    {
        using var place = options.Socket is null ? null : SocketLock.TryTake(options.Socket);
        if (options.Socket is not null && place is null)
        {
            await Console.Error.WriteLineAsync($"Another host listens on {options.Socket}.");
            return ExitCodes.Locked;
        }

        var library = LlamaLibrary.Load(options.Native);
        await using var app = Build(options, library);
        await app.StartAsync();
        if (options.Socket is not null && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(options.Socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, app));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, app));

        await output.WriteLineAsync($"ready {Address(options, app)}");
        await output.FlushAsync();
        await app.WaitForShutdownAsync();
        if (options.Socket is not null)
            File.Delete(options.Socket);
        return ExitCodes.Fine;
    }

    private static WebApplication Build(HostOptions options, LlamaLibrary library)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "LocalRag.ModelHost", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(options.Verbose ? LogLevel.Debug : LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        if (options.Pipe is not null && OperatingSystem.IsWindows())
            builder.WebHost.UseNamedPipes(pipes => pipes.CurrentUserOnly = true);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = LastWords);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(library);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new ModelShelf(options.Models, options.Named));
        builder.Services.AddSingleton(new CrashRecord(options.StateFile));
        builder.Services.AddSingleton(new MemoryBudget(options.MaxMemoryBytes));
        builder.Services.AddSingleton(options.Generator);
        builder.Services.AddSingleton<ResidentModels>();
        builder.Services.AddSingleton(services => new IdleWatch(options.Idle, services.GetRequiredService<IHostApplicationLifetime>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<IdleWatch>());

        var app = builder.Build();
        NativeLog.SendTo(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("llama.cpp"));
        app.Use(next => context => app.Services.GetRequiredService<IdleWatch>().Watch(context, next));
        app.Use(next => context => ErrorResponse.Guard(context, next));
        if (options.Port is not null)
            app.Use(next => context => LoopbackGuard.Check(context, next));
        Map(app, options);
        return app;
    }

    private static void Map(IEndpointRouteBuilder endpoints, HostOptions options)
    {
        StatusEndpoints.Map(endpoints);
        CompletionEndpoints.Map(endpoints);
        EmbeddingEndpoint.Map(endpoints);
        RerankEndpoint.Map(endpoints);
        TokenEndpoints.Map(endpoints);

        // A port is open to every program of every user of the machine: none of them may name files to load.
        if (options.Port is null)
            RegistrationEndpoints.Map(endpoints);
    }

    private static void Listen(KestrelServerOptions kestrel, HostOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestRequest;
        if (options.Socket is not null)
            kestrel.ListenUnixSocket(options.Socket);
        else if (options.Pipe is not null)
            kestrel.ListenNamedPipe(options.Pipe);
        else
            kestrel.Listen(System.Net.IPAddress.Loopback, options.Port!.Value);
    }

    private static string Address(HostOptions options, WebApplication app) =>
        options.Socket is not null ? $"unix:{options.Socket}"
        : options.Pipe is not null ? $"pipe:{options.Pipe}"
        : ((IApplicationBuilder)app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.First();

    private static void Stop(PosixSignalContext context, WebApplication app)
    {
        context.Cancel = true;
        app.Lifetime.StopApplication();
    }
}

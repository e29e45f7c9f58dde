using System.Diagnostics;
using System.Globalization;
using LocalRag.Web.Api;
using LocalRag.Web.Asking;
using LocalRag.Web.Components;
using LocalRag.Web.Following;
using LocalRag.Web.Health;
using LocalRag.Web.Indexing;
using LocalRag.Web.ModelRoom;
using LocalRag.Web.Overview;
using LocalRag.Web.Rendering;
using LocalRag.Web.Security;
using LocalRag.Web.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;

namespace LocalRag.Web;

/// <summary>Puts the server together, in this one place.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        // Pages are in English whatever the machine's language; see Directory.Build.props.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        try
        {
            await using var app = Build(args);
            WebOptions.Read(args).RequireFree();
            await app.RunAsync();
            return 0;
        }
        catch (KnowledgeBaseException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    /// <summary>Builds the server without starting it.</summary>
    /// <exception cref="KnowledgeBaseException">A setting is wrong; the message names it.</exception>
    public static WebApplication Build(string[] args)
    {
        // Settings are read at the start alone: to watch their files would take a part of the few watches that a user has.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args], ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(Program).Assembly.GetName().Name });
        var options = WebOptions.Read(args);
        options.Validate();

        builder.WebHost.UseUrls([.. options.Addresses]).UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning)
            // It warns that keys which are meant to be forgotten will be.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => KnowledgeBase.Open(KnowledgeBaseOptions.FromHome(options.Kb, options.Home)));
        services.AddSingleton(provider => new RunHistory(Path.ChangeExtension(provider.GetRequiredService<KnowledgeBase>().IndexPath, ".runs.jsonl")));
        services.AddSingleton(provider => new PageSettingsFile(Path.Combine(options.Home ?? LocalRagHome.Find(), "web.json"), provider.GetRequiredService<ILogger<PageSettingsFile>>()));
        services.AddSingleton(new HostList(options.Hosts));
        services.AddSingleton<StatusBoard>();
        services.AddSingleton<AnswerSource>(provider => provider.GetRequiredService<KnowledgeBase>().AskAsync);
        services.AddSingleton<AnswerRuns>();
        services.AddSingleton<IndexRuns>();
        services.AddSingleton<MarkdownRenderer>();
        services.AddSingleton<ServerCheckup>();
        services.AddSingleton(provider => new ModelShelf(options.Home ?? LocalRagHome.Find(), provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredService<ILogger<ModelShelf>>()));
        services.AddHostedService<FirstRun>();
        services.AddHostedService<DeepFill>();
        services.AddHostedService<SourceFollower>();
        services.AddSingleton(options.Push);
        services.AddSingleton<PushQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<PushQueue>());
        services.AddRazorComponents().AddInteractiveServerComponents();
        // Tokens need to live no longer than the process; nothing is written to the user's folders for them.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddOpenApi();

        var app = builder.Build();
        // Whatever is wrong with its settings is said before anything listens.
        app.Services.GetRequiredService<KnowledgeBase>();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            // Run again as a page, a program's POST would be asked for the antiforgery token of a form.
            if (!HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
            return next(context);
        });
        app.UseMiddleware<RequestGate>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapLocalRagApi();
        app.MapPushes(options.Push);
        app.MapOpenApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = "'none'");
        app.Lifetime.ApplicationStarted.Register(() => Log.Ready(
            app.Logger, string.Join(", ", app.Urls), (long)(DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds));
        return app;
    }
}

using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LocalRag.ModelHost.Hosting;

/// <summary>Ends the host when it has had nothing to do for long enough.</summary>
internal sealed class IdleWatch(TimeSpan limit, IHostApplicationLifetime lifetime) : BackgroundService
{
    private int working;
    private long lastWork = Stopwatch.GetTimestamp();

    /// <summary>Counts a request as work while it lasts. Asking for the host's health is none.</summary>
    public async Task Watch(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == "/health")
        {
            await next(context);
            return;
        }

        Interlocked.Increment(ref working);
        try
        {
            await next(context);
        }
        finally
        {
            Volatile.Write(ref lastWork, Stopwatch.GetTimestamp());
            Interlocked.Decrement(ref working);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var left = limit - Stopwatch.GetElapsedTime(Volatile.Read(ref lastWork));
            if (Volatile.Read(ref working) > 0)
                left = limit;
            if (left <= TimeSpan.Zero)
                break;
            await Task.Delay(left, stoppingToken);
        }

        lifetime.StopApplication();
    }
}

using Lendwell.Api.Notifications;
using Lendwell.Domain;

namespace Lendwell.Api.Jobs;

/// <summary>Reminds members of loans: three days before they are due, and again when they are late.</summary>
internal sealed partial class OverdueReminderJob(
    IEventStore events, ReminderMailer mailer, TimeProvider clock, ILogger<OverdueReminderJob> logger) : BackgroundService
{
    /// <summary>Reminders go out at seven in the morning, local time.</summary>
    private static readonly TimeOnly RunsAt = new(7, 0);

    /// <summary>Days from the due date on which a member hears from us; negative is before it.</summary>
    private static readonly int[] ReminderDays = [-3, 1, 7, 21];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(UntilNextRun(), clock, stoppingToken);
            await RunOnceAsync(stoppingToken);
        }
    }

    /// <summary>Sends the day's reminders. One that cannot be sent is logged, and the others still go out.</summary>
    internal async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetLocalNow().Date);
        var sent = 0;
        foreach (var stream in await events.OpenStreamsAsync(cardNumber: null, cancellationToken))
        {
            var loan = Loan.Replay(stream, await events.ReadAsync(stream, cancellationToken));
            if (!ReminderDays.Contains(today.DayNumber - loan.Due.DayNumber))
            {
                continue;
            }

            try
            {
                await mailer.SendAsync(new Reminder(loan, today), cancellationToken);
                sent++;
            }
            catch (HttpRequestException failure)
            {
                LogNotSent(logger, loan.Id, failure);
            }
        }

        return sent;
    }

    private TimeSpan UntilNextRun()
    {
        var now = clock.GetLocalNow();
        var next = now.Date + RunsAt.ToTimeSpan();
        return (next > now.DateTime ? next : next.AddDays(1)) - now.DateTime;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reminder of {LoanId} was not sent")]
    private static partial void LogNotSent(ILogger logger, string loanId, Exception failure);
}

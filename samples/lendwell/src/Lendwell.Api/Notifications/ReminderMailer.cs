using System.Net.Http.Json;
using Lendwell.Domain;
using Microsoft.Extensions.Options;

namespace Lendwell.Api.Notifications;

/// <summary>Hands reminders to the mail gateway.</summary>
public sealed class ReminderMailer(HttpClient http, IOptions<LendwellOptions> options)
{
    /// <summary>
    /// Sends one reminder. The id makes it safe to send twice: the gateway drops a message whose id it has seen.
    /// </summary>
    public async Task SendAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var message = new
        {
            id = $"{reminder.Loan.Id}/{reminder.Day:yyyy-MM-dd}",
            to = reminder.Loan.CardNumber,
            template = reminder.Loan.DaysOverdue(reminder.Day) == 0 ? "due-soon" : "overdue",
            due = reminder.Loan.Due,
        };
        using var response = await http.PostAsJsonAsync(new Uri(options.Value.MailGateway, "messages"), message, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}

/// <summary>A loan to remind its member of, on a day.</summary>
public sealed record Reminder(Loan Loan, DateOnly Day);

using Lendwell.Api;
using Lendwell.Api.Http;
using Lendwell.Api.Jobs;
using Lendwell.Api.Notifications;
using Lendwell.Api.Pages;
using Lendwell.Api.Security;
using Lendwell.Api.Storage;
using Lendwell.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddOptions<LendwellOptions>()
    .BindConfiguration("Lendwell")
    .Validate(options => options.SigningKeys.Count > 0, "Lendwell:SigningKeys is empty. Set one key; see docs/getting-started.md.")
    .ValidateOnStart();

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<LoanPolicy>();
builder.Services.AddSingleton(_ => BranchCalendar.Load(builder.Configuration));
builder.Services.AddSingleton<OverdueFees>();
builder.Services.AddSingleton<LendingDesk>();
builder.Services.AddSingleton<IEventStore, SqliteEventStore>();
builder.Services.AddSingleton<IHoldBook, SqliteHoldBook>();

builder.Services.AddSingleton<MemberTokenValidator>();
builder.Services.AddAuthentication(MemberTokenHandler.Scheme)
    .AddScheme<MemberTokenOptions, MemberTokenHandler>(MemberTokenHandler.Scheme, configureOptions: null);
builder.Services.AddAuthorization();
builder.Services.AddLendwellRateLimits();

builder.Services.AddHttpClient<ReminderMailer>()
    .AddHttpMessageHandler(services => new RetryHandler(new RetryPolicy(), services.GetRequiredService<TimeProvider>()));
builder.Services.AddHostedService<OverdueReminderJob>();
builder.Services.AddHostedService<HoldExpiryJob>();
builder.Services.AddRazorComponents();

var app = builder.Build();

// The first desk needs a token before anyone can issue one over HTTP.
if (args is ["issue-token", var cardNumber, var role])
{
    Console.WriteLine(app.Services.GetRequiredService<MemberTokenValidator>().Issue(cardNumber, role));
    return;
}

app.UseAuthentication();
app.UseAuthorization();
app.UseRateLimiter();
app.MapLoans();
app.MapSessions();
app.MapGet("/shelf/{branch}", (string branch) => new RazorComponentResult<HoldShelf>(new { Branch = branch }));
app.MapGet("/health", () => Results.Ok(new { status = "ok" }));
app.Run();
